// The frame of pages anyone may read and any cache may keep: no cookie, no script, one address for one text. The style
// is allowed by its hash, because a nonce in a kept page would be a nonce no more.

import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Locale } from '#core/contracts/basics.ts';
import { configOf } from '../../config.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { type LinkImage, LinkImageTags } from '../link-image.tsx';
import { TypefacePreload } from '../typeface-preload.tsx';
import { inScript } from '../widget/widget-page.tsx';
import { wantedLocale } from '../widget/widget-text.ts';
import { publicStyle } from './public-style.ts';
import { publicText } from './public-text.ts';

const styleHash = createHash('sha256').update(publicStyle).digest('base64');

const headers = {
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "img-src 'self'",
    "font-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};

type PublicPage = {
  locale: Locale;
  title: string;
  summary: string;
  /** Without the language: that is added here. */
  path: string;
  /** The language of the bare address for whoever asks for none, as search engines do. */
  mainLocale: Locale;
  image?: LinkImage | null;
  data?: Record<string, unknown>;
  /** The calendar that belongs to the page. */
  calendar?: string;
  children: Child;
};

export function answerPublic(c: Context<AppEnv>, page: PublicPage): Response | Promise<Response> {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  // Browsers keep it but ask each time: nobody shall read of an event that was called off a minute ago.
  c.header('cache-control', 'public, no-cache');
  c.header('content-language', page.locale);
  c.header('vary', 'Accept-Language');
  return c.html(<Document page={page} origin={configOf(c.env).PUBLIC_ORIGIN} />);
}

export function answerMissing(c: Context<AppEnv>, locale: Locale): Response | Promise<Response> {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  const words = publicText[locale];
  c.header('cache-control', 'no-store');
  return c.html(
    <Frame locale={locale} title={words.missing} head={<meta name="robots" content="noindex" />} other={null}>
      <h1>{words.missing}</h1>
      <p>{words.missingText}</p>
      <p>
        <a class="button" href="/catalogue">
          {words.allEvents}
        </a>
      </p>
    </Frame>,
    404,
  );
}

/**
 * The language of a public page: what the address asks for, then what the browser asks for, then `otherwise`. Such a page
 * says `Vary`, and the edge keeps it by `languageKey`, so that no cache mixes readers up.
 */
export function readersLocale(c: Context<AppEnv>, otherwise: Locale): Locale {
  return wantedLocale(c.req.query('lang'), c.req.header('accept-language')) ?? otherwise;
}

/** What of a request decides the language of a page, as the edge cache tells pages apart. */
export function languageKey(c: Context<AppEnv>): string {
  const accepted = wantedLocale(undefined, c.req.header('accept-language'));
  return pinnedLang(c) || `accept=${accepted ?? ''}`;
}

/** `?lang=…` for the links of a page whose reader chose its language; nothing for who left the choice to his browser. */
export function pinnedLang(c: Context<AppEnv>): string {
  const chosen = wantedLocale(c.req.query('lang'), undefined);
  return chosen === null ? '' : `?lang=${chosen}`;
}

function Document({ page, origin }: { page: PublicPage; origin: string }) {
  const { locale, mainLocale, title, summary } = page;
  const addressIn = (language: Locale) => `${page.path}${language === mainLocale ? '' : `?lang=${language}`}`;
  const other = locale === 'ru' ? 'en' : 'ru';
  const head = (
    <>
      <meta name="description" content={summary} />
      <link rel="canonical" href={origin + addressIn(locale)} />
      <link rel="alternate" hreflang={locale} href={origin + addressIn(locale)} />
      <link rel="alternate" hreflang={other} href={origin + addressIn(other)} />
      <link rel="alternate" hreflang="x-default" href={origin + page.path} />
      {page.calendar && <link rel="alternate" type="text/calendar" href={page.calendar} />}
      <meta property="og:type" content="website" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={summary} />
      <meta property="og:url" content={origin + addressIn(locale)} />
      <meta property="og:site_name" content={publicText[locale].brand} />
      <meta property="og:locale" content={locale === 'ru' ? 'ru_RU' : 'en_GB'} />
      <meta property="og:locale:alternate" content={locale === 'ru' ? 'en_GB' : 'ru_RU'} />
      {page.image && <LinkImageTags image={page.image} origin={origin} />}
      <meta name="twitter:card" content={page.image ? 'summary_large_image' : 'summary'} />
      {page.data && <script type="application/ld+json">{raw(inScript(page.data))}</script>}
    </>
  );
  return (
    <Frame locale={locale} title={title} head={head} other={`${page.path}?lang=${other}`}>
      {page.children}
    </Frame>
  );
}

type FrameProps = { locale: Locale; title: string; head: Child; other: string | null; children: Child };

function Frame({ locale, title, head, other, children }: FrameProps) {
  const words = publicText[locale];
  const otherLocale = locale === 'ru' ? 'en' : 'ru';
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={locale}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <TypefacePreload locale={locale} />
          <title>{`${title} · ${words.brand}`}</title>
          {head}
          <style>{raw(publicStyle)}</style>
        </head>
        <body>
          <header class="top">
            <a class="brand" href="/">
              {words.brand}
            </a>
            <nav>
              <a href="/catalogue">{words.catalogue}</a>
              {other === null ? null : (
                <a href={other} lang={otherLocale} hreflang={otherLocale}>
                  {words.otherLanguage}
                </a>
              )}
            </nav>
          </header>
          <main>{children}</main>
          <footer class="bottom soft small">
            <div>
              <span>{words.soldWith}</span>
              <a href="/">{words.forOrganizers}</a>
            </div>
          </footer>
        </body>
      </html>
    </>
  );
}
