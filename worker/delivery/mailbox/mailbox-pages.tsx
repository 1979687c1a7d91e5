// The two pages of the development mailbox. Developers read them, so they are in English and Russian side by side.

import { tokensCss } from '#core/design-tokens.ts';
import type { Envelope, StoredMessage } from '../mail/local-sender.ts';

const style = `
${tokensCss()}* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px 40px; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 860px; margin: 0 auto; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 4px; overflow-wrap: anywhere; }
p { margin: 0 0 16px; } a { color: var(--accent); } .soft { color: var(--ink-soft); }
ul { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); overflow: hidden; }
li + li { border-top: 1px solid var(--line); }
li a { display: block; padding: 12px 16px; color: inherit; text-decoration: none; overflow-wrap: anywhere; } li a:hover { background: var(--paper); }
li strong { display: block; } li span { color: var(--ink-soft); font-size: .875rem; }
input, button { font: inherit; padding: 8px 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); color: inherit; }
form { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: 20px; }
iframe { width: 100%; height: 820px; border: 1px solid var(--line); border-radius: 10px; background: #fff; }
.files { display: flex; flex-wrap: wrap; gap: 12px; }`;

function Frame({ title, children }: { title: string; children: unknown }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style>{style}</style>
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>
  );
}

export function ListPage({ letters, to }: { letters: Envelope[]; to: string }) {
  return (
    <Frame title="Mailbox · Почта">
      <h1>Mailbox · Почта</h1>
      <p class="soft">
        Letters of this development server; nothing was really sent. · Письма этого сервера разработки; на самом деле
        ничего не отправлено.
      </p>
      <form method="get" action="/dev/mailbox">
        <label for="to">To · Кому</label>
        <input id="to" name="to" type="search" value={to} />
        <button type="submit">Show · Показать</button>
      </form>
      {letters.length === 0 ? (
        <p>No letters yet: buy a ticket and look again. · Писем пока нет: купите билет и загляните снова.</p>
      ) : (
        <ul>
          {letters.map((one) => (
            <li>
              <a href={`/dev/mailbox/${one.id}`}>
                <strong>{one.subject}</strong>
                <span>
                  {one.to} · {one.at.replace('T', ' ').slice(0, 19)} UTC
                  {one.attachments > 0 ? ` · ${one.attachments} files · вложений: ${one.attachments}` : ''}
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Frame>
  );
}

export function LetterPage({ letter }: { letter: StoredMessage }) {
  const path = `/dev/mailbox/${letter.id}`;
  return (
    <Frame title={letter.subject}>
      <p>
        <a href="/dev/mailbox">← All letters · Все письма</a>
      </p>
      <h1>{letter.subject}</h1>
      <p class="soft">
        {letter.from} → {letter.to.name} &lt;{letter.to.address}&gt; · {letter.at}
      </p>
      <p class="files">
        {letter.attachments.map((one, n) => (
          <a href={`${path}/attachments/${n}`}>{one.name}</a>
        ))}
        <a href={`${path}/raw`}>MIME</a>
        <a href={`${path}.json`}>JSON</a>
      </p>
      <iframe
        title="The letter · Письмо"
        src={`${path}/html`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      ></iframe>
    </Frame>
  );
}
