// The list of orders with everything that is done from it: search, opening one beside the list, refunds, and work on
// several at once.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { OrderRow } from '#core/contracts/sales.ts';
import { money } from '../../format.ts';
import { t } from '../../language.ts';
import { MoreButton, type Pages } from '../../parts/pages.tsx';
import { Done, Empty, Loaded } from '../../parts/states.tsx';
import { OrderPanel } from './order-panel.tsx';
import { isNarrowed, OrderSearch, type Search } from './order-search.tsx';
import { OrderTable } from './order-table.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { SendChosen } from './send-chosen.tsx';

type Props = {
  pages: Pages<OrderRow>;
  search: Search;
  /** The address of the list without a search. */
  at: string;
  namesEvent: boolean;
  children?: ComponentChildren;
};

export function OrderList({ pages, search, at, namesEvent, children }: Props) {
  const text = t().orders;
  const [opened, open] = useState<OrderRow | null>(null);
  const [refunding, refund] = useState<OrderRow | null>(null);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [sent, setSent] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState<string | null>(null);
  const items = pages.load.data?.items ?? [];
  return (
    <>
      <Done text={done} />
      <OrderSearch key={JSON.stringify(search)} at={at} search={search} />
      {children}
      <SendChosen
        chosen={items.filter((order) => chosen.has(order.orderId))}
        onSent={(orderId) => choose((before) => new Set([...before].filter((one) => one !== orderId)))}
      />
      <Loaded load={pages.load}>
        {({ items: orders, next }) => (
          <>
            {orders.length > 0 ? (
              <OrderTable orders={orders} namesEvent={namesEvent} chosen={chosen} onChoose={choose} onOpen={open} />
            ) : isNarrowed(search) ? (
              <Empty title={text.notFound} text={text.notFoundText} />
            ) : (
              <Empty title={text.empty} text={text.emptyText} />
            )}
            {next !== null && <MoreButton pages={pages} />}
          </>
        )}
      </Loaded>
      {opened !== null && refunding === null && (
        <OrderPanel
          order={opened}
          sent={sent.has(opened.orderId)}
          onSent={() => setSent((before) => new Set([...before, opened.orderId]))}
          onRefund={() => refund(opened)}
          onClose={() => open(null)}
        />
      )}
      {refunding !== null && (
        <RefundDialog
          order={refunding}
          onClose={() => refund(null)}
          onDone={(amount) => {
            refund(null);
            open(null);
            setDone(text.refundDone(money(amount)));
            pages.load.retry();
          }}
        />
      )}
    </>
  );
}
