// What a seller copies to their own pages: the link, the HTML and the QR code.

import type { WidgetKit } from '#core/contracts/deals.ts';
import { plainLook, widgetCode } from '#core/widget-code.ts';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';

export function widgetKit(
  env: Env,
  channel: { widgetId: string; eventId: string; dealId: string | null; title: string; language: 'ru' | 'en' },
): WidgetKit {
  const { widgetId, eventId, dealId, title, language } = channel;
  const origin = configOf(env).PUBLIC_ORIGIN;
  const code = widgetCode({ widgetId, url: `${origin}/w/${widgetId}`, title, locale: language }, plainLook);
  return { widgetId, eventId, dealId, title, language, ...code, qrSvgUrl: `${origin}/api/widgets/${widgetId}/qr.svg` };
}
