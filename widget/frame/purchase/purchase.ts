// One purchase from choice to tickets, apart from what is drawn. The key of every call that takes effect is made
// here and kept before the call is sent; after a lost answer the same key goes out again, also after a reload.
// Only one call is under way at a time, so a double click is one order.

import type { HoldProof, OrderStatus, PlacedHold, ProofTask, PurchaseRequest } from '#core/contracts/sales.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { OrderNews } from '../../protocol/protocol.ts';
import type { Clock } from '../clock.ts';
import type { Keeper, Kept, KeptOrder, Sending } from '../kept/kept.ts';
import type { Answer, HoldLine, Server } from '../server/server.ts';

export type Problem = { code: ErrorCode | 'no-answer'; fields: string[] };

export type Stage =
  | { at: 'choose' }
  | { at: 'details'; hold: PlacedHold }
  | { at: 'order'; order: KeptOrder; status: OrderStatus }
  | { at: 'time-up' };

export type PurchaseState = {
  stage: Stage;
  busy: boolean;
  problem: Problem | null;
  /** A call whose answer never came: the same one must go out again before anything in it may change. */
  unanswered: boolean;
  /** The server has asked for a proof, and it is being made. */
  proving?: boolean;
};

type Outside = {
  server: Server;
  keeper: Keeper;
  clock: Clock;
  newKey: () => string;
  wait: (ms: number) => Promise<void>;
  changed: (state: PurchaseState) => void;
  tell: (news: OrderNews) => void;
  /** Null: it could not be made. */
  prove: (task: ProofTask) => Promise<HoldProof | null>;
};

// Twice more by itself, then the buyer is asked: together they outlast a restart of the event's object.
const pausesMs = [0, 700, 2_500];

const mostProofs = 4;

export type Purchase = ReturnType<typeof purchase>;

export function purchase(outside: Outside) {
  const { server, keeper, clock } = outside;
  let state: PurchaseState = { ...stateOf(keeper.read()), busy: false, problem: null };

  function stateOf(kept: Kept): Pick<PurchaseState, 'stage' | 'unanswered'> {
    const unanswered = kept.sending !== undefined;
    if (kept.order) return { stage: { at: 'order', order: kept.order, status: 'open' }, unanswered };
    if (kept.sending?.what === 'order') return { stage: { at: 'details', hold: kept.sending.hold }, unanswered };
    if (!kept.hold) return { stage: { at: 'choose' }, unanswered };
    const over = Date.parse(kept.hold.expiresAt) <= clock.now();
    return { stage: over ? { at: 'time-up' } : { at: 'details', hold: kept.hold }, unanswered };
  }

  function show(next: Partial<PurchaseState>): void {
    state = { ...state, ...next };
    outside.changed(state);
  }

  function keep(kept: Kept, next: Partial<PurchaseState> = {}): void {
    keeper.write(kept);
    show({ ...stateOf(kept), ...next });
  }

  /** Sends until somebody answers; `null` when another call is under way. */
  async function send(sending: Sending): Promise<void> {
    if (state.busy) return;
    keeper.write({ ...keeper.read(), sending });
    show({ busy: true, problem: null });
    if (sending.what === 'hold') {
      const answer = await placeAndProve(sending);
      if (answer.ok) keep({ hold: answer.value }, { busy: false });
      else refused(answer, {});
      return;
    }
    const { key, hold, body } = sending;
    const answer = await insist(() => server.order(key, hold.holdId, body));
    if (!answer.ok) {
      refused(answer, answer.code === 'hold-expired' || answer.code === 'not-found' ? {} : { hold });
      return;
    }
    const { orderId, orderToken, status, total, payment, confirmation } = answer.value;
    const quantity = hold.lines.reduce((sum, line) => sum + line.quantity, 0);
    const { email } = body.buyer;
    const paymentUrl = payment?.url ?? null;
    const confirmUntil = confirmation?.until ?? null;
    const expiresAt = confirmUntil ?? hold.expiresAt;
    const order: KeptOrder = { orderId, orderToken, email, quantity, total, paymentUrl, expiresAt, confirmUntil };
    keep({ order }, { busy: false, stage: { at: 'order', order, status } });
    news('placed', order);
    if (status === 'paid') news('paid', order);
  }

  /** The same call under the same key, with a proof where one is asked for; its price may have risen meanwhile. */
  async function placeAndProve(sending: Sending & { what: 'hold' }): Promise<Answer<PlacedHold>> {
    let proof: HoldProof | null = null;
    for (let proofs = 0; ; proofs++) {
      const brought: HoldProof | undefined = proof ?? undefined;
      const answer: Answer<PlacedHold> = await insist(() =>
        server.placeHold(sending.key, sending.lines, sending.promoCode, brought),
      );
      if (answer.ok || !answer.task || proofs === mostProofs) return answer;
      show({ proving: true });
      proof = await outside.prove(answer.task).catch(() => null);
      show({ proving: false });
      if (proof === null) return answer;
    }
  }

  async function insist<Value>(call: () => Promise<Answer<Value>>): Promise<Answer<Value>> {
    let answer: Answer<Value> = { ok: false, code: 'no-answer', waitMs: 0, fields: [] };
    for (const pause of pausesMs) {
      if (pause > 0) await outside.wait(Math.max(pause, answer.ok ? 0 : answer.waitMs));
      answer = await call();
      if (answer.ok || !isUncertain(answer.code)) return answer;
    }
    return answer;
  }

  // An uncertain answer keeps the attempt with its key; a certain one ends it and leaves what is still true.
  function refused(answer: Answer<never> & { ok: false }, left: Kept): void {
    const problem = { code: answer.code, fields: answer.fields };
    if (isUncertain(answer.code)) show({ busy: false, problem, unanswered: true });
    else if (answer.code === 'hold-expired') keep(left, { busy: false, problem: null, stage: { at: 'time-up' } });
    else keep(left, { busy: false, problem });
  }

  function news(status: OrderNews['status'], { orderId, quantity, total }: KeptOrder): void {
    outside.tell({ kind: 'order', status, orderId, quantity, total });
  }

  return {
    state: () => state,

    /** Goes on where a reload interrupted. */
    resume(): Promise<void> {
      const { sending } = keeper.read();
      return sending ? send(sending) : Promise.resolve();
    },

    async placeHold(lines: HoldLine[], promoCode?: string): Promise<void> {
      if (state.busy) return;
      const { sending } = keeper.read();
      const same = sending?.what === 'hold' && sending.promoCode === promoCode && isSame(sending.lines, lines);
      if (same) return send(sending);
      // Another choice after a lost answer: the tickets it may have taken go back to the others.
      if (sending?.what === 'hold') giveBack(sending);
      return send({ what: 'hold', key: outside.newKey(), lines, promoCode });
    },

    /** The payment's address, or null when there is nothing to pay yet or at all. */
    async order(body: PurchaseRequest): Promise<string | null> {
      if (state.stage.at !== 'details' || state.busy) return null;
      const { sending } = keeper.read();
      const again = sending?.what === 'order' ? sending : null;
      await send(again ?? { what: 'order', key: outside.newKey(), hold: state.stage.hold, body });
      return keeper.read().order?.paymentUrl ?? null;
    },

    /** Back to the choice; what was held is given back. */
    async changeTickets(): Promise<void> {
      if (state.busy || state.stage.at !== 'details') return;
      const { holdId } = state.stage.hold;
      keep({}, { problem: null });
      await server.releaseHold(holdId);
    },

    /** The countdown reached zero. An order that may have been placed is asked about first, never dropped. */
    timeUp(): void {
      if (state.stage.at !== 'details' || state.busy || state.unanswered) return;
      keeper.write({});
      show({ stage: { at: 'time-up' }, problem: null });
    },

    /** Asks how the order stands; true while it is worth asking again. */
    async askOrder(): Promise<boolean> {
      const { stage } = state;
      if (stage.at !== 'order') return false;
      const answer = await server.orderView(stage.order.orderId, stage.order.orderToken);
      // Meanwhile the buyer may have moved on to another purchase.
      if (state.stage.at !== 'order' || state.stage.order.orderId !== stage.order.orderId) return false;
      if (!answer.ok) {
        show({ problem: { code: answer.code, fields: [] } });
        return answer.code !== 'not-found';
      }
      const { status, payment, expiresAt, paymentDeclined: declined, confirmation } = answer.value;
      const paymentUrl = payment?.url ?? null;
      const confirmUntil = confirmation?.until ?? null;
      const order = { ...stage.order, paymentUrl, expiresAt, declined, confirmUntil };
      keeper.write({ order });
      show({ stage: { at: 'order', order, status }, problem: null });
      if (status === 'paid' && isUndecided(stage.status)) news('paid', order);
      return isUndecided(status);
    },

    async cancelOrder(): Promise<void> {
      const { stage } = state;
      if (stage.at !== 'order' || state.busy) return;
      show({ busy: true, problem: null });
      const answer = await insist(() => server.cancelOrder(stage.order.orderId, stage.order.orderToken));
      show({ busy: false });
      if (answer.ok) show({ stage: { ...stage, status: answer.value.status } });
      // Decided meanwhile, most likely paid: what the order says now is shown, not our wish.
      else if (answer.code === 'order-not-open') await this.askOrder();
      else show({ problem: { code: answer.code, fields: [] } });
    },

    /** A new purchase from the start. */
    startAgain(): void {
      keep({}, { problem: null });
    },
  };

  async function giveBack(sending: Sending & { what: 'hold' }): Promise<void> {
    const answer = await server.placeHold(sending.key, sending.lines, sending.promoCode);
    if (answer.ok) await server.releaseHold(answer.value.holdId);
  }
}

function isSame(a: HoldLine[], b: HoldLine[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function isUndecided(status: OrderStatus): boolean {
  return status === 'open' || status === 'awaiting-payment';
}

function isUncertain(code: Problem['code']): boolean {
  return code === 'no-answer' || code === 'busy' || code === 'too-many-requests';
}
