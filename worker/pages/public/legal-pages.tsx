// /legal/terms, /legal/privacy, /legal/refunds, /about and /contacts: what the operator has written, for anybody. A text
// that is not written yet is said to be missing, because others may have linked it. Texts are our Markdown, never HTML.

import type { Context } from 'hono';
import type { Locale } from '#core/contracts/basics.ts';
import type { LegalKind, Settings } from '#core/contracts/settings.ts';
import { cutText } from '#core/cut-text.ts';
import { plainText } from '#core/markdown.ts';
import { contactsPath, hasContacts, legalLocale, legalPaths } from '#core/settings.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { legalText, linkNames, settingsOf } from '../../settings/settings.ts';
import { fromEdgeCache } from '../edge-cache.ts';
import { languageKey, readersLocale } from '../language.ts';
import { Markdown } from './markdown.tsx';
import { answerNote, answerPublic } from './public-page.tsx';
import { publicText } from './public-text.ts';

/** A change makes another key, so this bounds only what lies in the cache. */
const cachedSeconds = 3_600;

export const legalPage = (kind: LegalKind) => (c: Context<AppEnv>) =>
  fromEdgeCache(c, { version: '', query: languageKey(c), seconds: cachedSeconds }, async () => {
    const locale = readersLocale(c, 'ru');
    const shown = legalLocale(await settingsOf(c.env), kind, locale);
    const text = shown === null ? '' : await legalText(c.env, kind, shown);
    if (shown === null || text === '') return answerUnwritten(c, locale);
    const title = linkNames[locale][kind];
    return answerPublic(c, {
      locale,
      title,
      summary: cutText(plainText(text), 200),
      path: legalPaths[kind],
      mainLocale: 'ru',
      style: 'text',
      children: (
        <>
          <h1>{title}</h1>
          {shown !== locale && <p class="note plain">{publicText[locale].otherLanguageOnly}</p>}
          <div class="prose" lang={shown}>
            <Markdown text={text} heading="h2" />
          </div>
        </>
      ),
    });
  });

export const contactsPage = (c: Context<AppEnv>) =>
  fromEdgeCache(c, { version: '', query: languageKey(c), seconds: cachedSeconds }, async () => {
    const locale = readersLocale(c, 'ru');
    const settings = await settingsOf(c.env);
    if (!hasContacts(settings)) return answerUnwritten(c, locale);
    const title = linkNames[locale].contacts;
    return answerPublic(c, {
      locale,
      title,
      summary: settings.brandName[locale],
      path: contactsPath,
      mainLocale: 'ru',
      style: 'text',
      children: <Contacts settings={settings} locale={locale} title={title} />,
    });
  });

function answerUnwritten(c: Context<AppEnv>, locale: Locale) {
  const words = publicText[locale];
  return answerNote(c, locale, 404, {
    title: words.unwritten,
    text: words.unwrittenText,
    href: '/catalogue',
    link: words.allEvents,
  });
}

function Contacts({ settings, locale, title }: { settings: Settings; locale: Locale; title: string }) {
  const words = publicText[locale].contacts;
  const { support, operator } = settings;
  const hours = support.hours[locale];
  return (
    <>
      <h1>{title}</h1>
      <dl class="contacts">
        {support.email !== '' && (
          <Detail name={words.email}>
            <a href={`mailto:${support.email}`}>{support.email}</a>
          </Detail>
        )}
        {support.phone !== '' && (
          <Detail name={words.phone}>
            <a href={`tel:${support.phone.replace(/[^+\d]/g, '')}`}>{support.phone}</a>
          </Detail>
        )}
        {support.link !== '' && (
          <Detail name={words.link}>
            <a href={support.link} rel="noopener">
              {support.link.replace(/^https?:\/\//i, '')}
            </a>
          </Detail>
        )}
        {hours !== '' && <Detail name={words.hours}>{hours}</Detail>}
        {operator.name !== '' && <Detail name={words.operator}>{operator.name}</Detail>}
        {operator.registration !== '' && <Detail name={words.registration}>{operator.registration}</Detail>}
        {operator.address !== '' && <Detail name={words.address}>{operator.address}</Detail>}
      </dl>
    </>
  );
}

function Detail({ name, children }: { name: string; children: string | object }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
