// The tickets of an order as they are shown at the door: cards to swipe through, each with its code. Style alone moves
// them, because these pages run no script: the strip snaps, the arrow keys scroll it, and the digits below are links.
// On paper each card is half a sheet.

import encodeQr from 'qr';
import type { TicketStatus } from '#core/contracts/sales.ts';
import { assertNever } from '#core/result.ts';
import type { Messages } from '../messages/messages.ts';
import type { EventLook } from './order-event.tsx';

export type ShownTicket = {
  id: string;
  number: string;
  type: string;
  holder: string;
  status: TicketStatus;
  /** Null of a void ticket: what opens nothing is not shown. */
  code: string | null;
};

type TicketsProps = {
  tickets: readonly ShownTicket[];
  look: EventLook;
  orderNumber: string;
  /** The address of the order. */
  at: string;
  words: Messages;
};

export function Tickets(props: TicketsProps) {
  const { tickets, words } = props;
  const all = tickets.length;
  return (
    <section class="tickets" aria-label={words.order.tickets}>
      <ul class="strip" tabindex={0} aria-label={words.order.swipe}>
        {tickets.map((ticket, index) => (
          <Ticket {...props} ticket={ticket} index={index} />
        ))}
      </ul>
      {all > 1 && (
        <nav class="steps" aria-label={words.order.tickets}>
          {tickets.map((_, index) => (
            <a href={`#${anchor(index)}`} aria-label={words.order.ticketOf(index + 1, all)}>
              {index + 1}
            </a>
          ))}
        </nav>
      )}
      <p class="soft small hint">
        {[all > 1 && words.order.swipe, tickets.some((one) => one.status === 'valid') && words.order.brighter]
          .filter(Boolean)
          .join(' ')}
      </p>
    </section>
  );
}

const anchor = (index: number) => `ticket-${index + 1}`;

function Ticket({
  ticket,
  index,
  tickets,
  look,
  orderNumber,
  at,
  words,
}: TicketsProps & { ticket: ShownTicket; index: number }) {
  return (
    <li id={anchor(index)} class={`pass ${ticket.status}`}>
      <img class="face" src={look.face.url} width={look.face.width} height={look.face.height} alt="" />
      <div class="pass-body">
        <p class="pass-head">
          <span>{words.order.ticketOf(index + 1, tickets.length)}</span>
          <span class={`state ${tones[ticket.status]}`}>{stateOf(ticket.status, words)}</span>
        </p>
        {ticket.code === null ? (
          <p class="no-code">{words.order.voidText}</p>
        ) : (
          <Code code={ticket.code} label={words.order.codeOf(ticket.number)} />
        )}
        <p class="pass-who">
          <strong class="number">{ticket.number}</strong>
          <span>{ticket.type}</span>
          <span class="soft">{ticket.holder}</span>
        </p>
        {ticket.code !== null && ticket.status === 'valid' && (
          <p class="pass-save small">
            <a href={`${at}/tickets/${ticket.id}.png`} aria-label={words.order.asPictureOf(ticket.number)}>
              {words.order.asPicture}
            </a>
          </p>
        )}
        <p class="pass-event">
          <strong>{look.title}</strong>
          <span>
            <span class="when">{look.when}</span>
            {look.where}
          </span>
          <span class="soft on-paper">
            {words.order.number(orderNumber)}
            <br />
            {words.order.organizer(look.organizer)}
          </span>
        </p>
      </div>
    </li>
  );
}

const tones: Record<TicketStatus, string> = { valid: 'good', activated: 'warn', void: 'bad' };

function stateOf(status: TicketStatus, { order }: Messages): string {
  switch (status) {
    case 'valid':
      return order.valid;
    case 'activated':
      return order.activated;
    case 'void':
      return order.void;
    default:
      return assertNever(status);
  }
}

/** Always dark on white, with the quiet zone of four cells that readers ask for. */
function Code({ code, label }: { code: string; label: string }) {
  const cells = encodeQr(code, 'raw', { ecc: 'medium', border: 4 });
  return (
    <svg class="code" role="img" aria-label={label} viewBox={`0 0 ${cells.length} ${cells.length}`}>
      <path d={cells.map(rowPath).join('')} />
    </svg>
  );
}

/** The dark cells of a row, joined: a third of the shapes. */
function rowPath(row: readonly boolean[], y: number): string {
  let path = '';
  let start = -1;
  for (const [x, dark] of [...row, false].entries()) {
    if (dark && start < 0) start = x;
    if (dark || start < 0) continue;
    path += `M${start} ${y}h${x - start}v1h${start - x}z`;
    start = -1;
  }
  return path;
}
