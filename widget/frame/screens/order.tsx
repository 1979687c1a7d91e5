// An order from "finish paying" to its end. Asks the server how it stands until it is decided, at once when the
// buyer comes back from the payment's tab.

import { useEffect } from 'preact/hooks';
import type { OrderStatus } from '#core/contracts/sales.ts';
import { assertNever } from '#core/result.ts';
import type { Words } from '../app.tsx';
import type { Clock } from '../clock.ts';
import { money, timeOfDay } from '../format/format.ts';
import type { KeptOrder } from '../kept/kept.ts';
import { orderTexts } from '../messages/order-texts.ts';
import type { Purchase } from '../purchase/purchase.ts';
import { Countdown } from './countdown.tsx';
import { Notice, ProblemLine } from './notice.tsx';
import { isWholePage, leaving } from './whole-page.ts';

type Props = { order: KeptOrder; status: OrderStatus; buying: Purchase; words: Words; clock: Clock };

// Most payments end within a minute or two; after that the buyer is reading a bank's message somewhere.
const quickMs = 2_000;
const slowMs = 6_000;
const quickForMs = 120_000;

export function Order(props: Props) {
  const { order, status, buying, words } = props;
  const { m, locale } = words;
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
      return (
        <Notice title={t.paid} text={t.paidText(order.quantity, order.email)} tone="good" focus>
          {page}
          <p class="soft">{t.paidHint}</p>
          {again(t.buyMore)}
        </Notice>
      );
    case 'paid-late':
      return (
        <Notice title={t.paidLate} text={t.paidLateText(order.email)} tone="bad" focus>
          {page}
          {again(m.chooseAgain)}
        </Notice>
      );
    case 'refunded':
      return (
        <Notice title={t.refunded} text={t.refundedText} focus>
          {page}
          {again(m.chooseAgain)}
        </Notice>
      );
    case 'cancelled':
      return (
        <Notice title={t.cancelled} text={t.cancelledText} focus>
          {again(m.chooseAgain)}
        </Notice>
      );
    case 'expired':
      return (
        <Notice
          title={order.total.amount === 0 ? t.unconfirmed : t.expired}
          text={order.total.amount === 0 ? t.unconfirmedText : t.expiredText}
          focus
        >
          {again(m.chooseAgain)}
        </Notice>
      );
    default:
      return assertNever(status);
  }
}

/** A free order that its buyer confirms by the letter we sent him. */
function Unconfirmed({ order, buying, words, clock, until }: Props & { until: string }) {
  const t = orderTexts[words.locale];
  return (
    <Notice title={t.confirm} text={t.confirmText(order.email, timeOfDay(words.locale, until))} focus>
      <Countdown until={until} clock={clock} words={words} />
      <p class="soft">{t.confirmHint}</p>
      <GiveUp buying={buying} words={words} />
    </Notice>
  );
}

function Waiting({ order, buying, words, clock }: Props) {
  const { locale } = words;
  const t = orderTexts[locale];
  const waiting = isWholePage() ? t.unpaid : t.waiting;
  const [title, text] =
    order.paymentUrl === null
      ? [t.preparing, t.preparingText]
      : order.declined
        ? [t.declined, t.declinedText]
        : [waiting, t.waitingText];
  return (
    <Notice title={title} text={text} {...(order.declined && { tone: 'bad' })} focus>
      {order.expiresAt !== null && <Countdown until={order.expiresAt} clock={clock} words={words} />}
      {order.paymentUrl !== null && (
        <a class="main" href={order.paymentUrl} {...leaving()}>
          {(order.declined ? t.payAgain : t.openPayment)(money(locale, order.total))}
        </a>
      )}
      <GiveUp buying={buying} words={words} />
    </Notice>
  );
}

function GiveUp({ buying, words: { m, locale } }: Pick<Props, 'buying' | 'words'>) {
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
