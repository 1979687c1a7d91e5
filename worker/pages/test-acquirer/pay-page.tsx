// The test acquirer's pay page. It names seller, event and amount again, because the page that led here is not ours and
// may have shown others.

import type { Locale } from '#core/contracts/basics.ts';
import { Money } from '#core/contracts/basics.ts';
import { moneyText } from '#core/money-text.ts';
import { assertNever } from '#core/result.ts';
import { type PayablePayment, testCards } from '../../../durable-objects/test-acquirer/test-acquirer.ts';
import { type Messages, messagesOf } from '../messages/messages.ts';

export type CardProblem = 'notATestCard' | 'badExpiry' | 'badCvc';
export type CardFields = { number: string; expiry: string; cvc: string };
type PayPageProps = {
  payment: PayablePayment;
  locale: Locale;
  lang: string;
  unclear: boolean;
  /** True when the card of the attempt before was declined. */
  declined: boolean;
  problem: CardProblem | null;
  fields: CardFields;
};

export function PayPage({ payment, locale, lang, unclear, declined, problem, fields }: PayPageProps) {
  const words = messagesOf(locale);
  const total = moneyText(locale, Money.parse({ amount: payment.amountMinor, currency: payment.currency }));
  return (
    <>
      <h1>{words.pay.title}</h1>
      <section class="note warn">
        <h2>{words.pay.test}</h2>
        <p>{words.pay.testText}</p>
      </section>
      <section>
        <table>
          <tbody>
            <Detail name={words.pay.seller} value={payment.seller} />
            <Detail name={words.pay.event} value={payment.title} />
            <tr class="total">
              <th scope="row">{words.pay.amount}</th>
              <td>{total}</td>
            </tr>
          </tbody>
        </table>
      </section>
      {unclear ? (
        <Outcome tone="bad" title={words.pay.unclear} text={words.pay.unclearText} words={words} payment={payment} />
      ) : (
        <PaymentStatus payment={payment} words={words} lang={lang}>
          {declined && problem === null ? (
            <section class="note bad" role="alert">
              <h2>{words.pay.failed}</h2>
              <p>{words.pay.failedText}</p>
            </section>
          ) : null}
          <CardForm payment={payment} words={words} lang={lang} total={total} problem={problem} fields={fields} />
        </PaymentStatus>
      )}
    </>
  );
}

function Detail({ name, value }: { name: string; value: string }) {
  return (
    <tr>
      <th scope="row" class="soft">
        {name}
      </th>
      <td class="wraps">{value}</td>
    </tr>
  );
}

type PaymentStatusProps = { payment: PayablePayment; words: Messages; lang: string; children?: unknown };

function PaymentStatus({ payment, words, lang, children }: PaymentStatusProps) {
  const { pay } = words;
  switch (payment.status) {
    case 'open':
      return <>{children}</>;
    case 'succeeded':
      return <Outcome tone="good" title={pay.done} text={pay.doneText} words={words} payment={payment} />;
    case 'processing':
      return <Outcome tone="warn" title={pay.processing} text={pay.processingText} words={words} payment={payment} />;
    case 'failed':
      return (
        <Outcome tone="bad" title={pay.failed} text={pay.failedText} words={words} payment={payment}>
          <form method="post" action={`/pay/test/${payment.paymentId}${lang}`}>
            <button class="button main" type="submit">
              {pay.another}
            </button>
          </form>
        </Outcome>
      );
    case 'cancelled':
      return <Outcome tone="plain" title={pay.cancelled} text={pay.cancelledText} words={words} payment={payment} />;
    default:
      return assertNever(payment.status);
  }
}

type OutcomeProps = {
  tone: string;
  title: string;
  text: string;
  words: Messages;
  payment: PayablePayment;
  /** What to do next, before the way to the order. */
  children?: unknown;
};

function Outcome({ tone, title, text, words, payment, children }: OutcomeProps) {
  return (
    <section class={`note ${tone}`} role="status">
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
      <p>
        <a class={children === undefined ? 'button main' : 'button'} href={payment.returnUrl}>
          {words.pay.toOrder}
        </a>
      </p>
    </section>
  );
}

type CardFormProps = Omit<PayPageProps, 'locale' | 'unclear' | 'declined'> & { words: Messages; total: string };

function CardForm({ payment, words, lang, total, problem, fields }: CardFormProps) {
  const { pay } = words;
  return (
    <section>
      <form method="post" action={`/pay/test/${payment.paymentId}${lang}`}>
        {problem === null ? null : (
          <p class="note bad" role="alert" id="problem">
            {pay[problem]}
          </p>
        )}
        <label>
          {pay.number}
          <input
            name="number"
            value={fields.number}
            placeholder="4242 4242 4242 4242"
            inputmode="numeric"
            autocomplete="off"
            list="test-cards"
            maxlength={30}
            required
            aria-invalid={problem === 'notATestCard' ? 'true' : undefined}
          />
        </label>
        <datalist id="test-cards">
          {testCards.map((card) => (
            <option value={grouped(card.number)}>{pay.card[card.behaviour]}</option>
          ))}
        </datalist>
        <div class="pair">
          <label>
            {pay.expiry}
            <input
              name="expiry"
              value={fields.expiry}
              placeholder="12/30"
              inputmode="numeric"
              autocomplete="off"
              maxlength={7}
              required
              aria-invalid={problem === 'badExpiry' ? 'true' : undefined}
            />
          </label>
          <label>
            {pay.cvc}
            <input
              name="cvc"
              value={fields.cvc}
              placeholder="123"
              inputmode="numeric"
              autocomplete="off"
              maxlength={4}
              required
              aria-invalid={problem === 'badCvc' ? 'true' : undefined}
            />
          </label>
        </div>
        <button class="button main wide" type="submit">
          {pay.submit(total)}
        </button>
      </form>
      <h2 class="cards">{pay.cards}</h2>
      <p class="soft small">{pay.cardsText}</p>
      <ul class="small">
        {testCards.map((card) => (
          <li>
            <span class="number">{grouped(card.number)}</span>: {pay.card[card.behaviour]}
          </li>
        ))}
      </ul>
    </section>
  );
}

function grouped(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, '$1 ');
}
