// The page of an order: its status in words, what to do next, and the tickets.

import type { Locale, Money } from '#core/contracts/basics.ts';
import type { OrderView } from '#core/contracts/sales.ts';
import { placeText, shownTexts, typeNameIn } from '#core/event-text.ts';
import { isUndecided } from '#core/orders.ts';
import { assertNever } from '#core/result.ts';
import { clockText, spanText, zoneText } from '#core/when.ts';
import { moneyText } from '../format.ts';
import { type Messages, messagesOf } from '../messages/messages.ts';

type OrderPageProps = {
  order: OrderView;
  locale: Locale;
  /** `?lang=…` for links, or nothing. */
  lang: string;
  sent: 'now' | 'too-often' | null;
  /** This browser came by the letter that asks to confirm the order. */
  canConfirm: boolean;
  nowMs: number;
};

export function OrderPage({ order, locale, lang, sent, canConfirm, nowMs }: OrderPageProps) {
  const words = messagesOf(locale);
  const { event } = order;
  const { title, venue } = shownTexts(event, locale);
  const at = `/o/${order.orderId}`;
  const when = spanText(locale, event);
  return (
    <>
      <h1>{title}</h1>
      <p>
        {when.date}, {when.time} <span class="soft">{zoneText(locale, event.startsAt, event.timeZone)}</span>
        <br />
        {placeText(venue)}
      </p>
      <p class="soft small">
        {words.order.organizer(event.organizerName)}
        {event.ageRating === null ? null : `, ${event.ageRating}`}
      </p>
      {event.status === 'cancelled' ? (
        <Note tone="bad" title={words.order.eventCancelled} text={words.order.eventCancelledText} />
      ) : null}
      <Standing order={order} locale={locale} words={words} canConfirm={canConfirm} nowMs={nowMs} />
      {isUndecided(order.status) ? (
        <section>
          {order.confirmation === null ? (
            <Unpaid order={order} locale={locale} words={words} at={at} lang={lang} />
          ) : canConfirm ? (
            <Confirm words={words} at={at} lang={lang} />
          ) : null}
          <GiveUp words={words} at={at} lang={lang} />
        </section>
      ) : null}
      <Tickets order={order} locale={locale} words={words} at={at} lang={lang} sent={sent} />
      <Lines order={order} locale={locale} words={words} />
      <footer class="soft small">{words.order.number(order.number)}</footer>
    </>
  );
}

type Parts = { order: OrderView; locale: Locale; words: Messages };

function Note({ tone, title, text, more }: { tone: string; title: string; text: string; more?: string | null }) {
  return (
    <section class={`note ${tone}`} role="status">
      <h2>{title}</h2>
      <p>{text}</p>
      {more ? <p>{more}</p> : null}
    </section>
  );
}

function Standing({ order, locale, words, canConfirm, nowMs }: Parts & { canConfirm: boolean; nowMs: number }) {
  const { status } = words;
  switch (order.status) {
    case 'open':
    case 'awaiting-payment': {
      if (order.confirmation !== null) {
        const until = clockText(locale, Date.parse(order.confirmation.until), order.event.timeZone);
        const text = canConfirm ? status.confirmText(until) : status.confirmInLetterText(order.buyer.email, until);
        return <Note tone="warn" title={canConfirm ? status.confirm : status.confirmInLetter} text={text} />;
      }
      const untilMs = Date.parse(order.expiresAt ?? order.createdAt);
      const minutes = Math.max(0, Math.ceil((untilMs - nowMs) / 60_000));
      const text = status.awaitingText(clockText(locale, untilMs, order.event.timeZone), minutes);
      return (
        <Note
          tone="warn"
          title={status.awaiting}
          text={text}
          more={order.payment === null ? status.providerDown : order.paymentDeclined ? status.declined : null}
        />
      );
    }
    case 'paid':
      return (
        <Note
          tone="good"
          title={order.total.amount === 0 ? status.free : status.paid}
          text={status.paidText(order.buyer.email)}
          more={order.paidLate ? status.paidLateText : null}
        />
      );
    case 'paid-late':
      return <Note tone="bad" title={status.tooLate} text={status.tooLateText} />;
    case 'expired':
      if (order.total.amount === 0)
        return <Note tone="plain" title={status.unconfirmed} text={status.unconfirmedText} />;
      return <Note tone="plain" title={status.expired} text={status.expiredText} />;
    case 'cancelled':
      return <Note tone="plain" title={status.cancelled} text={status.cancelledText} />;
    case 'refunded':
      return <Note tone="plain" title={status.refunded} text={status.refundedText} />;
    case 'partly-refunded':
      return <Note tone="plain" title={status.partlyRefunded} text={status.partlyRefundedText(order.buyer.email)} />;
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

type TicketsProps = Parts & { at: string; lang: string; sent: OrderPageProps['sent'] };

function Tickets({ order, locale, words, at, lang, sent }: TicketsProps) {
  if (order.tickets.length === 0) return null;
  const usable = order.tickets.some((ticket) => ticket.status !== 'void');
  return (
    <section>
      <h2>{words.order.tickets}</h2>
      <ul class="tickets">
        {order.tickets.map((ticket) => (
          <li>
            <span>
              {typeNameIn(order, ticket, locale)} <span class="number soft">{ticket.number}</span>
            </span>
            {ticket.status === 'void' ? (
              <span class="soft">{words.order.void}</span>
            ) : (
              <a href={`${at}/tickets/${ticket.id}.png`} aria-label={words.order.asPictureOf(ticket.number)}>
                {ticket.status === 'activated' ? words.order.activated : words.order.asPicture}
              </a>
            )}
          </li>
        ))}
      </ul>
      {usable ? (
        <div class="actions">
          <a class="button main" href={`${at}/tickets.pdf`}>
            {words.order.allAsPdf}
          </a>
          <form method="post" action={`${at}/send${lang}`}>
            <button class="button" type="submit">
              {words.order.sendAgain}
            </button>
          </form>
        </div>
      ) : null}
      {sent === null ? null : (
        <p class="small" role="status">
          {sent === 'now' ? words.order.sent(order.buyer.email) : words.order.sentTooOften}
        </p>
      )}
    </section>
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
