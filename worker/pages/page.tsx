// The frame of every server-rendered page: language, style, and the headers that keep it from being framed, cached,
// used as a referrer, or made to run anything. It has no script, so a buyer needs nothing but a browser.

import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Locale } from '#core/contracts/basics.ts';
import type { Settings } from '#core/contracts/settings.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operatorLinks, settingsOf } from '../settings/settings.ts';
import { BrandMark } from './brand-mark.tsx';
import { messagesOf } from './messages/messages.ts';
import { style } from './style.ts';
import { TypefacePreload } from './typeface-preload.tsx';

type Page = {
  locale: Locale;
  title: string;
  /** The same page in the other language; absent for a response to a POST. */
  otherLanguage?: string;
  /** Seconds until the browser reloads the page, for a status that changes without the reader. */
  lookAgainAfter?: number;
  /** A page of a layout of its own: the class of its `main`, and its style. */
  layout?: { name: string; style: string };
  children: Child;
};

type PageStatus = 200 | 400 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503;

export async function answerPage(c: Context<AppEnv>, page: Page, status: PageStatus = 200): Promise<Response> {
  const settings = await settingsOf(c.env);
  const nonce = randomBytes(16).toString('base64');
  for (const [name, value] of Object.entries(pageHeaders(nonce))) c.header(name, value);
  c.header('content-language', page.locale);
  return c.html(<Document page={page} settings={settings} nonce={nonce} />, status);
}

function pageHeaders(nonce: string): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'nonce-${nonce}'`,
      "img-src 'self'",
      "font-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // Search engines must not list the address of an order.
    'x-robots-tag': 'noindex, nofollow',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  };
}

function Document({ page, settings, nonce }: { page: Page; settings: Settings; nonce: string }) {
  const words = messagesOf(page.locale);
  const other = page.locale === 'ru' ? 'en' : 'ru';
  const brand = settings.brandName[page.locale];
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={page.locale}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <TypefacePreload locale={page.locale} />
          {page.lookAgainAfter === undefined ? null : (
            <meta http-equiv="refresh" content={String(page.lookAgainAfter)} />
          )}
          <title>{`${page.title} · ${brand}`}</title>
          <style nonce={nonce}>{raw(style + (page.layout?.style ?? ''))}</style>
        </head>
        <body>
          <header>
            <span class="brand">
              <BrandMark name={brand} logo={settings.logo} />
            </span>
            {page.otherLanguage === undefined ? null : (
              <a href={page.otherLanguage} lang={other} hreflang={other}>
                {words.otherLanguage}
              </a>
            )}
          </header>
          <main class={page.layout?.name}>{page.children}</main>
          <OperatorFooter settings={settings} locale={page.locale} />
        </body>
      </html>
    </>
  );
}

/** Whoever has a question about an order finds here whom to ask and by which rules the tickets were sold. */
function OperatorFooter({ settings, locale }: { settings: Settings; locale: Locale }) {
  const { email, phone, link, hours } = settings.support;
  const links = operatorLinks(settings, locale);
  const hasSupport = [email, phone, link].some((way) => way !== '');
  if (!hasSupport && links.length === 0) return null;
  return (
    <footer class="operator soft small">
      {hasSupport && (
        <p>
          {messagesOf(locale).support}: {email !== '' && <a href={`mailto:${email}`}>{email}</a>}{' '}
          {phone !== '' && <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>}{' '}
          {link !== '' && (
            <a href={link} rel="noopener">
              {link.replace(/^https?:\/\//i, '')}
            </a>
          )}{' '}
          {hours[locale]}
        </p>
      )}
      {links.length > 0 && (
        <nav>
          {links.map(({ text, path }) => (
            <a href={path}>{text}</a>
          ))}
        </nav>
      )}
    </footer>
  );
}
