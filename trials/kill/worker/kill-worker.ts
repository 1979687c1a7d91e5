// The product's Worker with one class exchanged: the acquirer forwards to one that lives in another process, has
// records of its own and is never killed, as a real acquirer would not be.

import { DurableObject } from 'cloudflare:workers';
import type { CreatePayment, RefundPayment } from '../../../durable-objects/test-acquirer/rpc.ts';
import type { TestAcquirerCalls } from '../../../durable-objects/test-acquirer/test-acquirer.ts';
import product from '../../../worker/main.ts';

export * from '../../../worker/main.ts';
export default product;

type KillEnv = Cloudflare.Env & { OUTSIDE_ACQUIRER: string };
type ResultOf<Name extends keyof TestAcquirerCalls> = Awaited<ReturnType<TestAcquirerCalls[Name]>>;

export class TestAcquirer extends DurableObject<KillEnv> implements TestAcquirerCalls {
  // Methods and not fields, because RPC reaches only what is on the class.
  createPayment(request: CreatePayment) {
    return this.#ask('createPayment', request);
  }
  payment(paymentId: string) {
    return this.#ask('payment', paymentId);
  }
  /** The one acquirer has the records of all events. */
  async payments(afterPaymentId: string | null) {
    const { payments, next } = await this.#ask('payments', afterPaymentId);
    const key = this.ctx.id.name?.slice('evt_'.length);
    return { payments: payments.filter((one) => one.reference.split('_')[1] === key), next };
  }
  payable(paymentId: string) {
    return this.#ask('payable', paymentId);
  }
  pay(paymentId: string, cardNumber: string) {
    return this.#ask('pay', paymentId, cardNumber);
  }
  cancelPayment(paymentId: string) {
    return this.#ask('cancelPayment', paymentId);
  }
  refundPayment(request: RefundPayment) {
    return this.#ask('refundPayment', request);
  }
  breakDownUntil(untilMs: number) {
    return this.#ask('breakDownUntil', untilMs);
  }
  // It has neither timers nor an alarm.
  async tellTime() {}

  async #ask<Name extends keyof TestAcquirerCalls>(
    name: Name,
    ...given: Parameters<TestAcquirerCalls[Name]>
  ): Promise<ResultOf<Name>> {
    const response = await fetch(`${this.env.OUTSIDE_ACQUIRER}/calls/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(given),
    });
    if (!response.ok) throw new Error(`the acquirer answered ${response.status}`);
    // The other end returns what the interface says; the product parses it again.
    return (await response.json()) as ResultOf<Name>;
  }
}
