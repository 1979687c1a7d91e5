// One purchase from the choice of tickets to the issued tickets, without any drawing. The idempotency key of every call
// that takes effect is made here and saved before the call is sent: after a lost response, also after a reload, the same
// key goes out again. Only one call is under way at a time, so a double click places one order.

import type {
  HoldProof,
  OrderStatus,
  OrderView,
  PlacedHold,
  ProofTask,
  PurchaseRequest,
} from '#core/contracts/sales.ts';
import type { ErrorCode } from '#core/errors.ts';
import { isUndecided } from '#core/orders.ts';
import type { OrderChange } from '../../protocol.ts';
import type { Api, ApiResult, HoldLine } from '../api.ts';
import type { Clock } from '../clock.ts';
import { placeHoldWithProof } from './hold-with-proof.ts';
import { isUncertain, retryWhileUncertain } from './retry.ts';
import type { Choice, PendingCall, PurchaseStore, SavedOrder, SavedPurchase } from './saved-purchase.ts';

export type Problem = { code: ErrorCode | 'no-answer'; fields: string[] };

export type IssuedTicket = OrderView['tickets'][number];

export type Stage =
  | { at: 'choose' }
  | { at: 'details'; hold: PlacedHold }
  | { at: 'order'; order: SavedOrder; status: OrderStatus; tickets?: IssuedTicket[] }
  /** `chosen` are the tickets whose hold ended: the same ones can be asked for again. */
  | { at: 'time-up'; chosen: Choice };

type PurchaseState = {
  stage: Stage;
  busy: boolean;
  problem: Problem | null;
  /** A call whose answer never came: the same one must go out again before anything in it may change. */
  unanswered: boolean;
  /** The server has asked for a proof, and it is being made. */
  proving?: boolean;
  /** What was asked for last, so that the choice is there again after a refusal or on the way back. */
  chosen: Choice | null;
};

type Environment = {
  api: Api;
  store: PurchaseStore;
  clock: Clock;
  newKey: () => string;
  wait: (ms: number) => Promise<void>;
  /** Called after every change of `state()`: the screens draw again. */
  changed: () => void;
  /** Tells the publisher's page about a placed or paid order. */
  tellHost: (change: OrderChange) => void;
  /** Null: the proof could not be made. */
  prove: (task: ProofTask) => Promise<HoldProof | null>;
};

export class Purchase {
  readonly #env: Environment;
  #state: PurchaseState;

  /** Starts where the saved purchase of this tab stands; `resume()` then repeats a call without a response. */
  constructor(env: Environment) {
    this.#env = env;
    const saved = env.store.read();
    this.#state = { ...this.#stateOf(saved), busy: false, problem: null, chosen: choiceIn(saved) };
  }

  state(): PurchaseState {
    return this.#state;
  }

  /** Goes on where a reload interrupted: sends the pending call again with its key. */
  async resume(): Promise<void> {
    const { sending } = this.#env.store.read();
    if (sending) await this.#send(sending);
  }

  async placeHold(lines: HoldLine[], promoCode?: string): Promise<void> {
    if (this.#state.busy) return;
    this.#show({ chosen: { lines, promoCode } });
    const { sending } = this.#env.store.read();
    const same = sending?.what === 'hold' && sending.promoCode === promoCode && isSame(sending.lines, lines);
    if (same) return this.#send(sending);
    // Another choice after a lost response: that hold may exist, and its tickets must go back to the other buyers.
    if (sending?.what === 'hold') void this.#releaseUncertain(sending);
    return this.#send({ what: 'hold', key: this.#env.newKey(), lines, promoCode });
  }

  /** Places the order. Answers the payment page's address, or null when there is nothing to pay (yet, or at all). */
  async order(body: PurchaseRequest): Promise<string | null> {
    const { stage, busy } = this.#state;
    if (stage.at !== 'details' || busy) return null;
    const { sending } = this.#env.store.read();
    const again = sending?.what === 'order' ? sending : null;
    await this.#send(again ?? { what: 'order', key: this.#env.newKey(), hold: stage.hold, body });
    return this.#env.store.read().order?.paymentUrl ?? null;
  }

  /** Back to the choice; the hold is released. */
  async changeTickets(): Promise<void> {
    const { stage, busy } = this.#state;
    if (busy || stage.at !== 'details') return;
    this.#save({}, { problem: null });
    await this.#env.api.releaseHold(stage.hold.holdId);
  }

  /** The countdown reached zero. A pending order call is never dropped: it may have been placed in time. */
  timeUp(): void {
    const { stage, busy, unanswered } = this.#state;
    if (stage.at !== 'details' || busy || unanswered) return;
    // The ended hold stays saved: after a reload too, the same tickets are offered again.
    const chosen = choiceOf(stage.hold, this.#env.store.read().promoCode);
    this.#show({ stage: { at: 'time-up', chosen }, problem: null });
  }

  /** Asks the server for the order's status; true while it is worth asking again. */
  async askOrder(): Promise<boolean> {
    const { stage } = this.#state;
    if (stage.at !== 'order') return false;
    const result = await this.#env.api.orderView(stage.order.orderId, stage.order.orderToken);
    const now = this.#state.stage;
    // The buyer may have started another purchase while the response was on its way.
    if (now.at !== 'order' || now.order.orderId !== stage.order.orderId) return false;
    if (!result.ok) {
      this.#show({ problem: { code: result.code, fields: [] } });
      return result.code !== 'not-found';
    }
    const { status, payment, expiresAt, paymentDeclined: declined, confirmation, tickets } = result.value;
    const paymentUrl = payment?.url ?? null;
    const confirmUntil = confirmation?.until ?? null;
    const order = { ...stage.order, paymentUrl, expiresAt, declined, confirmUntil };
    this.#env.store.write({ order });
    this.#show({ stage: { at: 'order', order, status, tickets }, problem: null });
    if (status === 'paid' && isUndecided(stage.status)) this.#tellHost('paid', order);
    return isUndecided(status);
  }

  /** The code that the door reads from a ticket of this order; null when it cannot be had now. */
  async ticketCode(ticketId: string): Promise<string | null> {
    const { stage } = this.#state;
    if (stage.at !== 'order') return null;
    const { orderToken } = stage.order;
    const result = await retryWhileUncertain(() => this.#env.api.ticket(ticketId, orderToken), this.#env.wait);
    return result.ok ? result.value.code : null;
  }

  async cancelOrder(): Promise<void> {
    const { stage, busy } = this.#state;
    if (stage.at !== 'order' || busy) return;
    const { orderId, orderToken } = stage.order;
    this.#show({ busy: true, problem: null });
    const result = await retryWhileUncertain(() => this.#env.api.cancelOrder(orderId, orderToken), this.#env.wait);
    this.#show({ busy: false });
    if (result.ok) this.#show({ stage: { ...stage, status: result.value.status } });
    // Decided meanwhile, most likely paid: the buyer is shown the order as it is now.
    else if (result.code === 'order-not-open') await this.askOrder();
    else this.#show({ problem: { code: result.code, fields: [] } });
  }

  /** A new purchase from the start. */
  startAgain(): void {
    this.#save({}, { problem: null });
  }

  /** Saves the call, sends it until its result is certain, and moves to the stage that follows from it. */
  async #send(pending: PendingCall): Promise<void> {
    if (this.#state.busy) return;
    const { store } = this.#env;
    store.write({ ...store.read(), sending: pending });
    this.#show({ busy: true, problem: null });
    if (pending.what === 'hold') await this.#sendHold(pending);
    else await this.#sendOrder(pending);
  }

  async #sendHold(pending: PendingCall & { what: 'hold' }): Promise<void> {
    const { api, wait, prove } = this.#env;
    const proving = (busy: boolean) => this.#show({ proving: busy });
    const result = await placeHoldWithProof({ api, wait, prove, proving }, pending);
    if (result.ok) this.#save({ hold: result.value, promoCode: pending.promoCode }, { busy: false });
    else this.#refused(result, {});
  }

  async #sendOrder({ key, hold, body }: PendingCall & { what: 'order' }): Promise<void> {
    const { api, wait, store } = this.#env;
    const { promoCode } = store.read();
    const result = await retryWhileUncertain(() => api.order(key, hold.holdId, body), wait);
    if (!result.ok) {
      return this.#refused(result, { hold, promoCode });
    }
    const { orderId, orderToken, status, total, payment, confirmation } = result.value;
    const confirmUntil = confirmation?.until ?? null;
    const order: SavedOrder = {
      orderId,
      orderToken,
      email: body.buyer.email,
      quantity: hold.lines.reduce((sum, line) => sum + line.quantity, 0),
      chosen: choiceOf(hold, promoCode),
      total,
      paymentUrl: payment?.url ?? null,
      expiresAt: confirmUntil ?? hold.expiresAt,
      confirmUntil,
    };
    this.#save({ order }, { busy: false, stage: { at: 'order', order, status } });
    this.#tellHost('placed', order);
    if (status === 'paid') this.#tellHost('paid', order);
  }

  /** An uncertain result keeps the pending call with its key; a certain refusal ends it and saves only `left`. */
  #refused(result: ApiResult<never> & { ok: false }, left: SavedPurchase): void {
    const problem = { code: result.code, fields: result.fields };
    if (isUncertain(result.code)) this.#show({ busy: false, problem, unanswered: true });
    // A hold that ended is answered `hold-expired`, and `not-found` once the sale has deleted it.
    else if ((result.code === 'hold-expired' || result.code === 'not-found') && left.hold) {
      const stage = { at: 'time-up' as const, chosen: choiceOf(left.hold, left.promoCode) };
      // The saved hold ends now, whatever time it was promised: after a reload it must not look held.
      this.#save(
        { ...left, hold: { ...left.hold, expiresAt: iso(this.#env.clock.now()) } },
        { busy: false, problem: null, stage },
      );
    } else this.#save(left, { busy: false, problem });
  }

  async #releaseUncertain(pending: PendingCall & { what: 'hold' }): Promise<void> {
    const { api } = this.#env;
    const result = await api.placeHold(pending.key, pending.lines, pending.promoCode);
    if (result.ok) await api.releaseHold(result.value.holdId);
  }

  #tellHost(status: OrderChange['status'], { orderId, quantity, total }: SavedOrder): void {
    this.#env.tellHost({ kind: 'order', status, orderId, quantity, total });
  }

  #save(saved: SavedPurchase, next: Partial<PurchaseState> = {}): void {
    this.#env.store.write(saved);
    this.#show({ ...this.#stateOf(saved), ...next });
  }

  #show(next: Partial<PurchaseState>): void {
    this.#state = { ...this.#state, ...next };
    this.#env.changed();
  }

  #stateOf(saved: SavedPurchase): Pick<PurchaseState, 'stage' | 'unanswered'> {
    const unanswered = saved.sending !== undefined;
    if (saved.order) return { stage: { at: 'order', order: saved.order, status: 'open' }, unanswered };
    if (saved.sending?.what === 'order') return { stage: { at: 'details', hold: saved.sending.hold }, unanswered };
    if (!saved.hold) return { stage: { at: 'choose' }, unanswered };
    const over = Date.parse(saved.hold.expiresAt) <= this.#env.clock.now();
    const chosen = choiceOf(saved.hold, saved.promoCode);
    return { stage: over ? { at: 'time-up', chosen } : { at: 'details', hold: saved.hold }, unanswered };
  }
}

function choiceIn({ sending, hold, promoCode }: SavedPurchase): Choice | null {
  if (sending?.what === 'hold') return sending;
  return hold === undefined ? null : choiceOf(hold, promoCode);
}

function choiceOf(hold: PlacedHold, promoCode: string | undefined): Choice {
  const lines = hold.lines.map(({ ticketTypeId, quantity }) => ({ ticketTypeId, quantity }));
  return promoCode === undefined ? { lines } : { lines, promoCode };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

function isSame(a: HoldLine[], b: HoldLine[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
