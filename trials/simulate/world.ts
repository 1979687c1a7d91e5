// What surrounds one event's object: buyers who record what they were told, an acquirer with records of its own, a
// queue that loses, doubles and shuffles, copies of D1, R2, mail and gate. These are models: they have the rules of the
// real ones that matter here (a `seq` guard, idempotency keys), and none of their code. What the queue's consumer and the
// organizer do in it is in `consumer.ts` and `organizer.ts`.

import type { Allotment } from '#core/contracts/deals.ts';
import { highestLevel } from '#core/purchase-limits.ts';
import type { OrderProjection, OutboxMessage } from '../../durable-objects/event-sales/outbox/messages.ts';
import type { GateTicket } from '../../durable-objects/event-sales/rpc.ts';
import { ClockWatch } from '../../worker/event-object/clock-step.ts';
import type { Random } from '../random.ts';
import { Crash, Disk, type Gate, Life, moment, type Sales, standsStill } from './platform.ts';
import { codes, drawSettings, networks, type Offer, type Settings, startMs, typeId, wideNetwork } from './settings.ts';

export type ProviderPayment = {
  paymentId: string;
  orderId: string;
  amountMinor: number;
  status: 'open' | 'succeeded' | 'failed' | 'cancelled';
  refunds: Map<string, number>;
};
type OpenedOrder = { orderId: string; holdId: string; key: string; totalMinor: number; attempt: number };

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
  revision = 0;
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
          if (admitted.length === 0 || evenIfAdmitted) for (const ticket of tickets) this.learn(ticket);
          return { admitted };
        }),
      cancelEvent: () =>
        response(() => {
          this.gateIsShut = true;
        }),
    };
  }

  learn(ticket: GateTicket): void {
    const known = this.gate.get(ticket.ticketId);
    if (known === undefined || ticket.revision > known.revision) this.gate.set(ticket.ticketId, ticket);
  }

  /** A genuine code before the gate: a ticket it has not heard of it asks the object for. */
  scan(sold: GateTicket): void {
    if (!this.gate.has(sold.ticketId)) this.learn(sold);
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
