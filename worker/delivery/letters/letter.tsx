// How a letter looks, once: the same content becomes HTML (tables and inline styles, because mail programs know
// little else) and plain text. Everything of a person arrives as text and is escaped by JSX; nothing here takes
// markup, so a buyer's name cannot phish from our address. Mail programs make links of what looks like an address, so
// every text passes `unlinked`: the button, the contacts of the operator and of the organizer, the operator's pages, and the
// way to end such letters are the only links of a letter.

import { dark, light } from '#core/design-tokens.ts';
import { unlinked } from '#core/link-text.ts';
import { type LetterContent, type LetterFrame, type LetterPicture, type Written, words, writtenForm } from './frame.ts';

export type { LetterContent, LetterFrame } from './frame.ts';

export type Letter = { subject: string; html: string; text: string };

export function letterOf(given: LetterContent, frame: LetterFrame): Letter {
  const content = writtenForm(given, frame);
  return {
    subject: content.subject,
    html: `<!doctype html>${String(<Page content={content} />)}`,
    text: textOf(content),
  };
}

const font = "'Golos Text',-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif";
// A word of a person or an order number may be wider than a phone. Some mail programs know one of these two rules, some
// the other.
const breaks = 'word-break:break-word;overflow-wrap:anywhere;';
const cell = `font-family:${font};padding:0 28px;${breaks}`;
const ink = `color:${light.ink};`;
const soft = `color:${light['ink-soft']};`;

// Mail programs with a dark theme either invert the colors themselves or apply these rules.
const darkRules = `
@media (prefers-color-scheme: dark) {
  .paper { background-color: ${dark.paper} !important; }
  .sheet { background-color: ${dark.surface} !important; }
  .sunk { background-color: ${dark['surface-sunk']} !important; }
  .ink { color: ${dark.ink} !important; }
  .soft { color: ${dark['ink-soft']} !important; }
  .line { border-color: ${dark.line} !important; }
  .sheet { border-top-color: ${dark.accent} !important; }
  .brand { color: ${dark['accent-hover']} !important; }
}`;

function Page({ content }: { content: Written }) {
  return (
    <html lang={content.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{content.subject}</title>
        <style>{darkRules}</style>
      </head>
      <body class="paper" style={`margin:0;padding:0;background-color:${light.paper};`}>
        <div style="display:none;max-height:0;overflow:hidden;">{content.preview}</div>
        <table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border={0}>
          <tr>
            <td align="center" style="padding:24px 12px;">
              <Sheet content={content} />
            </td>
          </tr>
        </table>
      </body>
    </html>
  );
}

function Sheet({ content }: { content: Written }) {
  return (
    <table
      role="presentation"
      class="sheet line"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      border={0}
      style={`max-width:560px;background-color:${light.surface};border:1px solid ${light.line};border-top:4px solid ${light.accent};border-radius:10px;`}
    >
      <tr>
        <td class="brand" style={`${cell}padding-top:24px;font-size:14px;font-weight:700;color:${light.accent};`}>
          {content.frame.logo !== null && <Logo logo={content.frame.logo} />}
          {content.frame.brand}
        </td>
      </tr>
      <tr>
        <td style={`${cell}padding-top:14px;`}>
          <h1 class="ink" style={`margin:0;font-size:24px;line-height:1.25;${ink}`}>
            {content.heading}
          </h1>
        </td>
      </tr>
      {content.paragraphs.map((paragraph) => (
        <tr>
          <td class="ink" style={`${cell}padding-top:12px;font-size:16px;line-height:1.5;${ink}`}>
            {paragraph}
          </td>
        </tr>
      ))}
      {content.event !== null && (
        <tr>
          <td style={`${cell}padding-top:20px;`}>
            <EventBox event={content.event} />
          </td>
        </tr>
      )}
      <Rows words="right" rows={content.tickets} first="20px" />
      <Rows words="left" rows={content.lines} first="16px" />
      <tr>
        <td style={`${cell}padding-top:24px;`}>
          <Button text={content.button.text} url={content.button.url} />
        </td>
      </tr>
      <tr>
        <td class="soft" style={`${cell}padding-top:24px;padding-bottom:26px;font-size:13px;line-height:1.5;${soft}`}>
          {typeof content.reach === 'string' && <p style="margin:0 0 8px;">{content.reach}</p>}
          {content.notes.map((note) => (
            <p style="margin:0 0 8px;">{note}</p>
          ))}
          {content.secondLink !== undefined && (
            <p style="margin:0 0 8px;">
              <a href={content.secondLink.url} class="soft" style={soft}>
                {content.secondLink.text}
              </a>
            </p>
          )}
          <Operator frame={content.frame} />
          {content.frame.neverAgain !== null && (
            <p style="margin:0 0 8px;">
              <a class="soft" href={content.frame.neverAgain} style={soft}>
                {words[content.locale].neverAgain}
              </a>
            </p>
          )}
        </td>
      </tr>
    </table>
  );
}

function Logo({ logo }: { logo: LetterPicture }) {
  return (
    <img
      src={logo.url}
      width={logo.width}
      height={logo.height}
      alt={logo.alt}
      style="display:inline-block;vertical-align:middle;margin-right:10px;border:0;"
    />
  );
}

function Operator({ frame: { support, links } }: { frame: LetterFrame }) {
  return (
    <>
      {support.map((line) => (
        <p style="margin:0 0 8px;">{line}</p>
      ))}
      {links.length > 0 && (
        <p style="margin:0 0 8px;">
          {links.map(({ text, url }, at) => (
            <>
              {at > 0 && ' · '}
              <a href={url} class="soft" style={soft}>
                {text}
              </a>
            </>
          ))}
        </p>
      )}
    </>
  );
}

function EventBox({ event }: { event: NonNullable<LetterContent['event']> }) {
  return (
    <table
      role="presentation"
      class="sunk"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      border={0}
      style={`background-color:${light.paper};border-radius:8px;`}
    >
      {event.face !== undefined && <Face face={event.face} />}
      <tr>
        <td
          class="ink"
          style={`font-family:${font};padding:16px 18px 4px;font-size:18px;line-height:1.3;font-weight:700;${breaks}${ink}`}
        >
          {event.title}
        </td>
      </tr>
      {event.facts.map(([label, value]) => (
        <tr>
          <td class="ink" style={`font-family:${font};padding:6px 18px;font-size:15px;line-height:1.4;${breaks}${ink}`}>
            <span class="soft" style={`font-size:13px;${soft}`}>
              {label}
            </span>
            <br />
            {value}
          </td>
        </tr>
      ))}
      <tr>
        <td style="height:10px;line-height:10px;font-size:0;">&nbsp;</td>
      </tr>
    </table>
  );
}

/**
 * As wide as the sheet without its padding. Some programs heed the attribute, some the style. Without a height, because a
 * program that blocks pictures would leave the area of the picture empty.
 */
const faceWidth = 504;

function Face({ face }: { face: LetterPicture }) {
  return (
    <tr>
      <td style="padding:0;font-size:0;line-height:0;">
        <img
          src={face.url}
          width={faceWidth}
          alt={unlinked(face.alt)}
          style={`display:block;width:100%;max-width:100%;height:auto;border:0;border-radius:8px 8px 0 0;font:14px/1.4 ${font};${soft}`}
        />
      </td>
    </tr>
  );
}

/** `words` is the side with people's words, which may break. The other side is a number or an amount, which may not. */
function Rows({ rows, first, words }: { rows: [string, string][]; first: string; words: 'left' | 'right' }) {
  if (rows.length === 0) return null;
  const side = (align: 'left' | 'right') =>
    `font-family:${font};padding:7px 0;font-size:15px;line-height:1.4;border-bottom:1px solid ${light.line};text-align:${align};${align === words ? breaks : 'word-break:normal;overflow-wrap:normal;white-space:nowrap;'}${ink}`;
  return (
    <tr>
      <td style={`${cell}padding-top:${first};`}>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border={0}>
          {rows.map(([left, right]) => (
            <tr>
              <td class="ink line" style={side('left')}>
                {left}
              </td>
              <td class="ink line" style={`${side('right')}padding-left:12px;`}>
                {right}
              </td>
            </tr>
          ))}
        </table>
      </td>
    </tr>
  );
}

function Button({ text, url }: { text: string; url: string }) {
  return (
    <table role="presentation" cellpadding="0" cellspacing="0" border={0}>
      <tr>
        <td style={`background-color:${light.accent};border-radius:8px;`}>
          <a
            href={url}
            style={`display:inline-block;padding:13px 24px;font-family:${font};font-size:16px;font-weight:700;color:${light['on-accent']};text-decoration:none;`}
          >
            {text}
          </a>
        </td>
      </tr>
    </table>
  );
}

function textOf(content: Written): string {
  const rows = (pairs: [string, string][]) => pairs.map(([left, right]) => `${left} — ${right}`).join('\n');
  return [
    content.heading,
    ...content.paragraphs,
    ...(content.event === null
      ? []
      : [[content.event.title, ...content.event.facts.map(([label, value]) => `${label}: ${value}`)].join('\n')]),
    rows(content.tickets),
    rows(content.lines),
    `${content.button.text}: ${content.button.url}`,
    content.reach ?? '',
    content.notes.join('\n'),
    content.secondLink === undefined ? '' : `${content.secondLink.text}: ${content.secondLink.url}`,
    content.frame.support.join('\n'),
    content.frame.links.map(({ text, url }) => `${text}: ${url}`).join('\n'),
    content.frame.neverAgain === null ? '' : `${words[content.locale].neverAgain}: ${content.frame.neverAgain}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
