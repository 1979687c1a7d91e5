// Where the test acquirer takes cards. The payment's id is the right to pay it. Paying for somebody else does no harm,
// so no session is needed. A payment is charged once, however often the form is sent. After a declined card the next
// attempt is another payment of the order; for the buyer it is the same page.

import { type Context, Hono } from 'hono';
import type { PayablePayment } from '../../../durable-objects/test-acquirer/test-acquirer.ts';
import { nextPayment } from '../../buying/buying.ts';
import { callTestAcquirer } from '../../event-object/event-object.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { readText } from '../../http/read-json.ts';
import { Refusal } from '../../http/refusal.ts';
import { eventIdOf } from '../../ids/ids.ts';
import { providerNamed } from '../../payments/payments.ts';
import { langQuery, languageOf, otherLanguageOf } from '../language.ts';
import { messagesOf } from '../messages/messages.ts';
import { answerPage } from '../page.tsx';
import { answerProblem } from '../problem-page.tsx';
import { type CardFields, type CardProblem, PayPage } from './pay-page.tsx';

const maxFormBytes = 2_000;
const noFields: CardFields = { number: '', expiry: '', cvc: '' };

export const payPages = new Hono<AppEnv>()
  .get('/:paymentId', async (c) => {
    const { payment } = await paymentOf(c);
    return show(c, payment, { declined: c.req.query('declined') !== undefined }, 200);
  })
  .post('/:paymentId', async (c) => {
    const { payment, eventId } = await paymentOf(c);
    if (payment.status === 'failed') return offerAnother(c, payment);
    const fields = await cardFields(c);
    const problem = problemOf(fields, Date.now());
    if (payment.status === 'open' && problem !== null) return show(c, payment, { problem, fields }, 422);
    const paid = await answering(() =>
      callTestAcquirer(c.env, eventId, (acquirer) => acquirer.pay(payment.paymentId, fields.number)),
    );
    if (!paid.ok) {
      if (paid.code === 'not-found') throw new Refusal('not-found');
      return show(c, payment, { problem: 'notATestCard', fields }, 422);
    }
    const { payment: after, unclear } = paid.value;
    if (unclear) return show(c, after, { unclear }, 500);
    if (after.status === 'failed') return offerAnother(c, after);
    const isDone = after.status === 'succeeded' || after.status === 'processing';
    return c.redirect(isDone ? after.returnUrl : `/pay/test/${after.paymentId}${langQuery(c)}`, 303);
  });
payPages.onError(answerProblem);

/** Redirects to the next payment of the same order, or to the order when it waits for none. */
async function offerAnother(
  c: Context<AppEnv>,
  { paymentId, reference, returnUrl }: PayablePayment,
): Promise<Response> {
  const next = await answering(() => nextPayment(c.env, reference, { provider: 'test', paymentId, returnUrl }));
  if (next === null) return c.redirect(returnUrl, 303);
  const url = new URL(next);
  url.searchParams.set('declined', '');
  const lang = c.req.query('lang');
  if (lang !== undefined) url.searchParams.set('lang', lang);
  return c.redirect(`${url.pathname}${url.search}`, 303);
}

async function paymentOf(c: Context<AppEnv>): Promise<{ payment: PayablePayment; eventId: string }> {
  const paymentId = c.req.param('paymentId') ?? '';
  const eventId = eventIdOf(c.env, 'pay', paymentId);
  if (eventId === null || providerNamed(c.env, 'test') === null) throw new Refusal('not-found');
  const payment = await answering(() => callTestAcquirer(c.env, eventId, (acquirer) => acquirer.payable(paymentId)));
  if (payment === null) throw new Refusal('not-found');
  return { payment, eventId };
}

// The acquirer's object does not respond, so the page asks the buyer to try again instead of reporting a bug.
async function answering<Value>(ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch {
    throw new Refusal('busy');
  }
}

type Shown = { problem?: CardProblem; fields?: CardFields; unclear?: boolean; declined?: boolean };

function show(c: Context<AppEnv>, payment: PayablePayment, shown: Shown, status: 200 | 422 | 500) {
  const locale = languageOf(c, payment.locale);
  const page = (
    <PayPage
      payment={payment}
      locale={locale}
      lang={langQuery(c)}
      unclear={shown.unclear ?? false}
      declined={shown.declined ?? false}
      problem={shown.problem ?? null}
      // The typed number is never shown again, because it might be a real one.
      fields={{ ...(shown.fields ?? noFields), number: '', cvc: '' }}
    />
  );
  const title = messagesOf(locale).pay.title;
  return answerPage(c, { locale, title, otherLanguage: otherLanguageOf(locale), children: page }, status);
}

async function cardFields(c: Context<AppEnv>): Promise<CardFields> {
  const type = c.req.header('content-type') ?? '';
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) return noFields;
  const form = new URLSearchParams(await readText(c.req.raw, maxFormBytes));
  return { number: form.get('number') ?? '', expiry: form.get('expiry') ?? '', cvc: form.get('cvc') ?? '' };
}

function problemOf({ expiry, cvc }: CardFields, nowMs: number): CardProblem | null {
  const [, month, year] = /^\s*(\d{1,2})\s*\/?\s*(?:20)?(\d{2})\s*$/.exec(expiry) ?? [];
  // The first instant after the card's last month.
  const endMs = Date.UTC(2000 + Number(year), Number(month), 1);
  if (month === undefined || Number(month) < 1 || Number(month) > 12 || endMs <= nowMs) return 'badExpiry';
  return /^\s*\d{3,4}\s*$/.test(cvc) ? null : 'badCvc';
}
