// The sales of one event: stock, holds, orders, tickets, ledger and outbox. There is one object per event, so all sales
// of an event happen one after another. This class only connects the parts: each RPC is a command of a group commit or
// a read.
//
// An event that was never published has no tables. Commands for it are `not-found`, reads are empty, and nothing is
// stored.

import { DurableObject } from 'cloudflare:workers';
import { logLine } from '#core/log-line.ts';
import { invariant, ok, type Refused, refuse } from '#core/result.ts';
import { startAnewWhenAhead } from '../tell-time.ts';
import { AlarmLoop, nextWakeMs } from './alarm.ts';
import { cancelOrder } from './commands/cancel-order.ts';
import { closeChannel, openChannel } from './commands/channels.ts';
import { confirmOrder } from './commands/confirm-order.ts';
import { endDueHolds, placeHolds, releaseHold } from './commands/holds.ts';
import { issueTicket } from './commands/issue-ticket.ts';
import { openOrders } from './commands/open-orders.ts';
import { publish } from './commands/publish.ts';
import { beginRefund, finishRefund, type VoidRequest, waitingVoidRequest } from './commands/refund.ts';
import { resendTickets } from './commands/resend-tickets.ts';
import { retryRefund } from './commands/retry-refund.ts';
import { settleRefund } from './commands/return-money.ts';
import { recordPayment, settlePayment } from './commands/settle-payment.ts';
import { hasTables, migrateTables } from './engine/database.ts';
import { opensOrder } from './engine/ids.ts';
import { readState, type SalesState, writeState } from './engine/state.ts';
import { GroupCommit, type NotAPromise, Transaction } from './engine/transaction.ts';
import { mendFutureTimes } from './future-times.ts';
import { removeDone } from './outbox/outbox.ts';
import { channelsOf, exportChannels, exportOrders, exportPayments, outboxLag } from './reads/export-pages.ts';
import { reconcile } from './reads/reconcile.ts';
import { orderForDelivery, orderView, stockView, widgetView } from './reads/views.ts';
import { failedRefunds } from './rows/failed-refunds.ts';
import { ledgerPage } from './rows/ledger.ts';
import { orderRow } from './rows/orders.ts';
import { orderTickets } from './rows/refunds.ts';
import { gateTicketPage, newTicketKey, TicketSigner, ticketRow, ticketsOfOrder } from './rows/tickets.ts';
import type * as Rpc from './rpc.ts';
import type { ChannelSnapshot, EventSnapshot } from './snapshots.ts';

/** How many commands may wait for a commit. The next ones are refused as `busy`, so that waiting times stay bounded. */
const mostWaiting = 2_000;
/** Steps of a wind-up inside the RPC that cancels the event: the gate, the holds, the first orders. */
const windUpRoundsAtOnce = 3;

export class EventSales extends DurableObject<Cloudflare.Env> implements Rpc.EventSalesCalls {
  readonly #sql: SqlStorage;
  readonly #group: GroupCommit;
  readonly #signer: TicketSigner;
  readonly #alarmLoop: AlarmLoop;
  /** Null while the object has no tables. */
  #state: SalesState | null = null;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
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
      if (!hasTables(this.#sql)) return;
      await migrateTables(ctx.storage);
      mendFutureTimes(this.#sql, Date.now());
      this.#state = readState(this.#sql, Date.now());
      // The alarm may be gone: the process died while it ran, or the platform deleted it after six failures.
      this.#alarmLoop.arm(nextWakeMs(this.#state, Date.now()));
    });
  }

  #rebuild(): void {
    try {
      this.#state = readState(this.#sql, Date.now());
    } catch (error) {
      // The state in memory may be ahead of storage, so this instance must not go on; the next one reads it again.
      this.ctx.abort('the state could not be read again');
      throw error;
    }
  }

  #begin(): Transaction {
    invariant(this.#state !== null, 'a command finds the tables made');
    const tx = new Transaction(this.#sql, this.#state, Date.now());
    endDueHolds(tx);
    return tx;
  }

  async #createTables(): Promise<void> {
    if (this.#state !== null) return;
    await migrateTables(this.ctx.storage);
    this.#state ??= readState(this.#sql, Date.now());
  }

  get #isPublished(): boolean {
    return this.#state?.event != null;
  }

  /** Runs one command of a published event. */
  async #command<Value>(
    command: (tx: Transaction) => Value & NotAPromise<Value>,
  ): Promise<Value | Refused<'not-found'>> {
    return this.#isPublished ? this.#group.run(command) : refuse('not-found');
  }

  // --- from the catalog

  async publish(snapshot: EventSnapshot, revision: number) {
    invariant(Number.isSafeInteger(revision) && revision > 0, 'a revision counts from 1');
    await this.#createTables();
    // Made before the transaction, which cannot wait. When two publishes come at once, the second key is not stored.
    const key = this.#signer.hasKey() ? null : await newTicketKey();
    const published = await this.#group.run((tx) => publish(tx, snapshot, revision, key));
    // A small cancelled event is wound up at once. The alarm does the rest of a large one, and all when the gate does
    // not answer.
    if (this.#state?.windUp?.step === 'gate') await this.#alarmLoop.windUp(windUpRoundsAtOnce).catch(logSilentGate);
    return published;
  }

  async openChannel(channel: ChannelSnapshot, revision: number) {
    return this.#command((tx) => openChannel(tx, channel, revision));
  }

  async closeChannel(widgetId: string, dealId: string | null): Promise<void> {
    await this.#createTables();
    await this.#group.run((tx) => closeChannel(tx, widgetId, dealId));
  }

  // --- buying

  async placeHolds(commands: Rpc.PlaceHold[]) {
    return this.#batch(commands, placeHolds);
  }

  async openOrders(commands: Rpc.OpenOrder[]) {
    return this.#batch(commands, openOrders);
  }

  /**
   * Runs the commands of many buyers as one command of a group. When that fails, it runs each alone, so that one bug
   * fails one.
   */
  async #batch<Command, Value>(
    commands: Command[],
    decide: (tx: Transaction, commands: readonly Command[]) => Value[],
  ): Promise<Rpc.BatchResult<Value | Refused<'not-found' | 'busy'>>[]> {
    if (!this.#isPublished) return commands.map(() => ({ result: refuse('not-found') }));
    if (this.#group.weight >= mostWaiting) return commands.map(() => ({ result: refuse('busy') }));
    try {
      const results = await this.#group.run((tx) => decide(tx, commands), commands.length);
      return results.map((result) => ({ result }));
    } catch (error) {
      if (commands.length > 1) {
        const alone = await Promise.all(commands.map((command) => this.#batch([command], decide)));
        return alone.flat();
      }
      console.error(logLine('error', 'event-sales-command-failed', { error }));
      return [{ broken: true }];
    }
  }

  async releaseHold(holdId: string) {
    return this.#command((tx) => releaseHold(tx, holdId));
  }

  async recordPayment(command: Rpc.RecordPayment) {
    return this.#command((tx) => recordPayment(tx, command));
  }

  async settlePayment(reported: Rpc.SettlePayment) {
    return this.#command((tx) => settlePayment(tx, reported));
  }

  async cancelOrder(orderId: string) {
    return this.#command((tx) => cancelOrder(tx, orderId));
  }

  async confirmOrder(command: Rpc.ConfirmOrder) {
    return this.#command((tx) => confirmOrder(tx, command));
  }

  async resendTickets(orderId: string) {
    return this.#command((tx) => resendTickets(tx, orderId));
  }

  async issueTicket(command: Rpc.IssueTicket) {
    const issued = await this.#command((tx) => issueTicket(tx, command));
    if (!issued.ok) return issued;
    const value = await this.ticket(issued.value.ticketId);
    invariant(value !== null, 'an issued ticket exists');
    return ok({ value, replayed: issued.value.replayed });
  }

  // --- refunds

  async refundOrder(command: Rpc.RefundOrder) {
    const begun = await this.#command((tx) => beginRefund(tx, command));
    if (!begun.ok) return begun;
    return begun.value.kind === 'finished' ? ok(begun.value.result) : this.#voidAtGate(begun.value.request);
  }

  async finishRefund(refundId: string): Promise<boolean> {
    const request = this.#isPublished ? waitingVoidRequest(this.#sql, refundId) : null;
    if (request === null) return true;
    const finished = await this.#voidAtGate(request);
    return finished.ok || finished.code !== 'busy';
  }

  /** The money is returned only after the gate has answered: from then on it admits nobody with these tickets. */
  async #voidAtGate({ refundId, tickets, evenIfAdmitted }: VoidRequest) {
    let admitted: string[] = [];
    try {
      if (tickets.length > 0) ({ admitted } = await this.#gate().voidTickets(tickets, evenIfAdmitted));
    } catch (error) {
      logSilentGate(error);
      return refuse('busy');
    }
    return this.#group.run((tx) => finishRefund(tx, refundId, admitted));
  }

  #gate() {
    invariant(this.#state?.event != null, 'an event with a gate is published');
    return this.env.CHECK_IN_GATE.getByName(this.#state.event.eventId);
  }

  async settleRefund(refundId: string, outcome: 'sent' | 'confirmed' | 'failed') {
    return this.#command((tx) => settleRefund(tx, refundId, outcome));
  }

  async failedRefunds(refundIds: readonly string[]) {
    return this.#isPublished ? failedRefunds(this.#sql, refundIds) : [];
  }

  async retryRefund(command: Rpc.RetryRefund) {
    return this.#command((tx) => retryRefund(tx, command));
  }

  // --- reading

  /** The state with all due holds ended, however late the alarm is; null before the first publish. */
  async #freshState(): Promise<SalesState | null> {
    const due = this.#state?.nextHoldEndMs;
    if (due != null && due <= Date.now()) await this.#group.run(() => null);
    return this.#isPublished ? this.#state : null;
  }

  async widgetView(widgetId: string) {
    const state = await this.#freshState();
    return state && widgetView(state, widgetId, Date.now());
  }

  async stock() {
    const state = await this.#freshState();
    return state === null ? [] : stockView(state, Date.now());
  }

  async promoUses() {
    const state = await this.#freshState();
    return state === null ? [] : [...state.promos, ...state.retiredPromos].map(([code, { used }]) => ({ code, used }));
  }

  async orderByToken(orderId: string, token: string): Promise<Rpc.OpenedOrderView | null> {
    const state = await this.#freshState();
    return state !== null && opensOrder(state, orderId, token) ? this.order(orderId) : null;
  }

  async order(orderId: string): Promise<Rpc.OpenedOrderView | null> {
    const state = await this.#freshState();
    const order = state && orderRow(this.#sql, orderId);
    return state && order && orderView(this.#sql, state, order);
  }

  async orderTickets(orderId: string) {
    const state = await this.#freshState();
    const order = state && orderRow(this.#sql, orderId);
    return state === null || order === null ? [] : orderTickets(this.#sql, state, order);
  }

  async orderForDelivery(orderId: string): Promise<Rpc.OrderForDelivery | null> {
    const state = await this.#freshState();
    const order = state && orderRow(this.#sql, orderId);
    if (state === null || order === null) return null;
    const rows = ticketsOfOrder(this.#sql, orderId);
    const tickets = await Promise.all(rows.map((row) => this.#signer.record(row, order)));
    return orderForDelivery(this.#sql, state, order, tickets);
  }

  async ticket(ticketId: string): Promise<Rpc.TicketRecord | null> {
    if (!this.#isPublished) return null;
    const row = ticketRow(this.#sql, ticketId);
    const order = row && orderRow(this.#sql, row.order_id);
    return row && order && this.#signer.record(row, order);
  }

  async ticketByToken(ticketId: string, token: string): Promise<Rpc.TicketRecord | null> {
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

  // --- reconciliation

  async reconcile(): Promise<Rpc.Reconciliation | null> {
    return this.#isPublished ? reconcile(this.#group) : null;
  }

  async exportOrders(afterOrderId: string | null, seqAbove: number | null): Promise<Rpc.OrderExport> {
    if (!this.#isPublished) return { seq: null, orders: [], underWay: [], next: null };
    return this.#group.run((tx) => exportOrders(tx, afterOrderId, seqAbove));
  }

  async exportChannels(seqAbove: number): Promise<Rpc.ChannelExport> {
    if (!this.#isPublished) return { seq: 0, channels: [] };
    return this.#group.run((tx) => exportChannels(tx, seqAbove));
  }

  async channels() {
    const state = await this.#freshState();
    return state === null ? [] : channelsOf(state);
  }

  async exportPayments(afterPaymentId: string | null) {
    return this.#isPublished ? exportPayments(this.#sql, afterPaymentId) : { payments: [], next: null };
  }

  async outboxLag(): Promise<Rpc.OutboxLag> {
    const lag = this.#isPublished ? outboxLag(this.#sql) : { waiting: 0, sinceMs: null };
    return { ...lag, nowMs: Date.now(), seq: this.#state?.seq ?? 0 };
  }

  // --- clock, outbox, alarm

  async tellTime(nowMs: number): Promise<void> {
    startAnewWhenAhead(this.ctx, nowMs);
  }

  async done(messageIds: string[]): Promise<void> {
    if (!this.#isPublished) return;
    await this.#group.run((tx) => removeDone(tx, messageIds));
  }

  /** Never throws: the platform deletes an alarm that failed six times. */
  override async alarm(): Promise<void> {
    if (!this.#isPublished) return;
    await this.#alarmLoop.work(() => nextWakeMs(this.#state, Date.now()));
  }
}

/** A gate that does not answer is not a failure: the refund or the wind-up is stored and asks it again. */
function logSilentGate(error: unknown): void {
  console.warn(logLine('warn', 'gate-silent', { error }));
}
