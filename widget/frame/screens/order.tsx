// The order's stage, from "finish paying" to its final status. Polls the server until the status is final, and at once
// when the buyer comes back from the payment tab.

import { useEffect } from 'preact/hooks';
import type { OrderStatus, WidgetView } from '#core/contracts/sales.ts';
import { moneyText } from '#core/money-text.ts';
import { assertNever } from '#core/result.ts';
import type { Texts } from '../app.tsx';
import type { Clock } from '../clock.ts';
import { timeOfDay } from '../format.ts';
import { orderTexts } from '../messages/order-texts.ts';
import type { IssuedTicket, Purchase } from '../purchase/purchase.ts';
import type { SavedOrder } from '../purchase/saved-purchase.ts';
import { Banner, ProblemLine } from './banner.tsx';
import { Countdown } from './countdown.tsx';
import { leaving, ownTab } from './own-tab.ts';
import { Paid } from './paid.tsx';
import { TakeAgain } from './take-again.tsx';

type Props = {
  order: SavedOrder;
  status: OrderStatus;
  /** Empty until the server has said that they are issued. */
  tickets: readonly IssuedTicket[];
  view: WidgetView;
  buying: Purchase;
  texts: Texts;
  clock: Clock;
};

// Most payments end within two minutes; after that a slower poll spares the server while the buyer deals with the bank.
const quickMs = 2_000;
const slowMs = 6_000;
const quickForMs = 120_000;

/** How long a free order waits for the press in its letter (docs/buying.md). */
const confirmMinutes = 30;

export function Order(props: Props) {
  const { order, status, buying, texts } = props;
  const { m, locale } = texts;
  const t = orderTexts[locale];
  useOrderPolling(buying);

  const again = (text: string) => (
    <button type="button" class="plain" onClick={() => buying.startAgain()}>
      {text}
    </button>
  );
  const page = (
    <a class="main" href={`/o/${order.orderId}/${order.orderToken}`} {...leaving()}>
      {t.openOrder}
    </a>
  );

  switch (status) {
    case 'open':
    case 'awaiting-payment':
      return order.confirmUntil ? <Unconfirmed {...props} until={order.confirmUntil} /> : <Waiting {...props} />;
    case 'paid':
    case 'partly-refunded':
      return <Paid {...props} />;
    case 'paid-late':
      return (
        <Banner title={t.paidLate} text={t.paidLateText(order.email)} tone="bad" focus>
          {page}
          {again(m.chooseAgain)}
        </Banner>
      );
    case 'refunded':
      return (
        <Banner title={t.refunded} text={t.refundedText} focus>
          {page}
          {again(m.chooseAgain)}
        </Banner>
      );
    case 'cancelled':
      return (
        <Banner title={t.cancelled} text={t.cancelledText} focus>
          {again(m.chooseAgain)}
        </Banner>
      );
    case 'expired':
      return (
        <Banner
          title={order.total.amount === 0 ? t.unconfirmed : t.expired}
          text={order.total.amount === 0 ? t.unconfirmedText : t.expiredText}
          focus
        >
          {order.chosen ? <TakeAgain choice={order.chosen} buying={buying} texts={texts} /> : again(m.chooseAgain)}
        </Banner>
      );
    default:
      return assertNever(status);
  }
}

/** A free order that waits until its buyer confirms it by the link in our letter. */
function Unconfirmed({ order, buying, texts, clock, until }: Props & { until: string }) {
  const t = orderTexts[texts.locale];
  return (
    <Banner title={t.confirm} text={t.confirmText(order.email, timeOfDay(texts.locale, until))} focus>
      <Countdown until={until} wholeMinutes={confirmMinutes} clock={clock} texts={texts} />
      <p class="soft">{t.confirmHint}</p>
      <GiveUp buying={buying} texts={texts} />
    </Banner>
  );
}

function Waiting({ order, view, buying, texts, clock }: Props) {
  const { locale } = texts;
  const t = orderTexts[locale];
  const waiting = ownTab() === null ? t.waiting : t.unpaid;
  const [title, text] =
    order.paymentUrl === null
      ? [t.preparing, t.preparingText]
      : order.declined
        ? [t.declined, t.declinedText]
        : [waiting, t.waitingText];
  return (
    <Banner title={title} text={text} {...(order.declined && { tone: 'bad' })} focus>
      {order.expiresAt !== null && (
        <Countdown until={order.expiresAt} wholeMinutes={view.holdMinutes} clock={clock} texts={texts} />
      )}
      {order.paymentUrl !== null && (
        <a class="main" href={order.paymentUrl} {...leaving()}>
          {(order.declined ? t.payAgain : t.openPayment)(moneyText(locale, order.total))}
        </a>
      )}
      <GiveUp buying={buying} texts={texts} />
    </Banner>
  );
}

function GiveUp({ buying, texts: { m, locale } }: Pick<Props, 'buying' | 'texts'>) {
  const { busy, problem } = buying.state();
  return (
    <>
      <ProblemLine m={m} problem={problem} />
      <button type="button" class="plain" aria-disabled={busy} onClick={() => void buying.cancelOrder()}>
        {orderTexts[locale].cancelOrder}
      </button>
    </>
  );
}

function useOrderPolling(buying: Purchase): void {
  useEffect(() => {
    const since = Date.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    let asking = false;
    const ask = async (): Promise<void> => {
      if (over || asking) return;
      clearTimeout(timer);
      asking = true;
      const more = await buying.askOrder();
      asking = false;
      if (more && !over) timer = setTimeout(ask, Date.now() - since < quickForMs ? quickMs : slowMs);
    };
    const back = () => {
      if (document.visibilityState === 'visible') void ask();
    };
    document.addEventListener('visibilitychange', back);
    void ask();
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', back);
    };
  }, [buying]);
}
