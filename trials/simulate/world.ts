// What surrounds one event's object: buyers who record what they were told, an acquirer with records of its own, a
// queue that loses, doubles and shuffles, copies of D1, R2, mail and gate. These are models: they have the rules of the
// real ones that matter here (a `seq` guard, idempotency keys), and none of their code.

import type { Allotment } from '#core/contracts/deals.ts';
import type { PromoTerms } from '#core/promo.ts';
import { highestLevel } from '#core/purchase-limits.ts';
import type { OrderProjection, OutboxMessage } from '../../durable-objects/event-sales/outbox/messages.ts';
import type { GateTicket } from '../../durable-objects/event-sales/rpc.ts';
import type { EventSnapshot } from '../../durable-objects/event-sales/snapshots.ts';
import { ClockWatch } from '../../worker/event-object/clock-step.ts';
import type { Random } from '../random.ts';
import { Crash, Disk, type Gate, Life, moment, type Sales, standsStill } from './platform.ts';
import { drawSettings, networks, type Settings, startMs, typeId, wideNetwork } from './settings.ts';

export type ProviderPayment = {
  paymentId: string;
  orderId: string;
  amountMinor: number;
  status: 'open' | 'succeeded' | 'failed' | 'cancelled';
  refunds: Map<string, number>;
};
type OpenedOrder = { orderId: string; holdId: string; key: string; totalMinor: number; attempt: number };

export type Offer = { capacity: number; priceMinor: number; promos: PromoTerms[] };

const anyTime = { fromMs: null, toMs: null, ticketTypeIds: null };
export const codes: readonly [PromoTerms, ...PromoTerms[]] = [
  { ...anyTime, code: 'THIRD', discount: { kind: 'percent', bps: 3_333 }, maxUses: 2, maxTickets: 2 },
  { ...anyTime, code: 'AMOUNT', discount: { kind: 'amount', amountMinor: 250 }, maxUses: 1 },
  { ...anyTime, code: 'GIFT', discount: { kind: 'percent', bps: 10_000 }, maxUses: 3, refundRestoresUse: false },
];

type Make = ConstructorParameters<typeof Life>[0];

export class World {
  readonly disk = new Disk();
  readonly random: Random;
  readonly settings: Settings;
  readonly eventId = 'evt_0123456789abcdef';
  readonly typeId = typeId;
  readonly widgets = ['wgt_0123456789abcdef_deal', 'wgt_0123456789abcdef_own'] as const;
  readonly holds: { holdId: string; key: string; widgetId: string; quantity: number; totalMinor: number }[] = [];
  readonly orders: OpenedOrder[] = [];
  /** A buyer was told this, so it must stay true. */
  readonly toldPaid = new Set<string>();
  /** Responses that contradict earlier ones. */
  readonly broken: string[] = [];
  readonly queue: OutboxMessage[] = [];
  readonly webhooks: ProviderPayment[] = [];
  /** What the organizer has on offer now, as the object was told and said yes to. */
  offer: Offer;
  /** The allotment the object accepted; null where it could not be given and the channel stayed shut. */
  promised: Allotment | null = null;
  dealOpen = true;
  cancelled = false;
  /** The highest bound each code ever had: uses under it stay when it is lowered. */
  readonly mostUses = new Map<string, number>();
  readonly payments = new Map<string, ProviderPayment>();
  readonly d1 = new Map<string, { seq: number; order: OrderProjection }>();
  readonly gate = new Map<string, GateTicket>();
  /** Who was admitted, and which refunds were confirmed by a response that arrived: neither is ever undone. */
  readonly admitted = new Set<string>();
  readonly toldRefunded = new Set<string>();
  gateIsShut = false;
  /** The latest time any object of this history has seen: what was released by then stays released. */
  latestMs = startMs;
  /** By how much the clock is wrong now. */
  clockErrorMs = 0;
  readonly files = new Set<string>();
  readonly mails = new Map<string, number>();
  faultsOn = true;
  crashes = 0;
  #life: Life | null = null;
  readonly #clock = new ClockWatch();
  #keys = 0;
  #proofs = 0;
  #revision = 0;
  readonly #make: Make;

  constructor(make: Make, random: Random) {
    this.#make = make;
    this.random = random;
    this.settings = drawSettings(random);
    const { capacity, priceMinor } = this.settings;
    this.offer = { capacity, priceMinor, promos: [...codes] };
    moment.nowMs = startMs;
    moment.objectMs = startMs;
    moment.chance = random.unit;
    moment.hang = () => {
      this.broken.push('T1 a call waits for a clock that was set back');
      this.kill();
    };
  }

  chance(probability: number): boolean {
    return this.faultsOn && this.random.chance(probability);
  }

  life(): Life {
    if (this.#life?.alive === true) return this.#life;
    if (this.#life !== null) this.crashes += 1;
    const faults = this.faultsOn ? this.settings.crash : { before: 0, after: 0 };
    this.#life = new Life(
      this.#make,
      this.disk,
      this.random,
      faults,
      (messages) => this.#send(messages),
      this.#doorOf(),
    );
    return this.#life;
  }

  /** The gate as the object reaches it: it may not respond, and the object may die while the response is under way. */
  #doorOf(): Gate {
    const response = <Value>(effect: () => Value): Promise<Value> => {
      if (this.chance(this.settings.gateDown)) return Promise.reject(new Error('the gate does not answer'));
      const answered = effect();
      if (this.chance(this.settings.gateDown)) this.kill();
      return Promise.resolve(answered);
    };
    return {
      voidTickets: (tickets, evenIfAdmitted) =>
        response(() => {
          const admitted = tickets.map((one) => one.ticketId).filter((id) => this.admitted.has(id));
          if (admitted.length === 0 || evenIfAdmitted) for (const ticket of tickets) this.#learn(ticket);
          return { admitted };
        }),
      cancelEvent: () =>
        response(() => {
          this.gateIsShut = true;
        }),
    };
  }

  #learn(ticket: GateTicket): void {
    const known = this.gate.get(ticket.ticketId);
    if (known === undefined || ticket.revision > known.revision) this.gate.set(ticket.ticketId, ticket);
  }

  /** A genuine code before the gate: a ticket it has not heard of it asks the object for. */
  scan(sold: GateTicket): void {
    if (!this.gate.has(sold.ticketId)) this.#learn(sold);
    if (this.gateIsShut || this.gate.get(sold.ticketId)?.status !== 'valid' || this.admitted.has(sold.ticketId)) return;
    if (this.toldRefunded.has(sold.ticketId)) this.broken.push(`G1 ${sold.ticketId} was refunded and lets in`);
    this.admitted.add(sold.ticketId);
  }

  kill(): void {
    this.#life?.crash();
  }

  /** The clock is wrong by so much from now on, or right again. */
  stepClock(byMs: number): void {
    moment.nowMs += byMs;
    this.latestMs = Math.max(this.latestMs, moment.nowMs);
    // The Worker sees each time, by its cron at the latest, and so notices a step that no buyer's request has seen.
    this.#clock.mustTell('cron', moment.nowMs);
  }

  /** As the Worker does before a call, by its own memory of what it has seen: an object that is ahead starts anew. */
  async #tellTime(): Promise<void> {
    if (!this.#clock.mustTell(this.eventId, moment.nowMs)) return;
    this.#clock.told(this.eventId);
    await this.life()
      .call((sales) => sales.tellTime(moment.nowMs))
      .catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
      });
  }

  /** Null: the caller does not know the outcome. */
  async call<Value>(ask: (sales: Sales) => Promise<Value>): Promise<Value | null> {
    try {
      await this.#tellTime();
      const response = await this.life().call(ask);
      return this.chance(this.settings.answerLost) ? null : response;
    } catch (error) {
      if (error instanceof Crash) return null;
      throw error;
    }
  }

  /** Repeats the call until there is a response, as a buyer's browser does with the same key. */
  async insist<Value>(ask: (sales: Sales) => Promise<Value>): Promise<Value> {
    for (let tries = 0; tries < 1_000; tries++) {
      const response = await this.call(ask);
      if (response !== null) return response;
    }
    throw new Error('no answer in 1,000 tries');
  }

  /** The network of the next buyer, and the proof that they bring. */
  newComer(): { networks: string[]; proof: { proofId: string; level: number; expiresAtMs: number } | null } {
    const network = this.random.pick(networks);
    const hoards = network === 'net-hoarder';
    const solved = hoards || this.random.chance(0.2);
    this.#proofs += 1;
    return {
      networks: network === 'net-a' ? [network] : [network, wideNetwork],
      proof: solved
        ? { proofId: `proof-${this.#proofs}`, level: highestLevel, expiresAtMs: moment.nowMs + 60_000 }
        : null,
    };
  }

  newKey(): string {
    this.#keys += 1;
    return `key-${String(this.#keys).padStart(16, '0')}`;
  }

  #send(messages: OutboxMessage[]): void {
    for (const message of messages) {
      if (this.chance(this.settings.queueLoses)) continue;
      this.queue.push(message);
      if (this.chance(this.settings.queueDoubles)) this.queue.push(message);
    }
  }

  async publish(status: 'published' | 'cancelled', offer: Offer): Promise<void> {
    this.#revision += 1;
    const snapshot = this.#snapshot(status, offer);
    const revision = this.#revision;
    const response = await this.insist((sales) => sales.publish(snapshot, revision));
    if (!response.ok) return;
    this.offer = offer;
    if (status === 'cancelled') this.cancelled = true;
    for (const { code, maxUses } of offer.promos)
      this.mostUses.set(code, Math.max(this.mostUses.get(code) ?? 0, maxUses ?? Number.POSITIVE_INFINITY));
  }

  #snapshot(status: 'published' | 'cancelled', { capacity, priceMinor, promos }: Offer): EventSnapshot {
    const { eventId, typeId, settings } = this;
    return {
      eventId,
      status,
      organizerId: 'pty_organizer',
      organizerName: 'O',
      language: 'ru',
      title: 'T',
      description: '',
      translations: {},
      startsAtMs: 1_900_000_000_000,
      endsAtMs: 1_900_000_000_000,
      timeZone: 'Europe/Moscow',
      venue: { name: 'V', address: '', city: 'C' },
      ageRating: null,
      currency: 'RUB',
      holdMinutes: 10,
      ticketTypes: [
        {
          id: typeId,
          name: 'N',
          translations: {},
          priceMinor,
          capacity,
          salesFromMs: null,
          salesToMs: null,
          minPerOrder: 1,
          maxPerOrder: settings.maxPerOrder,
          maxPerContact: settings.maxPerContact,
        },
      ],
      promoCodes: promos,
    };
  }

  async open(): Promise<void> {
    await this.publish('published', this.offer);
    await this.#openChannel(this.widgets[1], null, { kind: 'open' });
    const opened = await this.#openChannel(this.widgets[0], 'dl_1', this.settings.allotment);
    this.promised = opened ? this.settings.allotment : null;
    this.dealOpen = opened;
  }

  async #openChannel(widgetId: string, dealId: string | null, allotment: Allotment): Promise<boolean> {
    const channel = {
      widgetId,
      dealId,
      distributorId: dealId === null ? null : 'pty_distributor',
      distributorName: dealId,
      termsVersion: 1,
      commissionBps: dealId === null ? 0 : 1333,
      serviceFeeMinor: 0,
      commissionByType: [],
      commissionSteps: [],
      allotment,
    };
    return (await this.insist((sales) => sales.openChannel(channel, 1))).ok;
  }

  /** The consumer: the effect first, then `done`; whatever fails stays in the outbox. */
  async consume(message: OutboxMessage): Promise<void> {
    if (!(await this.#haveEffect(message))) return;
    await this.call(async (sales) => (await sales.done([message.jobId])) ?? true);
  }

  async #haveEffect(message: OutboxMessage): Promise<boolean> {
    switch (message.kind) {
      case 'project-order': {
        const known = this.d1.get(message.order.orderId);
        if (known === undefined || message.seq > known.seq)
          this.d1.set(message.order.orderId, { seq: message.seq, order: message.order });
        return true;
      }
      case 'project-channel':
      case 'name-types-at-gate':
        return true;
      case 'tell-gate':
        for (const ticket of message.tickets) this.#learn(ticket);
        return true;
      case 'finish-refund':
        return (await this.call((sales) => sales.finishRefund(message.refundId))) === true;
      case 'deliver-order':
        this.files.add(message.orderId);
        this.mails.set(message.orderId, (this.mails.get(message.orderId) ?? 0) + 1);
        return true;
      case 'tell-buyer':
        return message.what !== 'confirm-order' || this.#pressInLetter(message.orderId);
      case 'tell-log':
      case 'letter-failed':
        return true;
      case 'ask-provider':
      case 'cancel-payment':
        return this.#askProvider(message);
      case 'refund-payment': {
        if (this.chance(this.settings.providerDown)) return false;
        const payment = this.payments.get(message.paymentId);
        if (payment === undefined || payment.status !== 'succeeded') return false;
        payment.refunds.set(message.refundId, message.amountMinor);
        return (await this.call((sales) => sales.settleRefund(message.refundId, 'confirmed'))) !== null;
      }
    }
  }

  /** The letter has arrived; mostly its button is pressed, now and then late or twice. */
  async #pressInLetter(orderId: string): Promise<boolean> {
    const order = await this.call((sales) => sales.orderForDelivery(orderId));
    if (order === null) return false;
    const { confirmToken } = order;
    if (confirmToken === null || this.random.chance(0.2)) return true;
    if (this.random.chance(0.2)) this.stepClock(this.random.pick([60_000, 31 * 60_000]));
    for (let press = this.random.between(1, 2); press > 0; press -= 1) {
      const pressed = await this.call((sales) => sales.confirmOrder({ orderId, confirmToken }));
      if (pressed?.ok === true && pressed.value.status === 'paid') this.toldPaid.add(orderId);
    }
    return true;
  }

  async #askProvider(message: Extract<OutboxMessage, { kind: 'ask-provider' | 'cancel-payment' }>): Promise<boolean> {
    if (this.chance(this.settings.providerDown)) return false;
    const payment = this.payments.get(message.paymentId);
    if (payment === undefined) return true;
    if (message.kind === 'cancel-payment' && payment.status === 'open') payment.status = 'cancelled';
    return (await this.settle(payment)) !== null;
  }

  settle(payment: ProviderPayment) {
    const outcome = payment.status === 'succeeded' ? 'succeeded' : payment.status === 'open' ? 'pending' : 'failed';
    const { orderId, paymentId, amountMinor } = payment;
    return this.call((sales) =>
      sales.settlePayment({ orderId, paymentId, amountMinor, outcome, provider: 'test', currency: 'RUB' }),
    );
  }

  async ringIfDue(): Promise<void> {
    const { alarmAtMs } = this.disk;
    // In an object that waits for the right time an alarm does not come to its end either; the next call ends that.
    if (alarmAtMs === null || alarmAtMs > moment.nowMs || (this.#life?.alive === true && standsStill())) return;
    this.disk.alarmAtMs = null;
    const life = this.life();
    try {
      await life.call((sales) => sales.alarm());
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
    // The platform repeats an alarm whose object died; its constructor has armed it again besides.
    if (!life.alive && this.disk.alarmAtMs === null) this.disk.alarmAtMs = moment.nowMs + 2_000;
  }

  /** As the platform does for an object somebody speaks to: a dead one is made again, and its constructor arms. */
  async wake(): Promise<void> {
    await this.call(async (sales) => (await sales.stock()) ?? true);
  }
}
