// The tickets of a paid order, one beside the other to swipe through, each with the code that the door reads. A code is
// asked for when its ticket is about to be seen, with the order's token, which stays in the purchase.

import { useEffect, useRef, useState } from 'preact/hooks';
import encodeQr from 'qr';
import type { WidgetView } from '#core/contracts/sales.ts';
import { shownTexts } from '#core/event-text.ts';
import { cardText } from '#core/when.ts';
import type { Texts } from '../app.tsx';
import { orderTexts } from '../messages/order-texts.ts';
import type { IssuedTicket, Purchase } from '../purchase/purchase.ts';
import { EventFace } from './event-face.tsx';

type Props = { tickets: readonly IssuedTicket[]; buying: Purchase; view: WidgetView; texts: Texts };

export function Tickets({ tickets, buying, view, texts }: Props) {
  const { locale } = texts;
  const t = orderTexts[locale];
  const strip = useRef<HTMLUListElement>(null);
  const [seen, setSeen] = useState(0);
  const valid = tickets.filter(({ status }) => status !== 'void');

  function scrolled(list: HTMLUListElement): void {
    const each = list.scrollWidth / valid.length;
    setSeen(Math.min(valid.length - 1, Math.round(Math.abs(list.scrollLeft) / each)));
  }
  function show(index: number): void {
    strip.current?.children[index]?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }

  return (
    <>
      <ul
        class="tickets"
        ref={strip}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no finger to swipe scrolls it by the arrow keys
        tabIndex={0}
        aria-label={t.tickets}
        onScroll={(moved) => scrolled(moved.currentTarget)}
      >
        {valid.map((ticket, index) => (
          <li key={ticket.id}>
            <EventFace event={view.event} shape="wide" />
            <div>
              <span class="soft">{t.ticketOf(index + 1, valid.length)}</span>
              <b dir="auto">{typeNameOf(ticket, view, locale)}</b>
              <span class="number">{ticket.number}</span>
              <span class="soft">
                {cardText(locale, view.event.startsAt, view.event.timeZone)}
                <br />
                {shownTexts(view.event, locale).venue.name}
              </span>
            </div>
            <Code ticket={ticket} wanted={Math.abs(index - seen) <= 1} buying={buying} locale={locale} />
          </li>
        ))}
      </ul>
      {valid.length > 1 && (
        <p class="dots">
          {valid.map((ticket, index) => (
            <button
              key={ticket.id}
              type="button"
              aria-label={t.ticketOf(index + 1, valid.length)}
              aria-current={index === seen}
              onClick={() => show(index)}
            />
          ))}
        </p>
      )}
    </>
  );
}

type CodeProps = { ticket: IssuedTicket; wanted: boolean; buying: Purchase; locale: 'ru' | 'en' };

function Code({ ticket, wanted, buying, locale }: CodeProps) {
  const t = orderTexts[locale];
  const [code, setCode] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!wanted || code !== null) return;
    void buying.ticketCode(ticket.id).then((found) => {
      setCode(found);
      setFailed(found === null);
    });
  }, [wanted, code, buying, ticket.id]);
  if (code === null) return <p class="code">{failed && t.codeLater}</p>;
  const cells = encodeQr(code, 'raw', { ecc: 'medium', border: 2 });
  return (
    <svg class="code" viewBox={`0 0 ${cells.length} ${cells.length}`} role="img" aria-label={t.code(ticket.number)}>
      <path d={pathOf(cells)} />
    </svg>
  );
}

/** The dark cells as one path, a stroke for each run in a row. */
function pathOf(cells: readonly (readonly boolean[])[]): string {
  return cells.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
}

function typeNameOf(ticket: IssuedTicket, view: WidgetView, locale: 'ru' | 'en'): string {
  const type = view.ticketTypes.find(({ id }) => id === ticket.ticketTypeId);
  return type?.translations[locale] ?? ticket.ticketTypeName;
}
