// Orders as a table: on a phone the columns that fit, the rest under the name. A row opens the order beside the list;
// chosen rows are worked on together.

import type { OrderRow } from '#core/contracts/sales.ts';
import { titleIn } from '#core/event-text.ts';
import { money, rowTime } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Badge } from '../../parts/page.tsx';

type Props = {
  orders: readonly OrderRow[];
  /** Whether the orders are of several events, so that each names its own. */
  namesEvent: boolean;
  chosen: ReadonlySet<string>;
  onChoose: (orderIds: ReadonlySet<string>) => void;
  onOpen: (order: OrderRow) => void;
};

export function OrderTable({ orders, namesEvent, chosen, onChoose, onOpen }: Props) {
  const text = t().orders;
  const choosable = orders.filter(hasTickets);
  const all = choosable.length > 0 && choosable.every((order) => chosen.has(order.orderId));
  return (
    <table class="orders">
      <thead>
        <tr>
          <th class="choice">
            <input
              type="checkbox"
              aria-label={text.chooseAll}
              checked={all}
              disabled={choosable.length === 0}
              onChange={() => onChoose(new Set(all ? [] : choosable.map((order) => order.orderId)))}
            />
          </th>
          <th>{text.buyer}</th>
          {namesEvent && <th class="wide-only">{text.event}</th>}
          <th class="wide-only">{text.number}</th>
          <th class="wide-only">{text.when}</th>
          <th class="wide-only">{text.through}</th>
          <th class="amount wide-only">{text.tickets}</th>
          <th class="amount">{text.total}</th>
          <th class="wide-only">{text.status}</th>
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => (
          <tr key={order.orderId}>
            <td class="choice">
              <input
                type="checkbox"
                aria-label={text.choose(order.number)}
                checked={chosen.has(order.orderId)}
                disabled={!hasTickets(order)}
                onChange={(e) => onChoose(toggled(chosen, order.orderId, e.currentTarget.checked))}
              />
            </td>
            <td>
              <button
                type="button"
                class="row-opener"
                aria-label={text.open(order.number, order.buyer.name)}
                onClick={() => onOpen(order)}
              >
                {order.buyer.name}
              </button>
              <span class="soft">{order.buyer.email}</span>
              <span class="soft narrow-only">
                {t().common.order(order.number)} · {rowTime(order.createdAt, order.event.timeZone)}
              </span>
              {namesEvent && <span class="soft narrow-only">{titleIn(order.event, locale.value)}</span>}
            </td>
            {namesEvent && <td class="wide-only">{titleIn(order.event, locale.value)}</td>}
            <td class="wide-only number">{order.number}</td>
            <td class="wide-only">{rowTime(order.createdAt, order.event.timeZone)}</td>
            <td class="wide-only">{order.distributorName ?? text.own}</td>
            <td class="amount wide-only">{order.ticketIds.length}</td>
            <td class="amount">
              <span class="sum">{money(order.total)}</span>
              {order.refunded.amount > 0 && <span class="soft">−{money(order.refunded)}</span>}
              <span class="narrow-only">
                <OrderBadge order={order} />
              </span>
            </td>
            <td class="wide-only">
              <OrderBadge order={order} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function OrderBadge({ order: { status } }: { order: OrderRow }) {
  return <Badge tone={toneOf(status)}>{t().orderStatus[status]}</Badge>;
}

/** Tickets can be mailed of what is paid and not wholly refunded. */
export function hasTickets({ status }: OrderRow): boolean {
  return status === 'paid' || status === 'partly-refunded';
}

function toneOf(status: OrderRow['status']): 'good' | 'warn' | 'bad' | 'plain' {
  if (status === 'paid') return 'good';
  if (status === 'paid-late' || status === 'partly-refunded' || status === 'awaiting-payment') return 'warn';
  return 'plain';
}

function toggled(chosen: ReadonlySet<string>, id: string, isChosen: boolean): ReadonlySet<string> {
  const next = new Set(chosen);
  if (isChosen) next.add(id);
  else next.delete(id);
  return next;
}
