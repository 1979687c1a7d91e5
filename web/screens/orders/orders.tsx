// The orders of all events of an organizer.

import { useLocation } from 'preact-iso';
import type { OrderRow } from '#core/contracts/sales.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Page } from '../../parts/page.tsx';
import { usePages } from '../../parts/pages.tsx';
import { OrderList } from './order-list.tsx';
import { queryOf, searchIn } from './order-search.tsx';

export function Orders() {
  const search = searchIn(useLocation().query);
  const pages = usePages<OrderRow>(`orders ${JSON.stringify(search)}`, (cursor, signal) => {
    const query = { ...queryOf(search), ...(cursor !== null && { cursor }) };
    return read(api.orders.$get({ query }, { init: { signal } }));
  });
  return (
    <Page title={t().orders.title} lead={t().orders.lead}>
      <OrderList pages={pages} search={search} at="/orders" namesEvent />
    </Page>
  );
}
