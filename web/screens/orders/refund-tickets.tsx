// The choice of an order's tickets to refund: each as it is printed, with its state and what was paid for it.

import type { OrderTicket } from '#core/contracts/sales.ts';
import { soldTypeName } from '#core/event-text.ts';
import { money } from '../../format.ts';
import { locale, t } from '../../language.ts';

/** A ticket that was refunded, or is being refunded, cannot be chosen; one whose refund failed can. */
export function isRefundable({ refundStatus }: OrderTicket): boolean {
  return refundStatus === null || refundStatus === 'failed';
}

type Props = {
  tickets: readonly OrderTicket[];
  chosen: readonly OrderTicket[];
  onChoose: (ticketIds: readonly string[]) => void;
};

export function RefundTickets({ tickets, chosen, onChoose }: Props) {
  const text = t().orders;
  const open = tickets.filter(isRefundable);
  const ids = chosen.map((ticket) => ticket.id);
  if (tickets.length === 1) {
    return (
      <ul class="plain-list">
        {tickets.map((ticket) => (
          <li key={ticket.id} class="split">
            <TicketLine ticket={ticket} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <fieldset class="radios">
      <legend>{text.refundWhich}</legend>
      {open.length > 1 && (
        <label class="check">
          <input
            type="checkbox"
            checked={chosen.length === open.length}
            onChange={(e) => onChoose(e.currentTarget.checked ? open.map((ticket) => ticket.id) : [])}
          />
          {text.refundWhole}
        </label>
      )}
      {tickets.map((ticket) => (
        <label class="check" key={ticket.id}>
          <input
            type="checkbox"
            checked={ids.includes(ticket.id)}
            disabled={!isRefundable(ticket)}
            onChange={(e) =>
              onChoose(e.currentTarget.checked ? [...ids, ticket.id] : ids.filter((one) => one !== ticket.id))
            }
          />
          <TicketLine ticket={ticket} />
        </label>
      ))}
    </fieldset>
  );
}

function TicketLine({ ticket }: { ticket: OrderTicket }) {
  return (
    <span class="ticket-line">
      <span>
        {t().orders.ticketNumber(ticket.number)}
        <br />
        <span class="soft">
          {soldTypeName(ticket, locale.value)} · {ticketStateText(ticket)}
        </span>
      </span>
      <span>{money(ticket.paid)}</span>
    </span>
  );
}

export function ticketStateText({ status, refundStatus }: OrderTicket): string {
  const text = t().orders;
  return refundStatus === null ? text.ticketState[status] : text.refundState[refundStatus];
}
