// The link, the HTML and the QR code a seller copies to its own pages. All HTML of it is built here.

import type { WidgetKit } from '#core/contracts/deals.ts';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';

export function widgetKit(
  env: Env,
  channel: { widgetId: string; eventId: string; dealId: string | null; title: string; language: 'ru' | 'en' },
): WidgetKit {
  const origin = configOf(env).PUBLIC_ORIGIN;
  const url = `${origin}/w/${channel.widgetId}`;
  const words = texts[channel.language];
  const title = escaped(channel.title);
  return {
    widgetId: channel.widgetId,
    eventId: channel.eventId,
    dealId: channel.dealId,
    url,
    // The link inside stands where scripts are forbidden or fail, and search engines follow it.
    embedHtml: [
      `<script async src="${origin}/widget/v1/loader.js"></script>`,
      `<foyer-tickets widget="${channel.widgetId}"><a href="${url}">${words.buy(title)}</a></foyer-tickets>`,
    ].join('\n'),
    iframeHtml: `<iframe src="${url}?embed=frame" title="${words.buy(title)}" loading="lazy" allow="payment" width="100%" height="640" frameborder="0"></iframe>`,
    qrSvgUrl: `${origin}/api/widgets/${channel.widgetId}/qr.svg`,
  };
}

const texts = {
  ru: { buy: (title: string) => `Билеты: ${title}` },
  en: { buy: (title: string) => `Tickets: ${title}` },
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
