// All orders of the platform. A row leads to the order among those of its event, where everything is done with it.

import { useLocation } from 'preact-iso';
import type { OrderRow } from '#core/contracts/sales.ts';
import { titleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { money, rowTime } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Page } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { OrderBadge } from '../orders/order-table.tsx';
import { AdminSearch } from './admin-search.tsx';

const statuses = [
  'awaiting-payment',
  'paid',
  'paid-late',
  'partly-refunded',
  'refunded',
  'cancelled',
  'expired',
] as const;

export function AdminOrders(_screen: ScreenProps) {
  const { query } = useLocation();
  const status = statuses.find((one) => one === query.status);
  const words = { q: query.q ?? '', status: status ?? '' };
  const pages = usePages<OrderRow>(`admin orders ${JSON.stringify(words)}`, (cursor, signal) =>
    read(
      api.admin.orders.$get(
        {
          query: {
            ...(words.q === '' ? {} : { q: words.q }),
            ...(status === undefined ? {} : { status }),
            ...(cursor === null ? {} : { cursor }),
          },
        },
        { init: { signal } },
      ),
    ),
  );
  const text = t().everything;
  return (
    <Page title={text.orders} lead={text.ordersLead}>
      <AdminSearch
        key={JSON.stringify(words)}
        at="/admin/orders"
        words={words}
        hint={text.ordersHint}
        states={statuses.map((value) => ({ value, label: t().orderStatus[value] }))}
      />
      <Loaded load={pages.load}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? <Empty title={text.noOrders} text={text.tryOther} /> : <Orders orders={items} />}
            {next !== null && <MoreButton pages={pages} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Orders({ orders }: { orders: readonly OrderRow[] }) {
  const text = t().orders;
  return (
    <table class="orders">
      <caption class="unseen">{t().everything.orders}</caption>
      <thead>
        <tr>
          <th scope="col">{text.number}</th>
          <th scope="col" class="wide-only">
            {text.buyer}
          </th>
          <th scope="col" class="wide-only">
            {text.event}
          </th>
          <th scope="col" class="wide-only">
            {text.when}
          </th>
          <th scope="col" class="amount">
            {text.total}
          </th>
          <th scope="col" class="wide-only">
            {text.status}
          </th>
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => (
          <tr key={order.orderId}>
            <td>
              <a class="row-title row-link" href={`/my-events/${order.event.id}/orders?q=${order.number}`}>
                {order.number}
              </a>
              <span class="soft narrow-only">{order.buyer.email}</span>
              <span class="soft narrow-only">{titleIn(order.event, locale.value)}</span>
            </td>
            <td class="wide-only">
              {order.buyer.name}
              <span class="soft">{order.buyer.email}</span>
            </td>
            <td class="wide-only">{titleIn(order.event, locale.value)}</td>
            <td class="wide-only">{rowTime(order.createdAt, order.event.timeZone)}</td>
            <td class="amount">
              <span class="sum">{money(order.total)}</span>
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
