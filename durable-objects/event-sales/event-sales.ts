// The sales of one event: stock, holds, orders, tickets, ledger and outbox. There is one object per event, so all sales
// of an event happen one after another. This class is the table of its calls: each RPC is a command, which
// `command-runner.ts` runs in a group commit, or a read.
//
// An event that was never published has no tables. Commands for it are `not-found`, reads are empty, and nothing is
// stored.

import { DurableObject } from 'cloudflare:workers';
import { invariant, ok, refuse } from '#core/result.ts';
import { startAnewWhenAhead } from '../tell-time.ts';
import { CommandRunner, logSilentGate } from './command-runner.ts';
import { cancelOrder } from './commands/cancel-order.ts';
import { closeChannel, openChannel } from './commands/channels.ts';
import { confirmOrder } from './commands/confirm-order.ts';
import { placeHolds, releaseHold } from './commands/holds.ts';
import { issueTicket } from './commands/issue-ticket.ts';
import { openOrders } from './commands/open-orders.ts';
import { publish } from './commands/publish.ts';
import { beginRefund, finishRefund, type VoidRequest, waitingVoidRequest } from './commands/refund.ts';
import { retryRefund } from './commands/retry-refund.ts';
import { settleRefund } from './commands/return-money.ts';
import { recordPayment, settlePayment } from './commands/settle-payment.ts';
import { renameHolder, resendTickets } from './commands/sold-tickets.ts';
import { opensOrder } from './engine/ids.ts';
import { removeDone } from './outbox/outbox.ts';
import { channelsOf, exportChannels, exportOrders, exportPayments, outboxLag } from './reads/export-pages.ts';
import { orderPast } from './reads/order-past.ts';
import { reconcile } from './reads/reconcile.ts';
import { orderForDelivery, orderView, stockView, widgetView } from './reads/views.ts';
import { failedRefunds } from './rows/failed-refunds.ts';
import { ledgerPage } from './rows/ledger.ts';
import { orderRow } from './rows/orders.ts';
import { orderTickets } from './rows/refunds.ts';
import { gateTicketPage, newTicketKey, TicketSigner, ticketRow, ticketsOfOrder } from './rows/tickets.ts';
import type * as Rpc from './rpc.ts';
import type { ChannelSnapshot, EventSnapshot } from './snapshots.ts';

export class EventSales extends DurableObject<Cloudflare.Env> implements Rpc.EventSalesCalls {
  readonly #sql: SqlStorage;
  readonly #signer: TicketSigner;
  readonly #runner: CommandRunner;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#signer = new TicketSigner(this.#sql);
    this.#runner = new CommandRunner(ctx, env);
  }

  // --- from the catalog

  async publish(snapshot: EventSnapshot, revision: number) {
    invariant(Number.isSafeInteger(revision) && revision > 0, 'a revision counts from 1');
    await this.#runner.createTables();
    // Made before the transaction, which cannot wait. When two publishes come at once, the second key is not stored.
    const key = this.#signer.hasKey() ? null : await newTicketKey();
    const published = await this.#runner.group.run((tx) => publish(tx, snapshot, revision, key));
    await this.#runner.windUpAtOnce();
    return published;
  }

  async openChannel(channel: ChannelSnapshot, revision: number) {
    return this.#runner.command((tx) => openChannel(tx, channel, revision));
  }

  async closeChannel(widgetId: string, dealId: string | null): Promise<void> {
    await this.#runner.createTables();
    await this.#runner.group.run((tx) => closeChannel(tx, widgetId, dealId));
  }

  // --- buying

  async placeHolds(commands: Rpc.PlaceHold[]) {
    return this.#runner.batch(commands, placeHolds);
  }

  async openOrders(commands: Rpc.OpenOrder[]) {
    return this.#runner.batch(commands, openOrders);
  }

  async releaseHold(holdId: string) {
    return this.#runner.command((tx) => releaseHold(tx, holdId));
  }

  async recordPayment(command: Rpc.RecordPayment) {
    return this.#runner.command((tx) => recordPayment(tx, command));
  }

  async settlePayment(reported: Rpc.SettlePayment) {
    return this.#runner.command((tx) => settlePayment(tx, reported));
  }

  async cancelOrder(orderId: string) {
    return this.#runner.command((tx) => cancelOrder(tx, orderId));
  }

  async confirmOrder(command: Rpc.ConfirmOrder) {
    return this.#runner.command((tx) => confirmOrder(tx, command));
  }

  async resendTickets(orderId: string) {
    return this.#runner.command((tx) => resendTickets(tx, orderId));
  }

  async renameHolder(command: Rpc.RenameHolder) {
    return this.#runner.command((tx) => renameHolder(tx, command));
  }

  async issueTicket(command: Rpc.IssueTicket) {
    const issued = await this.#runner.command((tx) => issueTicket(tx, command));
    if (!issued.ok) return issued;
    const value = await this.ticket(issued.value.ticketId);
    invariant(value !== null, 'an issued ticket exists');
    return ok({ value, replayed: issued.value.replayed });
  }

  // --- refunds

  async refundOrder(command: Rpc.RefundOrder) {
    const begun = await this.#runner.command((tx) => beginRefund(tx, command));
    if (!begun.ok) return begun;
    return begun.value.kind === 'finished' ? ok(begun.value.result) : this.#voidAtGate(begun.value.request);
  }

  async finishRefund(refundId: string): Promise<boolean> {
    const request = this.#runner.isPublished ? waitingVoidRequest(this.#sql, refundId) : null;
    if (request === null) return true;
    const finished = await this.#voidAtGate(request);
    return finished.ok || finished.code !== 'busy';
  }

  /** The money is returned only after the gate has answered: from then on it admits nobody with these tickets. */
  async #voidAtGate({ refundId, tickets, evenIfAdmitted }: VoidRequest) {
    let admitted: string[] = [];
    try {
      if (tickets.length > 0) ({ admitted } = await this.#runner.gate().voidTickets(tickets, evenIfAdmitted));
    } catch (error) {
      logSilentGate(error);
      return refuse('busy');
    }
    return this.#runner.group.run((tx) => finishRefund(tx, refundId, admitted));
  }

  async settleRefund(refundId: string, outcome: 'sent' | 'confirmed' | 'failed') {
    return this.#runner.command((tx) => settleRefund(tx, refundId, outcome));
  }

  async failedRefunds(refundIds: readonly string[]) {
    return this.#runner.isPublished ? failedRefunds(this.#sql, refundIds) : [];
  }

  async retryRefund(command: Rpc.RetryRefund) {
    return this.#runner.command((tx) => retryRefund(tx, command));
  }

  // --- reading

  async widgetView(widgetId: string) {
    const state = await this.#runner.freshState();
    return state && widgetView(state, widgetId, Date.now());
  }

  async stock() {
    const state = await this.#runner.freshState();
    return state === null ? [] : stockView(state, Date.now());
  }

  async promoUses() {
    const state = await this.#runner.freshState();
    return state === null ? [] : [...state.promos, ...state.retiredPromos].map(([code, { used }]) => ({ code, used }));
  }

  async orderByToken(orderId: string, token: string): Promise<Rpc.OpenedOrderView | null> {
    const state = await this.#runner.freshState();
    return state !== null && opensOrder(state, orderId, token) ? this.order(orderId) : null;
  }

  async order(orderId: string): Promise<Rpc.OpenedOrderView | null> {
    const state = await this.#runner.freshState();
    const order = state && orderRow(this.#sql, orderId);
    return state && order && orderView(this.#sql, state, order);
  }

  async orderTickets(orderId: string) {
    const state = await this.#runner.freshState();
    const order = state && orderRow(this.#sql, orderId);
    return state === null || order === null ? { items: [], replies: [] } : orderTickets(this.#sql, state, order);
  }

  async orderPast(orderId: string) {
    return (await this.#runner.freshState()) && orderPast(this.#sql, orderId);
  }

  async orderForDelivery(orderId: string): Promise<Rpc.OrderForDelivery | null> {
    const state = await this.#runner.freshState();
    const order = state && orderRow(this.#sql, orderId);
    if (state === null || order === null) return null;
    const rows = ticketsOfOrder(this.#sql, orderId);
    const tickets = await Promise.all(rows.map((row) => this.#signer.record(row, order)));
    return orderForDelivery(this.#sql, state, order, tickets);
  }

  async ticket(ticketId: string): Promise<Rpc.TicketRecord | null> {
    if (!this.#runner.isPublished) return null;
    const row = ticketRow(this.#sql, ticketId);
    const order = row && orderRow(this.#sql, row.order_id);
    return row && order && this.#signer.record(row, order);
  }

  async ticketByToken(ticketId: string, token: string): Promise<Rpc.TicketRecord | null> {
    const row = this.#runner.isPublished ? ticketRow(this.#sql, ticketId) : null;
    const { state } = this.#runner;
    if (row === null || state === null) return null;
    return opensOrder(state, row.order_id, token) ? this.ticket(ticketId) : null;
  }

  async ticketKey() {
    return this.#runner.isPublished ? this.#signer.publicKey() : null;
  }

  async ownerAndStatus() {
    const event = this.#runner.state?.event ?? null;
    return event && { organizerId: event.organizerId, status: event.status };
  }

  async gateTickets(afterTicketId: string | null) {
    return this.#runner.isPublished ? gateTicketPage(this.#sql, afterTicketId) : [];
  }

  async ledger(forDistributorId: string | null, afterEntryId: string | null) {
    if (!this.#runner.isPublished) return { entries: [], next: null };
    return ledgerPage(this.#sql, forDistributorId, afterEntryId);
  }

  // --- reconciliation

  async reconcile(): Promise<Rpc.Reconciliation | null> {
    return this.#runner.isPublished ? reconcile(this.#runner.group) : null;
  }

  async exportOrders(afterOrderId: string | null, seqAbove: number | null): Promise<Rpc.OrderExport> {
    if (!this.#runner.isPublished) return { seq: null, orders: [], underWay: [], next: null };
    return this.#runner.group.run((tx) => exportOrders(tx, afterOrderId, seqAbove));
  }

  async exportChannels(seqAbove: number): Promise<Rpc.ChannelExport> {
    if (!this.#runner.isPublished) return { seq: 0, channels: [] };
    return this.#runner.group.run((tx) => exportChannels(tx, seqAbove));
  }

  async channels() {
    const state = await this.#runner.freshState();
    return state === null ? [] : channelsOf(state);
  }

  async exportPayments(afterPaymentId: string | null) {
    return this.#runner.isPublished ? exportPayments(this.#sql, afterPaymentId) : { payments: [], next: null };
  }

  async outboxLag(): Promise<Rpc.OutboxLag> {
    const lag = this.#runner.isPublished ? outboxLag(this.#sql) : { waiting: 0, sinceMs: null };
    return { ...lag, nowMs: Date.now(), seq: this.#runner.state?.seq ?? 0 };
  }

  // --- clock, outbox, alarm

  async tellTime(nowMs: number): Promise<void> {
    startAnewWhenAhead(this.ctx, nowMs);
  }

  async done(messageIds: string[]): Promise<void> {
    if (!this.#runner.isPublished) return;
    await this.#runner.group.run((tx) => removeDone(tx, messageIds));
  }

  override async alarm(): Promise<void> {
    await this.#runner.workOfAlarm();
  }
}
