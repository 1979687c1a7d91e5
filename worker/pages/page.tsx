// The chrome of every server-rendered page: language, style, and the headers that keep it from being framed, cached,
// referred from, or made to run anything. No script at all, so that a buyer needs nothing but a browser.

import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Locale } from '#core/contracts/basics.ts';
import type { AppEnv } from '../http/app-env.ts';
import { messagesOf } from './messages/messages.ts';
import { style } from './style.ts';
import { TypefacePreload } from './typeface-preload.tsx';

type Page = {
  locale: Locale;
  title: string;
  /** The same page in the other language; absent where an address can't be asked again. */
  otherLanguage?: string;
  /** Seconds until the browser looks again, for what changes without the reader. */
  lookAgainAfter?: number;
  children: Child;
};

type PageStatus = 200 | 400 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503;

export function answerPage(c: Context<AppEnv>, page: Page, status: PageStatus = 200): Response | Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  for (const [name, value] of Object.entries(pageHeaders(nonce))) c.header(name, value);
  c.header('content-language', page.locale);
  return c.html(<Document page={page} nonce={nonce} />, status);
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
    // The address of an order is nobody's search result.
    'x-robots-tag': 'noindex, nofollow',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  };
}

function Document({ page, nonce }: { page: Page; nonce: string }) {
  const words = messagesOf(page.locale);
  const other = page.locale === 'ru' ? 'en' : 'ru';
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
          <title>{`${page.title} · ${words.brand}`}</title>
          <style nonce={nonce}>{raw(style)}</style>
        </head>
        <body>
          <header>
            <span class="brand">{words.brand}</span>
            {page.otherLanguage === undefined ? null : (
              <a href={page.otherLanguage} lang={other} hreflang={other}>
                {words.otherLanguage}
              </a>
            )}
          </header>
          <main>{page.children}</main>
        </body>
      </html>
    </>
  );
}
