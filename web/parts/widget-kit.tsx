// What a seller puts on their own pages and posters: the link, the HTML in two variants, the QR code.

import type { WidgetKit } from '#core/contracts/deals.ts';
import { t } from '../language.ts';
import { CopyRow } from './copy-row.tsx';

export function WidgetKitView({ kit }: { kit: WidgetKit }) {
  const text = t().widget;
  const qr = sameOriginPath(kit.qrSvgUrl);
  return (
    <div class="kit">
      <div>
        <CopyRow label={text.link} hint={text.linkHint} text={kit.url} action={text.copyLink} />
        <p class="copy-row">
          <a href={kit.url} target="_blank" rel="noopener">
            {text.open}
          </a>
        </p>
        <CopyRow label={text.embed} hint={text.embedHint} text={kit.embedHtml} action={text.copyEmbed} rows={4} />
        <CopyRow label={text.iframe} hint={text.iframeHint} text={kit.iframeHtml} action={text.copyIframe} rows={4} />
      </div>
      <figure class="qr">
        <figcaption>{text.qr}</figcaption>
        <img src={qr} alt={text.qrAlt} width={220} height={220} />
        <p class="hint">{text.qrHint}</p>
        <a class="button plain" href={qr} download={`foyer-${kit.widgetId}.svg`}>
          {text.download}
        </a>
      </figure>
    </div>
  );
}

/**
 * The kit names the server by its public origin. Where the dashboard is opened under another name of the same server (a
 * preview, 127.0.0.1), only the path finds the picture, and only that is allowed by the CSP.
 */
function sameOriginPath(url: string): string {
  try {
    const { pathname, search } = new URL(url, location.origin);
    return `${pathname}${search}`;
  } catch {
    return url;
  }
}
