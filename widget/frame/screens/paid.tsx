// The end of a purchase: the tickets with their codes, and what a buyer does with them next.

import { useEffect, useState } from 'preact/hooks';
import type { WidgetView } from '#core/contracts/sales.ts';
import { titleIn } from '#core/event-text.ts';
import type { Texts } from '../app.tsx';
import { orderTexts } from '../messages/order-texts.ts';
import type { IssuedTicket, Purchase } from '../purchase/purchase.ts';
import type { SavedOrder } from '../purchase/saved-purchase.ts';
import { Heading } from './banner.tsx';
import { leaving, ownTab } from './own-tab.ts';

type Props = { order: SavedOrder; tickets: readonly IssuedTicket[]; view: WidgetView; buying: Purchase; texts: Texts };

export function Paid({ order, tickets, view, buying, texts }: Props) {
  const { locale } = texts;
  const t = orderTexts[locale];
  const hasCodes = tickets.some(({ status }) => status !== 'void');
  const Tickets = useTickets();
  return (
    <section class="paid">
      <svg class="done" viewBox="0 0 24 24" aria-hidden="true">
        <path d="m5 13 4.5 4.5L19 7" />
      </svg>
      <Heading focus>{t.paid}</Heading>
      <p class="soft">
        {t.paidText(order.quantity, order.email)} {hasCodes && t.showFromHere}
      </p>
      {hasCodes && Tickets && <Tickets tickets={tickets} buying={buying} view={view} texts={texts} />}
      <a class="main wide" href={`/o/${order.orderId}/${order.orderToken}`} {...leaving()}>
        {t.openOrder}
      </a>
      <div class="actions">
        <a class="second" href={`/e/${view.event.id}/calendar.ics?lang=${locale}`} download="">
          {t.calendar}
        </a>
        {ownTab() !== null && <Share event={view.event} locale={locale} />}
      </div>
      <p class="soft">{t.paidHint}</p>
      <button type="button" class="plain" onClick={() => buying.startAgain()}>
        {t.buyMore}
      </button>
    </section>
  );
}

/** What draws codes is as heavy as all the rest of a purchase, so it is loaded when there is one to draw. */
function useTickets(): typeof import('./tickets.tsx').Tickets | null {
  const [part, setPart] = useState<typeof import('./tickets.tsx') | null>(null);
  useEffect(() => {
    // Without it the order's page has the codes.
    import('./tickets.tsx').then(setPart, () => {});
  }, []);
  return part?.Tickets ?? null;
}

/** Sends the event to a friend by the phone's own sheet, or copies its link where there is none. */
function Share({ event, locale }: { event: WidgetView['event']; locale: 'ru' | 'en' }) {
  const t = orderTexts[locale];
  const [copied, setCopied] = useState(false);
  async function share(): Promise<void> {
    const url = `${location.origin}/e/${event.id}`;
    try {
      if (navigator.share) return await navigator.share({ title: titleIn(event, locale), url });
      await navigator.clipboard.writeText(url);
      setCopied(true);
    } catch {
      // Closed by the person, or forbidden by the browser: the page's own address is there to copy.
    }
  }
  return (
    <button type="button" class="second" onClick={() => void share()}>
      <span role="status">{copied ? t.copied : t.share}</span>
    </button>
  );
}
