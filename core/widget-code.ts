// What a seller copies to their own pages: the widget's link and its HTML in two variants, in the look they chose. All HTML
// that we hand out is written here, and whatever comes from people is escaped.

import type { Locale } from './contracts/basics.ts';

export type WidgetLook = {
  theme: 'auto' | 'light' | 'dark';
  /** `auto`: that of the page, else the visitor's. */
  language: 'auto' | Locale;
  /** Of `core/order-source.ts`; empty for none. */
  subId: string;
};

export const plainLook: WidgetLook = { theme: 'auto', language: 'auto', subId: '' };

/** `url` is the widget's link, `https://…/w/wgt_…`; `title` the event's, `locale` the language of the words beside it. */
type Widget = { widgetId: string; url: string; title: string; locale: Locale };

type WidgetCode = { url: string; embedHtml: string; iframeHtml: string };

export function widgetCode({ widgetId, url, title, locale }: Widget, look: WidgetLook): WidgetCode {
  const link = widgetLink(url, look.subId);
  const frame = linkOf(url, { embed: 'frame', ...parametersOf(look) });
  const attributes = Object.entries(parametersOf(look)).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const name = buy[locale](title);
  return {
    url: link,
    // The link inside stands where scripts are forbidden or fail, and search engines follow it.
    embedHtml: [
      `<script async src="${url.slice(0, url.indexOf('/w/'))}/widget/v1/loader.js"></script>`,
      `<foyer-tickets widget="${widgetId}"${attributes.join('')}><a href="${escaped(link)}">${escaped(name)}</a></foyer-tickets>`,
    ].join('\n'),
    iframeHtml: `<iframe src="${escaped(frame)}" title="${escaped(name)}" loading="lazy" allow="payment" width="100%" height="640" frameborder="0"></iframe>`,
  };
}

/** The widget's link, or an address that is made from it; with a sub-id, sales by it are counted under that. */
export function widgetLink(url: string, subId: string): string {
  return linkOf(url, subId === '' ? {} : { sub: subId });
}

/** As the loader's attributes and as the frame's query: both have the same names. */
function parametersOf({ theme, language, subId }: WidgetLook): Record<string, string> {
  return {
    ...(theme !== 'auto' && { theme }),
    ...(language !== 'auto' && { lang: language }),
    ...(subId !== '' && { sub: subId }),
  };
}

function linkOf(url: string, query: Record<string, string>): string {
  const parts = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return parts.length === 0 ? url : `${url}?${parts.join('&')}`;
}

const buy = {
  ru: (title: string) => `Билеты: ${title}`,
  en: (title: string) => `Tickets: ${title}`,
} as const;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
