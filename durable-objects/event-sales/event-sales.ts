// One event's sales: its stock, holds, orders, tickets, ledger and outbox. One object per event serialises every sale of
// it. This file is the door: each call is one command of a group (see `group-commit.ts`) or one read.
//
// An event that was never published has no tables, and every question about it is answered without making any.

import { DurableObject } from 'cloudflare:workers';
import { invariant, ok, type Refused, refuse } from '#core/result.ts';
import { whereItBroke } from '#core/where-it-broke.ts';
import { startAnewWhenAhead } from '../tell-time.ts';
import { AlarmLoop, nextWakeMs } from './alarm.ts';
import { readState, type SalesState, writeState } from './book.ts';
import type * as Calls from './calls.ts';
import { closeChannel, openChannel, publish } from './catalogue.ts';
import { isLaid, layTables } from './database.ts';
import { channelFacts, channelsOf, factLag, orderFacts, paymentFacts } from './facts.ts';
import { confirmOrder, confirmToken } from './free-orders.ts';
import { mendFutureTimes } from './future-times.ts';
import { GroupCommit } from './group-commit.ts';
import { endDueHolds } from './hold-end.ts';
import { placeHolds, releaseHold } from './holds.ts';
import { issueTicket } from './issue.ts';
import { ledgerPage } from './ledger.ts';
import { askForMailing } from './mailings.ts';
import { awaitsConfirmation, orderRow } from './order-rows.ts';
import { cancelOrder, openOrders, recordPayment } from './orders.ts';
import { finishJobs } from './outbox.ts';
import { settle } from './payments.ts';
import { reconcile } from './reconcile.ts';
import { failedRefunds, retryRefund } from './refund-again.ts';
import { beginRefund, finishRefund, type GateQuestion, waitingQuestion } from './refund-at-gate.ts';
import { orderTickets, settleRefund } from './refunds.ts';
import { opensOrder, orderToken, Transaction } from './sale.ts';
import type { ChannelSnapshot, EventSnapshot } from './snapshots.ts';
import { newTicketKey, TicketSigner } from './ticket-key.ts';
import { gateTicketPage, ticketRow, ticketsOfOrder } from './tickets.ts';
import { orderView, stockView, widgetView } from './views.ts';

export { verifyTicketCode } from './ticket-key.ts';

/** Commands waiting for a commit. Above it buyers are told "busy": a flat plateau instead of a growing wait. */
const mostWaiting = 2_000;
/** Of winding up a cancelled event within the call that cancels it: the gate, the holds, the first orders. */
const roundsAtOnce = 3;

type Env = Cloudflare.Env;

export class EventSales extends DurableObject<Env> implements Calls.EventSalesCalls {
  readonly #sql: SqlStorage;
  readonly #group: GroupCommit;
  readonly #signer: TicketSigner;
  readonly #alarmLoop: AlarmLoop;
  /** Null until the event is published (or a channel of it is closed). */
  #state: SalesState | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#signer = new TicketSigner(this.#sql);
    this.#group = new GroupCommit(ctx.storage, {
      begin: () => this.#begin(),
      finish: (tx) => writeState(tx.sql, tx.state),
      rebuild: () => this.#rebuild(),
      committed: () => this.#alarmLoop.arm(nextWakeMs(this.#state, Date.now())),
    });
    const queues = { facts: env.FACTS, letters: env.LETTERS };
    this.#alarmLoop = new AlarmLoop(ctx.storage, queues, this.#group, () => this.#gate().cancelEvent());
    ctx.blockConcurrencyWhile(async () => {
      if (!isLaid(this.#sql)) return;
      await layTables(ctx.storage);
      mendFutureTimes(this.#sql, Date.now());
      this.#state = readState(this.#sql, Date.now());
      // The alarm may have died with the process, or have used up its retries.
      this.#alarmLoop.arm(nextWakeMs(this.#state, Date.now()));
    });
  }

  #rebuild(): void {
    try {
      this.#state = readState(this.#sql, Date.now());
    } catch (error) {
      // Memory that may be ahead of storage must not answer anybody.
      this.ctx.abort('the book could not be read again');
      throw error;
    }
  }

  #begin(): Transaction {
    invariant(this.#state !== null, 'a command finds the tables laid');
    const tx = new Transaction(this.#sql, this.#state, Date.now());
    endDueHolds(tx);
    return tx;
  }

  /** The tables, made if this is the first thing ever written. */
  async #lay(): Promise<void> {
    if (this.#state !== null) return;
    await layTables(this.ctx.storage);
    this.#state ??= readState(this.#sql, Date.now());
  }

  get #isPublished(): boolean {
    return this.#state?.event != null;
  }

  get #isBusy(): boolean {
    return this.#group.weight >= mostWaiting;
  }

  // --- from the catalogue

  async publish(snapshot: EventSnapshot, revision: number) {
    invariant(Number.isSafeInteger(revision) && revision > 0, 'a revision counts from 1');
    await this.#lay();
    // Made before the transaction, which can't wait; thrown away if another publish was first.
    const key = this.#signer.hasKey() ? null : await newTicketKey();
    const published = await this.#group.run((tx) => publish(tx, snapshot, revision, key));
    // A small cancelled event is wound up at once. A large one, and one whose gate does not answer, goes on by the alarm.
    if (this.#state?.sweep === 'gate') await this.#alarmLoop.sweep(roundsAtOnce).catch(noteSilentGate);
    return published;
  }

  async openChannel(channel: ChannelSnapshot, revision: number) {
    if (!this.#isPublished) return refuse('not-found');
    return this.#group.run((tx) => openChannel(tx, channel, revision));
  }

  async closeChannel(widgetId: string, dealId: string | null): Promise<void> {
    await this.#lay();
    await this.#group.run((tx) => closeChannel(tx, widgetId, dealId));
  }

  // --- the sale

  async placeHolds(commands: Calls.PlaceHold[]) {
    return this.#together(commands, placeHolds);
  }

  async openOrders(commands: Calls.OpenOrder[]) {
    return this.#together(commands, openOrders);
  }

  /** The commands of one call are one command of a group. When they fail, each is tried alone: they are many people's. */
  async #together<Command, Answer>(
    commands: Command[],
    decide: (tx: Transaction, commands: readonly Command[]) => Answer[],
  ): Promise<Calls.Each<Answer | Refused<'not-found' | 'busy'>>[]> {
    if (!this.#isPublished) return commands.map(() => ({ answer: refuse('not-found') }));
    if (this.#isBusy) return commands.map(() => ({ answer: refuse('busy') }));
    try {
      const answers = await this.#group.run((tx) => decide(tx, commands), commands.length);
      return answers.map((answer) => ({ answer }));
    } catch (error) {
      if (commands.length > 1) {
        const alone = await Promise.all(commands.map((command) => this.#together([command], decide)));
        return alone.flat();
      }
      console.error(JSON.stringify({ level: 'error', at: 'event-sales/batch', error: whereItBroke(error) }));
      return [{ broken: true }];
    }
  }

  async releaseHold(holdId: string) {
    if (!this.#isPublished) return refuse('not-found');
    return this.#group.run((tx) => releaseHold(tx, holdId));
  }

  async recordPayment(command: Calls.RecordPayment) {
    if (!this.#isPublished) return refuse('not-found');
    return this.#group.run((tx) => recordPayment(tx, command));
  }

  async settle(command: Calls.SettlePayment) {
    if (!this.#isPublished) return refuse('not-found');
    return this.#group.run((tx) => settle(tx, command));
  }

  async cancelOrder(orderId: string) {
    if (!this.#isPublished) return refuse('not-found');
    return this.#group.run((tx) => cancelOrder(tx, orderId));
  }

  async confirmOrder(command: Calls.ConfirmOrder) {
    if (!this.#isPublished) return refuse('not-found');
    return this.#group.run((tx) => confirmOrder(tx, command));
  }

  async issueTicket(command: Calls.IssueTicket) {
    if (!this.#isPublished) return refuse('not-found');
    const issued = await this.#group.run((tx) => issueTicket(tx, command));
    if (!issued.ok) return issued;
    const value = await this.ticket(issued.value.ticketId);
    invariant(value !== null, 'an issued ticket exists');
    return ok({ value, replayed: issued.value.replayed });
  }

  async refundOrder(command: Calls.RefundOrder) {
    if (!this.#isPublished) return refuse('not-found');
    const begun = await this.#group.run((tx) => beginRefund(tx, command));
    if (!begun.ok) return begun;
    return begun.value.kind === 'answered' ? ok(begun.value.answer) : this.#voidAtGate(begun.value.question);
  }

  async finishRefund(refundId: string): Promise<boolean> {
    const question = this.#isPublished ? waitingQuestion(this.#sql, refundId) : null;
    if (question === null) return true;
    const finished = await this.#voidAtGate(question);
    return finished.ok || finished.code !== 'busy';
  }

  /** Once the gate has answered nobody enters with these tickets; only then the money goes. */
  async #voidAtGate({ refundId, tickets, evenIfAdmitted }: GateQuestion) {
    let admitted: string[] = [];
    try {
      if (tickets.length > 0) ({ admitted } = await this.#gate().voidTickets(tickets, evenIfAdmitted));
    } catch (error) {
      noteSilentGate(error);
      return refuse('busy');
    }
    return this.#group.run((tx) => finishRefund(tx, refundId, admitted));
  }

  #gate() {
    invariant(this.#state?.event != null, 'an event with a gate is published');
    return this.env.CHECK_IN_GATE.getByName(this.#state.event.eventId);
  }

  async settleRefund(refundId: string, outcome: 'sent' | 'confirmed' | 'failed') {
    if (!this.#isPublished) return refuse('not-found');
    return this.#group.run((tx) => settleRefund(tx, refundId, outcome));
  }

  async failedRefunds(refundIds: readonly string[]) {
    return this.#isPublished ? failedRefunds(this.#sql, refundIds) : [];
  }

  async retryRefund(command: Parameters<Calls.EventSalesCalls['retryRefund']>[0]) {
    if (!this.#isPublished) return refuse('not-found');
    return this.#group.run((tx) => retryRefund(tx, command));
  }

  async sendTickets(orderId: string) {
    if (!this.#isPublished) return refuse('not-found');
    return this.#group.run((tx) => askForMailing(tx, orderId));
  }

  // --- reading

  /** Reads see a hold that is past its end as ended, however late the alarm is. */
  async #reading(): Promise<SalesState | null> {
    const due = this.#state?.nextHoldEndMs;
    if (due != null && due <= Date.now()) await this.#group.run(() => null);
    return this.#isPublished ? this.#state : null;
  }

  async widgetView(widgetId: string) {
    const state = await this.#reading();
    return state && widgetView(state, widgetId, Date.now());
  }

  async stock() {
    const state = await this.#reading();
    return state === null ? [] : stockView(state, Date.now());
  }

  async promoUses() {
    const state = await this.#reading();
    return state === null ? [] : [...state.promos, ...state.retiredPromos].map(([code, { used }]) => ({ code, used }));
  }

  async orderByToken(orderId: string, token: string): Promise<Calls.OpenedOrderView | null> {
    const state = await this.#reading();
    return state !== null && opensOrder(state, orderId, token) ? this.order(orderId) : null;
  }

  async order(orderId: string): Promise<Calls.OpenedOrderView | null> {
    const state = await this.#reading();
    const order = state && orderRow(this.#sql, orderId);
    return state && order && orderView(this.#sql, state, order);
  }

  async orderTickets(orderId: string) {
    const order = this.#isPublished ? orderRow(this.#sql, orderId) : null;
    return order === null ? [] : orderTickets(this.#sql, order);
  }

  async orderForDelivery(orderId: string): Promise<Calls.OrderForDelivery | null> {
    const state = await this.#reading();
    const order = state && orderRow(this.#sql, orderId);
    if (state === null || order === null) return null;
    const rows = ticketsOfOrder(this.#sql, orderId);
    const channel = order.widget_id === null ? undefined : state.channels.get(order.widget_id);
    return {
      view: orderView(this.#sql, state, order).view,
      eventRevision: state.event?.eventRevision ?? 0,
      orderToken: orderToken(state, orderId),
      confirmToken: awaitsConfirmation(order) ? confirmToken(state, orderId) : null,
      organizerId: state.event?.organizerId ?? '',
      distributorName: channel?.snapshot?.distributorName ?? null,
      tickets: await Promise.all(rows.map((row) => this.#signer.record(row, order))),
    };
  }

  async ticket(ticketId: string): Promise<Calls.TicketRecord | null> {
    if (!this.#isPublished) return null;
    const row = ticketRow(this.#sql, ticketId);
    const order = row && orderRow(this.#sql, row.order_id);
    return row && order && this.#signer.record(row, order);
  }

  async ticketByToken(ticketId: string, token: string): Promise<Calls.TicketRecord | null> {
    const row = this.#isPublished ? ticketRow(this.#sql, ticketId) : null;
    if (row === null || this.#state === null) return null;
    return opensOrder(this.#state, row.order_id, token) ? this.ticket(ticketId) : null;
  }

  async ticketKey() {
    return this.#isPublished ? this.#signer.publicKey() : null;
  }

  async ownerAndStatus() {
    const event = this.#state?.event ?? null;
    return event && { organizerId: event.organizerId, status: event.status };
  }

  async gateTickets(afterTicketId: string | null) {
    return this.#isPublished ? gateTicketPage(this.#sql, afterTicketId) : [];
  }

  async ledger(forDistributorId: string | null, afterEntryId: string | null) {
    if (!this.#isPublished) return { entries: [], next: null };
    return ledgerPage(this.#sql, forDistributorId, afterEntryId);
  }

  async reconcile(): Promise<Calls.Reconciliation | null> {
    return this.#isPublished ? reconcile(this.#group) : null;
  }

  async orderFacts(afterOrderId: string | null, numberAbove: number | null): Promise<Calls.OrderFacts> {
    if (!this.#isPublished) return { seq: null, orders: [], onTheirWay: [], next: null };
    return this.#group.run((tx) => orderFacts(tx, afterOrderId, numberAbove));
  }

  async channelFacts(numberAbove: number): Promise<Calls.ChannelFacts> {
    if (!this.#isPublished) return { seq: 0, channels: [] };
    return this.#group.run((tx) => channelFacts(tx, numberAbove));
  }

  async channels() {
    const state = await this.#reading();
    return state === null ? [] : channelsOf(state);
  }

  async paymentFacts(afterPaymentId: string | null) {
    return this.#isPublished ? paymentFacts(this.#sql, afterPaymentId) : { payments: [], next: null };
  }

  async factLag(): Promise<Calls.FactLag> {
    const lag = this.#isPublished ? factLag(this.#sql) : { waiting: 0, sinceMs: null };
    return { ...lag, nowMs: Date.now(), seq: this.#state?.seq ?? 0 };
  }

  async tellTime(nowMs: number): Promise<void> {
    startAnewWhenAhead(this.ctx, nowMs);
  }

  // --- the outbox

  async done(jobIds: string[]): Promise<void> {
    if (!this.#isPublished) return;
    await this.#group.run((tx) => finishJobs(tx, jobIds));
  }

  /** Never throws: after six failures the platform would forget the alarm. */
  override async alarm(): Promise<void> {
    if (!this.#isPublished) return;
    await this.#alarmLoop.work(() => nextWakeMs(this.#state, Date.now()));
  }
}

/** Nothing is lost by it: what waits for the gate stands in storage and is asked again. */
function noteSilentGate(error: unknown): void {
  const name = error instanceof Error ? error.name : 'unknown';
  console.warn(JSON.stringify({ level: 'warn', at: 'event-sales/gate', error: name }));
}
