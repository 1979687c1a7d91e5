// What a seller puts on their own pages and posters: the link, the HTML in two variants, the QR code; in the look they
// choose, which a live preview shows, and with a sub-id by which they will know the place in their results.

import { useState } from 'preact/hooks';
import type { WidgetKit } from '#core/contracts/deals.ts';
import { subIdTyped } from '#core/order-source.ts';
import { plainLook, type WidgetLook, widgetCode, widgetLink } from '#core/widget-code.ts';
import { locale, t } from '../language.ts';
import { Choice, TextField } from './controls.tsx';
import { CopyRow } from './copy-row.tsx';

export function WidgetKitView({ kit }: { kit: WidgetKit }) {
  const [look, setLook] = useState(plainLook);
  const text = t().widget;
  const code = widgetCode({ ...kit, locale: kit.language }, look);
  const qr = widgetLink(sameOriginPath(kit.qrSvgUrl), look.subId);
  return (
    <>
      <LookFields look={look} onLook={setLook} />
      <div class="kit">
        <div>
          <CopyRow label={text.link} hint={text.linkHint} text={code.url} action={text.copyLink} />
          <p class="copy-row">
            <a href={code.url} target="_blank" rel="noopener">
              {text.open}
            </a>
          </p>
          <CopyRow label={text.embed} hint={text.embedHint} text={code.embedHtml} action={text.copyEmbed} rows={4} />
          <CopyRow
            label={text.iframe}
            hint={text.iframeHint}
            text={code.iframeHtml}
            action={text.copyIframe}
            rows={4}
          />
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
      <Preview kit={kit} look={look} />
    </>
  );
}

type LookProps = { look: WidgetLook; onLook: (look: WidgetLook) => void };

function LookFields({ look, onLook }: LookProps) {
  const text = t().widget;
  const [typed, setTyped] = useState(look.subId);
  const { subId } = look;
  return (
    <div class="look">
      <Choice
        name="theme"
        error={undefined}
        label={text.theme}
        value={look.theme}
        onValue={(value) => onLook({ ...look, theme: value === 'dark' || value === 'light' ? value : 'auto' })}
        options={[
          { value: 'auto', label: text.themes.auto },
          { value: 'light', label: text.themes.light },
          { value: 'dark', label: text.themes.dark },
        ]}
      />
      <Choice
        name="language"
        error={undefined}
        label={text.language}
        value={look.language}
        onValue={(value) => onLook({ ...look, language: value === 'ru' || value === 'en' ? value : 'auto' })}
        options={[
          { value: 'auto', label: text.languages.auto },
          { value: 'ru', label: 'Русский' },
          { value: 'en', label: 'English' },
        ]}
      />
      <TextField
        name="subId"
        error={undefined}
        label={text.subId}
        hint={typed.trim() !== subId && subId !== '' ? text.subIdWritten(subId) : text.subIdHint}
        value={typed}
        maxLength={60}
        optional
        onValue={(value) => {
          setTyped(value);
          onLook({ ...look, subId: subIdTyped(value) });
        }}
      />
    </div>
  );
}

/** The widget itself, asked for when somebody wants to see it. It sells; a look here is not counted. */
function Preview({ kit, look }: { kit: WidgetKit; look: WidgetLook }) {
  const [isOpen, setOpen] = useState(false);
  const text = t().widget;
  const lang = look.language === 'auto' ? locale.value : look.language;
  const query = new URLSearchParams({ embed: 'frame', preview: '1', lang, theme: look.theme });
  return (
    <details class="fold" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{text.preview}</summary>
      <p class="hint">{text.previewHint}</p>
      {isOpen && (
        <iframe
          class="widget-preview"
          title={text.preview}
          src={`/w/${kit.widgetId}?${query}`}
          width="100%"
          height="640"
        />
      )}
    </details>
  );
}

/**
 * The kit names the server by its public origin. Where the dashboard is opened under another name of the same server (a
 * preview, 127.0.0.1), only the path finds the picture, and only that is allowed by the CSP.
 */
function sameOriginPath(url: string): string {
  try {
    return new URL(url, location.origin).pathname;
  } catch {
    return url;
  }
}
