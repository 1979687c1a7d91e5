// Named bugs, each a replacement in a copy of the tree, and the test that must turn red by it. The text to be replaced
// must be there exactly once: a sabotage that no longer fits the code has failed, it is not skipped.

export type Judge = { by: 'simulate' } | { by: 'rules' | 'workerd'; file: string };
export type Sabotage = { name: string; file: string; from: string; to: string; judge: Judge; quick?: true };

const rules = (file: string): Judge => ({ by: 'rules', file });
const workerd = (file: string): Judge => ({ by: 'workerd', file });
const simulate: Judge = { by: 'simulate' };
const sales = 'durable-objects/event-sales';

export const sabotages: Sabotage[] = [
  {
    name: 'a hold without a capacity check',
    file: 'core/stock.ts',
    from: 'if (available < line.quantity)',
    to: 'if (available < -1)',
    judge: rules('core/stock.test.ts'),
    quick: true,
  },
  {
    name: 'capacity off by one',
    file: 'core/stock.ts',
    from: 'const free = type.capacity - type.held',
    to: 'const free = type.capacity + 1 - type.held',
    judge: rules('core/stock.test.ts'),
  },
  {
    name: 'an expiry that leaks its stock',
    file: `${sales}/hold-end.ts`,
    from: '  move(sale.book, endMoves(orderLines(hold), hold.widget_id));\n',
    to: '',
    judge: simulate,
    quick: true,
  },
  {
    name: 'a hold released twice',
    file: `${sales}/holds.ts`,
    from: "if (hold.status === 'placed') endHold",
    to: "if (hold.status !== 'expired') endHold",
    judge: simulate,
  },
  {
    name: 'a late payment sold as if in time',
    file: 'core/orders.ts',
    from: "{ do: 'sell', late: true }",
    to: "{ do: 'sell', late: false }",
    judge: simulate,
    quick: true,
  },
  {
    name: 'a payment settled twice',
    file: 'core/orders.ts',
    from: "  if (order.earlier === 'succeeded') return { do: 'nothing' };\n",
    to: '',
    judge: rules('core/orders.test.ts'),
  },
  {
    name: 'a state that goes back: failed after paid',
    file: 'core/orders.ts',
    from: "if (!undecided || order.earlier === 'failed')",
    to: "if (order.earlier === 'failed')",
    judge: rules('core/orders.test.ts'),
  },
  {
    name: 'a hold that ends without asking the provider',
    file: 'core/orders.ts',
    from: "return hold.hasOpenPayment && !hold.asked ? 'ask-provider' : 'expire';",
    to: "return 'expire';",
    judge: workerd(`${sales}/time.test.ts`),
  },
  {
    name: 'an outbox row deleted when it is sent',
    file: `${sales}/outbox.ts`,
    from: "sale.sql.exec('update outbox set sends = sends + 1, due_at = ? where job_id = ?', dueAt, row.job_id);",
    to: "sale.sql.exec('delete from outbox where job_id = ? and ? > 0', row.job_id, dueAt);",
    judge: simulate,
    quick: true,
  },
  {
    name: 'a fixed interval of sending again',
    file: `${sales}/outbox.ts`,
    from: '2 ** Math.min(row.sends, 10)',
    to: '1',
    judge: workerd(`${sales}/outbox.test.ts`),
  },
  {
    name: 'an alarm not armed again after a failure',
    file: `${sales}/alarm.ts`,
    from: 'this.arm(next === null ? null : Math.max(next, Date.now() + rest));',
    to: 'if (rest === 0) this.arm(next);',
    judge: workerd(`${sales}/outbox.test.ts`),
  },
  {
    name: 'a start that does not arm the alarm',
    file: `${sales}/event-sales.ts`,
    from: `      // The alarm may have died with the process, or have used up its retries.
      this.#outpost.arm(nextWakeMs(this.#book, Date.now()));
`,
    to: '',
    judge: simulate,
  },
  {
    name: 'an answer not kept with its hold',
    file: `${sales}/holds.ts`,
    from: '  answers.remember(question, placed, sale.nowMs + holdAnswerLifeMs);\n',
    to: '',
    judge: simulate,
    quick: true,
  },
  {
    name: 'a key that ignores the body',
    file: `${sales}/answers.ts`,
    from: 'if (kept.fingerprint !== question.fingerprint)',
    to: "if (kept.fingerprint === '')",
    judge: workerd(`${sales}/idempotency.test.ts`),
  },
  {
    name: 'a refusal that is not kept',
    file: `${sales}/orders.ts`,
    from: '    answers.remember(question, JSON.stringify(refusal), null);\n',
    to: '',
    judge: workerd(`${sales}/idempotency.test.ts`),
  },
  {
    name: 'a payment taken without looking at its amount',
    file: `${sales}/payments.ts`,
    from: 'const right = said.amountMinor === order.total_minor && said.currency === order.currency;',
    to: 'const right = true;',
    judge: workerd(`${sales}/time.test.ts`),
  },
  {
    name: 'a webhook taken fifteen minutes later',
    file: 'worker/payments/webhook-signature.ts',
    from: 'const toleranceSeconds = 300;',
    to: 'const toleranceSeconds = 900;',
    judge: workerd('worker/payments/webhook-signature.test.ts'),
  },
  {
    name: 'a cent lost between two shares',
    file: 'core/money.ts',
    from: 'rest: amountMinor - share };',
    to: 'rest: Math.floor((amountMinor * (wholeInBasisPoints - bps)) / wholeInBasisPoints) };',
    judge: rules('core/money.test.ts'),
  },
  {
    name: 'a ticket refunded twice',
    file: 'core/refunds.ts',
    from: "ticket.refundStatus === null || ticket.refundStatus === 'failed'",
    to: "ticket.refundStatus !== 'sent'",
    judge: simulate,
  },
  {
    name: 'a projection without the guard of its number',
    file: 'worker/reports/project.ts',
    from: 'where excluded.seq > orders.seq',
    to: 'where true',
    judge: workerd('worker/test/flows/money.test.ts'),
  },
  {
    name: "a distributor who sees everybody's ledger",
    file: 'worker/reports/statements.ts',
    from: 'side.distributorId === null ? undefined : eq(ledgerEntries.distributorId, side.distributorId)',
    to: 'undefined',
    judge: workerd('worker/test/flows/money.test.ts'),
  },
  {
    name: 'a group that is no transaction',
    file: `${sales}/group-commit.ts`,
    from: 'return this.#storage.transactionSync(() => {',
    to: 'return ((work: () => unknown[]) => work())(() => {',
    judge: workerd(`${sales}/guards.test.ts`),
  },
  {
    name: 'a confirmed refund that goes back to sent',
    file: 'core/refunds.ts',
    from: 'rank[said] > rank[now] ? said : now',
    to: 'said',
    judge: workerd(`${sales}/money.test.ts`),
  },
];
