// Seeded random lives of one event by the pure rules of `core/` alone: buyers, expiries, payments that come late or
// twice, refunds, edits, closings. After every step an independent recount judges the counters.

import { splitTicket } from '#core/commission.ts';
import { decideHold, endMoves, lineTotal, type SaleRules, sellMoves, takeAgainMoves, ticketsOf } from '#core/holds.ts';
import { type Posting, refundPostings, salePostings } from '#core/ledger.ts';
import {
  canTakeAgain,
  decideHoldEnd,
  decidePaymentEffect,
  isUndecided,
  type PaymentOutcome,
  paymentGraceMs,
  statusAfterRefund,
} from '#core/orders.ts';
import { refundGivesUseBack } from '#core/promo.ts';
import { decideOpenChannel, decidePublish } from '#core/publishing.ts';
import { decideContactLimit } from '#core/purchase-limits.ts';
import { decideRefund, nextRefundStatus } from '#core/refunds.ts';
import { invariant } from '#core/result.ts';
import { type AllotmentRule, applyMoves, availableTo, type Move, type Stock } from '#core/stock.ts';
import {
  contacts,
  countedOf,
  firstRules,
  firstStock,
  type Hold,
  type Order,
  partiesOf,
  provider,
  type Random,
  type Refund,
  type Sabotage,
  widgets,
} from './pure-scene.ts';

/**
 * The smallest possible code around the decisions. `sabotage` breaks it on purpose, to prove that the recount notices.
 */
export class Life {
  nowMs = 1_000_000;
  readonly stock: Stock;
  rules: SaleRules;
  holds: Hold[] = [];
  orders: Order[] = [];
  entries: Posting[][] = [];
  ordinal = 0;
  /** By contact, of type `a` alone, which bounds it. */
  taken = new Map<string, number>();

  readonly random: Random;
  readonly sabotage: Sabotage;

  constructor(random: Random, sabotage: Sabotage) {
    this.random = random;
    this.sabotage = sabotage;
    this.rules = firstRules(random);
    this.stock = firstStock(random);
  }

  move(moves: Move[]): void {
    applyMoves(this.stock, moves);
  }

  termsOf(widgetId: string) {
    const bps = widgetId === 'own' ? 0 : 1_333;
    const steps = [{ fromTicket: 5, commissionBps: 2_001 }];
    return {
      commissionBps: bps,
      serviceFeeMinor: widgetId === 'own' ? 0 : 777,
      commissionByType: [],
      commissionSteps: widgetId === 'deal' ? steps : [],
    };
  }

  place(): void {
    const widgetId = this.random.pick(widgets) ?? 'own';
    const ids = this.random.below(2) === 0 ? ['a'] : ['b', 'a'];
    const lines = ids.map((ticketTypeId) => ({ ticketTypeId, quantity: 1 + this.random.below(4) }));
    const open = this.stock.channels.get(widgetId)?.open ?? false;
    const channel = { widgetId, open, terms: this.termsOf(widgetId) };
    const promoCode = this.random.pick([undefined, undefined, 'p', 'M']);
    const plan = decideHold(this.rules, channel, this.stock, { lines, promoCode }, this.nowMs);
    if (!plan.ok) {
      if (plan.code === 'sold-out') this.judgeSoldOut(widgetId, lines);
      return;
    }
    this.move(plan.value.moves);
    const { lines: held, expiresAtMs, promo, totalMinor } = plan.value;
    if (promo !== null) promo.used += 1;
    this.holds.push({ widgetId, lines: held, endsAtMs: expiresAtMs, asked: false, state: 'live', promo, totalMinor });
  }

  /** Underselling is as wrong as overselling: what is refused must really be missing. */
  judgeSoldOut(widgetId: string, lines: { ticketTypeId: string; quantity: number }[]): void {
    const fits = lines.every(
      (line) => availableTo(this.stock, line.ticketTypeId, widgetId, this.nowMs) >= line.quantity,
    );
    const channel = this.stock.channels.get(widgetId);
    if (fits && channel?.allotment.kind !== 'cap') throw new Error('refused what was there');
  }

  order(): void {
    const free = this.holds.filter((one) => one.state === 'live' && !this.orders.some((order) => order.hold === one));
    const hold = this.random.pick(free);
    if (hold === undefined || hold.endsAtMs <= this.nowMs) return;
    const contact = this.random.pick(contacts) ?? 'anna';
    const taken = this.taken.get(contact) ?? 0;
    const over = decideContactLimit(this.rules.types, hold.lines, () => taken);
    if (over !== null && this.sabotage !== 'ignores-contacts') return;
    this.take(contact, countedOf(hold));
    const totalMinor = hold.lines.reduce((sum, line) => sum + lineTotal(line), 0);
    // Whatever was edited meanwhile, the order costs what its hold said.
    invariant(totalMinor === hold.totalMinor, 'the price of a hold is the price of its order');
    const order: Order = {
      hold,
      contact,
      late: false,
      status: 'open',
      totalMinor,
      payments: new Map(),
      tickets: [],
      returns: 0,
      refunds: [],
    };
    this.orders.push(order);
    if (totalMinor === 0) this.sell(order, false);
  }

  pay(): void {
    const order = this.random.pick(this.orders);
    if (order === undefined || order.totalMinor === 0) return;
    const payment = this.random.pick(['p1', 'p2']) ?? 'p1';
    const outcome = this.random.pick<PaymentOutcome>(['succeeded', 'succeeded', 'failed', 'pending']) ?? 'pending';
    const known = order.payments.get(payment);
    const earlier = known === undefined || known === 'pending' || this.sabotage === 'settles-twice' ? null : known;
    const undecided = isUndecided(order.status);
    const effect = decidePaymentEffect(
      {
        status: this.sabotage === 'settles-twice' && order.status === 'paid' ? 'open' : order.status,
        inGrace: order.hold.asked && undecided,
        earlier,
        eventCancelled: this.rules.cancelled,
        canTakeAgain: this.canTakeAgain(order),
      },
      outcome,
    );
    if (effect.do !== 'nothing') order.payments.set(payment, outcome === 'pending' ? 'pending' : outcome);
    if (effect.do === 'note-pending') order.status = 'awaiting-payment';
    if (effect.do === 'fail-attempt' && effect.endHold) this.end(order.hold, 'expired');
    if (effect.do === 'sell') this.sell(order, effect.late);
    if (effect.do === 'return-duplicate') order.returns += 1;
    if (effect.do === 'return-money') {
      if (undecided) this.end(order.hold, 'expired');
      order.status = 'paid-late';
      order.returns += 1;
    }
  }

  canTakeAgain(order: Order): boolean {
    const { lines, widgetId, promo } = order.hold;
    const taken = this.taken.get(order.contact) ?? 0;
    const late = {
      channel: { widgetId, open: this.stock.channels.get(widgetId)?.open ?? false },
      lines,
      promoCode: promo?.code ?? null,
      overContactLimit: decideContactLimit(this.rules.types, lines, () => taken) !== null,
    };
    return canTakeAgain(this.rules, this.stock, late, this.nowMs);
  }

  take(contact: string, quantity: number): void {
    this.taken.set(contact, (this.taken.get(contact) ?? 0) + quantity);
  }

  sell(order: Order, late: boolean): void {
    const { hold } = order;
    if (late && hold.promo !== null) hold.promo.used += 1;
    if (late) this.take(order.contact, countedOf(hold));
    order.late = late;
    this.move((late ? takeAgainMoves : sellMoves)(hold.lines, hold.widgetId));
    hold.state = 'sold';
    order.status = 'paid';
    const terms = this.termsOf(hold.widgetId);
    for (const line of hold.lines) {
      for (const ticket of ticketsOf(line)) {
        this.ordinal += 1;
        const split = splitTicket(terms, ticket, this.ordinal);
        const identity = { ticketId: `t${this.ordinal}`, typeId: line.ticketTypeId };
        order.tickets.push({ ...split, ...identity, valid: true, refund: null, refundStatus: null });
      }
    }
    this.entries.push(salePostings(order.tickets, partiesOf(hold), provider, 'RUB'));
  }

  end(hold: Hold, status: 'expired' | 'cancelled'): void {
    if (hold.state !== 'live') return;
    hold.state = 'ended';
    const moves = endMoves(hold.lines, hold.widgetId);
    this.move(this.sabotage === 'expiry-leaks' ? moves.slice(1) : moves);
    if (hold.promo !== null && this.sabotage !== 'keeps-codes') hold.promo.used -= 1;
    const order = this.orders.find((one) => one.hold === hold);
    if (order === undefined) return;
    this.take(order.contact, -countedOf(hold));
    order.status = status;
  }

  passTime(): void {
    this.nowMs += this.random.below(8 * 60_000);
    for (const hold of this.holds) {
      if (hold.state !== 'live' || hold.endsAtMs > this.nowMs) continue;
      const order = this.orders.find((one) => one.hold === hold);
      const hasOpenPayment = [...(order?.payments.values() ?? [])].includes('pending');
      if (decideHoldEnd({ hasOpenPayment, asked: hold.asked }) === 'expire') this.end(hold, 'expired');
      else Object.assign(hold, { asked: true, endsAtMs: this.nowMs + paymentGraceMs });
    }
  }

  giveUp(): void {
    const hold = this.random.pick(this.holds.filter((one) => one.state === 'live'));
    if (hold !== undefined) this.end(hold, 'cancelled');
  }

  refund(): void {
    const order = this.random.pick(this.orders);
    if (order === undefined) return;
    const one = this.random.pick(order.tickets);
    const ids = this.random.below(2) === 0 || one === undefined ? null : [one.ticketId];
    const plan = decideRefund(order.status, order.tickets, ids);
    if (!plan.ok) return;
    const refund: Refund = { status: 'requested', posted: false, ...plan.value };
    order.refunds.push(refund);
    for (const ticket of refund.tickets) {
      if (ticket.valid) {
        this.move([{ widgetId: order.hold.widgetId, ticketTypeId: ticket.typeId, held: 0, sold: -1 }]);
        if (ticket.typeId === 'a') this.take(order.contact, -1);
      }
      Object.assign(ticket, { valid: false, refund, refundStatus: 'requested' });
    }
    const { promo, state } = order.hold;
    const tickets = order.tickets.map(({ valid }) => ({ valid, keepsPlace: false }));
    if (promo !== null && state === 'sold' && refundGivesUseBack(promo, tickets)) {
      promo.used -= 1;
      order.hold.state = 'refunded';
    }
    if (refund.amountMinor === 0) this.confirm(order, refund, 'confirmed');
  }

  hearOfRefund(): void {
    const order = this.random.pick(this.orders.filter((one) => one.refunds.length > 0));
    const refund = order && this.random.pick(order.refunds);
    if (order === undefined || refund === undefined) return;
    this.confirm(order, refund, this.random.pick(['sent', 'confirmed', 'failed']) ?? 'sent');
  }

  confirm(order: Order, refund: Refund, said: 'sent' | 'confirmed' | 'failed'): void {
    refund.status = nextRefundStatus(refund.status, said);
    const own = refund.tickets.filter((ticket) => ticket.refund === refund);
    for (const ticket of own) ticket.refundStatus = refund.status;
    if (refund.status !== 'confirmed' || (refund.posted && this.sabotage !== 'refunds-twice')) return;
    refund.posted = true;
    this.entries.push(refundPostings(own, partiesOf(order.hold), provider, 'RUB'));
    order.status = statusAfterRefund(
      order.tickets.map((ticket) => ({ refunded: ticket.refundStatus === 'confirmed' })),
    );
  }

  edit(): void {
    const capacity = this.random.below(14);
    const id = this.random.pick(['a', 'b']) ?? 'a';
    if (!decidePublish(this.stock, [{ id, capacity }], this.nowMs).ok) return;
    const type = this.stock.types.get(id);
    if (type !== undefined) type.capacity = capacity;
  }

  editPrice(): void {
    const id = this.random.pick(['a', 'b']) ?? 'a';
    const type = this.rules.types.get(id);
    if (type === undefined) return;
    const priceMinor = this.random.pick([0, 1, 3, 199_900]) ?? 0;
    this.rules = { ...this.rules, types: new Map(this.rules.types).set(id, { ...type, priceMinor }) };
  }

  negotiate(): void {
    const channel = this.stock.channels.get('deal');
    if (channel === undefined) return;
    if (this.random.below(10) === 0) channel.open = false;
    const quantities = new Map([['a', 1 + this.random.below(4)]]);
    const releaseAtMs = this.nowMs + this.random.below(40 * 60_000);
    const allotment: AllotmentRule = { kind: 'guarantee', quantities, releaseAtMs };
    if (channel.open && decideOpenChannel(this.stock, 'deal', allotment, this.nowMs).ok) channel.allotment = allotment;
  }

  cancelEvent(): void {
    if (this.random.below(60) !== 0) return;
    this.rules = { ...this.rules, cancelled: true };
    for (const hold of this.holds) this.end(hold, 'cancelled');
  }
}
