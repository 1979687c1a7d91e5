// The frame of pages that anybody may read and any cache may store: nothing about the reader but the language, one address
// for one text, and no script but the widget's on a page that sells. The style is allowed by its hash, because a nonce in a
// cached page would not be used once.

import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Locale } from '#core/contracts/basics.ts';
import { configOf } from '../../config.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { isTransient, Refusal } from '../../http/refusal.ts';
import { logRefused } from '../../http/refused-log.ts';
import { log } from '../../log.ts';
import { settingsOf } from '../../settings/settings.ts';
import { BrandMark } from '../brand-mark.tsx';
import { readersLocale, variesByReader } from '../language.ts';
import { type LinkImage, LinkImageTags } from '../link-image.tsx';
import { TypefacePreload } from '../typeface-preload.tsx';
import { inScript } from '../widget/widget-page.tsx';
import { languageSwitchPath } from './language-switch.ts';
import { publicStyles } from './public-style.ts';
import { publicText } from './public-text.ts';
import { type Site, siteIn } from './site.ts';

type Style = keyof typeof publicStyles;

/** The loader of the widget and the sheet it is shown in on a phone; built by `widget/vite.config.ts`. */
const widgetScripts = ['/widget/v1/loader.js', '/widget/v1/sheet.js'];

/** A page that sells runs these scripts of ours and shows the widget's page in a frame; no other page runs anything. */
const selling = ["script-src 'self'", "frame-src 'self'", "require-trusted-types-for 'script'", "trusted-types 'none'"];

const styleHashes = new Map<Style, string>();

function styleHashOf(style: Style): string {
  const known = styleHashes.get(style);
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(publicStyles[style]).digest('base64');
  styleHashes.set(style, hash);
  return hash;
}

function headersOf(style: Style, sells: boolean): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHashOf(style)}'`,
    "img-src 'self'",
    "font-src 'self'",
    // Only the catalog has a form: its search.
    `form-action ${style === 'catalog' ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(sells ? selling : []),
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  };
}

type PublicPage = {
  locale: Locale;
  title: string;
  summary: string;
  /** With its query, without the language: that is added here. */
  path: string;
  /** The language of the bare address for whoever asks for none, as search engines do. */
  mainLocale: Locale;
  /** Which style the page needs; the ground alone when nothing is said. */
  style?: Style;
  image?: LinkImage | null;
  data?: Record<string, unknown>;
  /** The calendar that belongs to the page. */
  calendar?: string;
  /** For a page that search engines should not list, because it contains words that somebody typed. */
  noindex?: boolean;
  /** The widget is part of the page. */
  sells?: boolean;
  children: Child;
};

export async function answerPublic(c: Context<AppEnv>, page: PublicPage): Promise<Response> {
  const site = siteIn(await settingsOf(c.env), page.locale);
  const headers = headersOf(page.style ?? 'ground', page.sells === true);
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  // Browsers store the page but revalidate it each time, so that nobody reads an event that was called off a minute
  // ago.
  c.header('cache-control', 'public, no-cache');
  c.header('content-language', page.locale);
  c.header('vary', variesByReader);
  return c.html(<Document page={page} site={site} origin={configOf(c.env).PUBLIC_ORIGIN} />);
}

export function answerMissing(c: Context<AppEnv>, locale: Locale): Promise<Response> {
  const words = publicText[locale];
  return answerNote(c, locale, 404, {
    title: words.missing,
    text: words.missingText,
    href: '/catalogue',
    link: words.allEvents,
  });
}

/** A public page that could not be made, most likely because the database does not answer: said to the person, stored by no cache. */
export function answerBroken(error: Error, c: Context<AppEnv>): Promise<Response> {
  if (error instanceof Refusal) logRefused(c, error);
  const locale = readersLocale(c, 'ru');
  if (error instanceof Refusal && error.code !== 'busy') return answerMissing(c, locale);
  const code = isTransient(error) ? 'busy' : 'internal';
  log('error', 'page-failed', { requestId: c.var.requestId, route: c.req.routePath, code, error });
  const words = publicText[locale];
  c.header('retry-after', '30');
  return answerNote(c, locale, 503, {
    title: words.broken,
    text: words.brokenText,
    href: c.req.path,
    link: words.again,
  });
}

type Note = { title: string; text: string; href: string; link: string };

/** A page that says what is not there and leads on; no cache may keep it. */
export async function answerNote(c: Context<AppEnv>, locale: Locale, status: 404 | 503, note: Note): Promise<Response> {
  const site = siteIn(await settingsOf(c.env), locale);
  for (const [name, value] of Object.entries(headersOf('ground', false))) c.header(name, value);
  c.header('cache-control', 'no-store');
  return c.html(
    <Frame
      locale={locale}
      site={site}
      title={note.title}
      style="ground"
      head={<meta name="robots" content="noindex" />}
      path={null}
    >
      <h1>{note.title}</h1>
      <p class="lead">{note.text}</p>
      <p>
        <a class="button" href={note.href}>
          {note.link}
        </a>
      </p>
    </Frame>,
    status,
  );
}

function Document({ page, site, origin }: { page: PublicPage; site: Site; origin: string }) {
  const { locale, mainLocale, title, summary } = page;
  const addressIn = (language: Locale) => (language === mainLocale ? page.path : inLanguage(page.path, language));
  const other = locale === 'ru' ? 'en' : 'ru';
  const head = (
    <>
      <meta name="description" content={summary} />
      {page.noindex === true && <meta name="robots" content="noindex, follow" />}
      <link rel="canonical" href={origin + addressIn(locale)} />
      <link rel="alternate" hreflang={locale} href={origin + addressIn(locale)} />
      <link rel="alternate" hreflang={other} href={origin + addressIn(other)} />
      <link rel="alternate" hreflang="x-default" href={origin + page.path} />
      {page.calendar && <link rel="alternate" type="text/calendar" href={page.calendar} />}
      <meta property="og:type" content="website" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={summary} />
      <meta property="og:url" content={origin + addressIn(locale)} />
      <meta property="og:site_name" content={site.name} />
      <meta property="og:locale" content={locale === 'ru' ? 'ru_RU' : 'en_GB'} />
      <meta property="og:locale:alternate" content={locale === 'ru' ? 'en_GB' : 'ru_RU'} />
      {page.image && <LinkImageTags image={page.image} origin={origin} />}
      <meta name="twitter:card" content={page.image ? 'summary_large_image' : 'summary'} />
      {page.data && <script type="application/ld+json">{raw(inScript(page.data))}</script>}
      {page.sells && widgetScripts.map((src) => <script async src={src} />)}
    </>
  );
  return (
    <Frame locale={locale} site={site} title={title} style={page.style ?? 'ground'} head={head} path={page.path}>
      {page.children}
    </Frame>
  );
}

/** The same page in a language that its address names, for search engines. */
function inLanguage(path: string, language: Locale): string {
  return `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
}

/** `path`: where the language is switched; null on a page that is not to be come back to. */
type FrameProps = {
  locale: Locale;
  site: Site;
  title: string;
  style: Style;
  head: Child;
  path: string | null;
  children: Child;
};

function Frame({ locale, site, title, style, head, path, children }: FrameProps) {
  const words = publicText[locale];
  const other = locale === 'ru' ? 'en' : 'ru';
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={locale}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <TypefacePreload locale={locale} />
          <title>{`${title} · ${site.name}`}</title>
          {head}
          <link rel="icon" href="/favicon.ico" sizes="48x48" />
          <link rel="icon" href="/icon.svg" type="image/svg+xml" />
          <style>{raw(publicStyles[style])}</style>
        </head>
        <body>
          <a class="skip" href="#content">
            {words.skip}
          </a>
          <header class="top">
            <a class="brand" href="/">
              <BrandMark name={site.name} logo={site.logo} />
            </a>
            <nav aria-label={words.menu}>
              <a href="/catalogue">{words.catalogue}</a>
              <a href="/sign-in">{words.signIn}</a>
              {path === null ? null : (
                <a href={languageSwitchPath(other, path)} lang={other} hreflang={other} rel="nofollow">
                  {words.otherLanguage}
                </a>
              )}
            </nav>
          </header>
          <main id="content">{children}</main>
          <footer class="bottom soft small">
            <div>
              <span>{words.soldWith(site.name)}</span>
              {site.footer.map(({ text, href }) => (
                <a href={href}>{text}</a>
              ))}
              {site.operator !== '' && <span>{site.operator}</span>}
            </div>
          </footer>
        </body>
      </html>
    </>
  );
}
