// The page of an order: its status in words and what to do next, its tickets, and the event.

import type { Locale, Money } from '#core/contracts/basics.ts';
import type { OrderView } from '#core/contracts/sales.ts';
import { moneyText } from '#core/money-text.ts';
import { isUndecided } from '#core/orders.ts';
import { assertNever } from '#core/result.ts';
import { clockText } from '#core/when.ts';
import { type Messages, messagesOf } from '../messages/messages.ts';
import { EventCard, lookOf, Organizer, WhenAndWhere, type WhomToAsk } from './order-event.tsx';
import { type ShownTicket, Tickets } from './order-tickets.tsx';

type OrderPageProps = {
  order: OrderView;
  tickets: readonly ShownTicket[];
  ask: WhomToAsk;
  locale: Locale;
  /** `?lang=…` for links, or nothing. */
  lang: string;
  sent: 'now' | 'too-often' | null;
  /** This browser came by the letter that asks to confirm the order. */
  canConfirm: boolean;
  nowMs: number;
};

export function OrderPage({ order, tickets, ask, locale, lang, sent, canConfirm, nowMs }: OrderPageProps) {
  const words = messagesOf(locale);
  const { event } = order;
  const at = `/o/${order.orderId}`;
  const look = lookOf(event, locale);
  const { eventCancelled: title, eventCancelledText: text } = words.order;
  const status: StatusBannerProps =
    event.status === 'cancelled'
      ? { tone: 'bad', title, text }
      : statusBannerOf({ order, locale, words, canConfirm, nowMs });
  const usable = tickets.some((ticket) => ticket.status === 'valid');
  return (
    <>
      <StatusBanner {...status} number={words.order.number(order.number)} />
      <div class="columns">
        <div>
          {tickets.length === 0 ? (
            <EventCard look={look} />
          ) : (
            <Tickets tickets={tickets} look={look} orderNumber={order.number} at={at} words={words} />
          )}
          {isUndecided(order.status) && (
            <div class="order-actions">
              {order.confirmation === null ? (
                <Unpaid order={order} locale={locale} words={words} at={at} lang={lang} />
              ) : canConfirm ? (
                <Confirm words={words} at={at} lang={lang} />
              ) : null}
              <GiveUp words={words} at={at} lang={lang} />
            </div>
          )}
          {usable && <Keep order={order} words={words} at={at} lang={lang} sent={sent} />}
        </div>
        <div>
          <WhenAndWhere order={order} locale={locale} words={words} going={usable} nowMs={nowMs} />
          <Lines order={order} locale={locale} words={words} />
          <Organizer order={order} locale={locale} words={words} ask={ask} />
        </div>
      </div>
    </>
  );
}

type Parts = { order: OrderView; locale: Locale; words: Messages };

type StatusBannerProps = { tone: 'good' | 'warn' | 'bad' | 'plain'; title: string; text: string; more?: string | null };

/** Good news needs no frame: the tickets follow at once. */
function StatusBanner({ tone, title, text, more, number }: StatusBannerProps & { number: string }) {
  return (
    <div class={tone === 'good' ? 'order-status' : `order-status note ${tone}`} role="status">
      <h1>{title}</h1>
      <p class={tone === 'good' ? 'soft' : undefined}>{text}</p>
      {more ? <p>{more}</p> : null}
      <p class="small order-number">{number}</p>
    </div>
  );
}

function statusBannerOf({
  order,
  locale,
  words,
  canConfirm,
  nowMs,
}: Parts & { canConfirm: boolean; nowMs: number }): StatusBannerProps {
  const { status } = words;
  switch (order.status) {
    case 'open':
    case 'awaiting-payment': {
      if (order.confirmation !== null) {
        const until = clockText(locale, Date.parse(order.confirmation.until), order.event.timeZone);
        const text = canConfirm ? status.confirmText(until) : status.confirmInLetterText(order.buyer.email, until);
        return { tone: 'warn', title: canConfirm ? status.confirm : status.confirmInLetter, text };
      }
      const untilMs = Date.parse(order.expiresAt ?? order.createdAt);
      const minutes = Math.max(0, Math.ceil((untilMs - nowMs) / 60_000));
      const text = status.awaitingText(clockText(locale, untilMs, order.event.timeZone), minutes);
      const more = order.payment === null ? status.providerDown : order.paymentDeclined ? status.declined : null;
      return { tone: order.paymentDeclined ? 'bad' : 'warn', title: status.awaiting, text, more };
    }
    case 'paid':
      return {
        tone: 'good',
        title: order.total.amount === 0 ? status.free : status.paid,
        text: status.paidText(order.buyer.email),
        more: order.paidLate ? status.paidLateText : null,
      };
    case 'paid-late':
      return { tone: 'bad', title: status.tooLate, text: status.tooLateText };
    case 'expired':
      if (order.total.amount === 0) return { tone: 'plain', title: status.unconfirmed, text: status.unconfirmedText };
      return { tone: 'plain', title: status.expired, text: status.expiredText };
    case 'cancelled':
      return { tone: 'plain', title: status.cancelled, text: status.cancelledText };
    case 'refunded':
      return { tone: 'plain', title: status.refunded, text: status.refundedText };
    case 'partly-refunded':
      return { tone: 'plain', title: status.partlyRefunded, text: status.partlyRefundedText(order.buyer.email) };
    default:
      return assertNever(order.status);
  }
}

type Where = { at: string; lang: string };

function Unpaid({ order, locale, words, at, lang }: Parts & Where) {
  return (
    <p>
      {order.payment === null ? (
        <a class="button main wide" href={`${at}${lang}`}>
          {words.order.lookAgain}
        </a>
      ) : (
        <a class="button main wide" href={order.payment.url}>
          {words.order.pay(moneyText(locale, order.total))}
        </a>
      )}
    </p>
  );
}

/** A form and not a link, because programs that inspect letters open every link. */
function Confirm({ words, at, lang }: { words: Messages } & Where) {
  return (
    <form method="post" action={`${at}/confirm${lang}`}>
      <button class="button main wide" type="submit">
        {words.order.confirm}
      </button>
    </form>
  );
}

function GiveUp({ words, at, lang }: { words: Messages } & Where) {
  return (
    <details>
      <summary>{words.order.cancel}</summary>
      <p>{words.order.cancelWarning}</p>
      <form method="post" action={`${at}/cancel${lang}`}>
        <button class="button" type="submit">
          {words.order.cancelYes}
        </button>
      </form>
    </details>
  );
}

type KeepProps = { order: OrderView; words: Messages; sent: OrderPageProps['sent'] } & Where;

/** The tickets as a file and as a letter. */
function Keep({ order, words, at, lang, sent }: KeepProps) {
  return (
    <div class="order-actions">
      <a class="button main" href={`${at}/tickets.pdf`}>
        {words.order.allAsPdf}
      </a>
      <form method="post" action={`${at}/send${lang}`}>
        <button class="button" type="submit">
          {words.order.sendAgain}
        </button>
      </form>
      {sent === null ? null : (
        <p class="small" role="status">
          {sent === 'now' ? words.order.sent(order.buyer.email) : words.order.sentTooOften}
        </p>
      )}
    </div>
  );
}

function Lines({ order, locale, words }: Parts) {
  return (
    <section>
      <h2>{words.order.lines}</h2>
      <table>
        <tbody>
          {order.lines.map((line) => (
            <>
              <Row
                name={`${line.translations[locale] ?? line.name} × ${line.quantity}`}
                amount={timesPrice(line.price, line.quantity)}
                locale={locale}
              />
              {line.discount.amount === 0 ? null : (
                <Row name={words.order.discount} amount={line.discount} locale={locale} minus />
              )}
              {line.serviceFee.amount === 0 ? null : (
                <Row name={words.order.serviceFee} amount={line.serviceFee} locale={locale} />
              )}
            </>
          ))}
          <tr class="total">
            <th scope="row">{words.order.total}</th>
            <td>{order.total.amount === 0 ? words.order.free : moneyText(locale, order.total)}</td>
          </tr>
          {order.refunded.amount === 0 ? null : (
            <Row name={words.order.refunded} amount={order.refunded} locale={locale} />
          )}
        </tbody>
      </table>
    </section>
  );
}

function Row({ name, amount, locale, minus }: { name: string; amount: Money; locale: Locale; minus?: boolean }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {minus ? '−' : ''}
        {moneyText(locale, amount)}
      </td>
    </tr>
  );
}

function timesPrice(price: Money, quantity: number): Money {
  return { amount: price.amount * quantity, currency: price.currency };
}
