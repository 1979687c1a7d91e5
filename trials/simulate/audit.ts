// The invariants, judged from the rows alone by an independent recount: some after every step, the others at the end.

import { moment } from './platform.ts';
import type { World } from './world.ts';

type Line = { quantity: number };

/** Safety: what must never happen, whatever died. */
export function auditStep(world: World): string[] {
  const wrong: string[] = [];
  const { disk } = world;
  const live = disk.all("select lines from holds where status in ('placed', 'ordered')");
  const held = live.reduce((sum, row) => sum + quantityOf(String(row.lines)), 0);
  const [sold] = disk.all(`select count(*) as n from tickets where ${takesPlace}`);
  const people = peopleAndPromises(world);
  for (const type of disk.all('select * from ticket_types')) {
    if (type.held !== held) wrong.push(`I2 held ${type.held}, recounted ${held}`);
    if (type.sold !== sold?.n) wrong.push(`I2 sold ${type.sold}, recounted ${sold?.n}`);
    if (held + Number(sold?.n) > Number(type.capacity))
      wrong.push(`I1 oversold: ${held}+${sold?.n} of ${type.capacity}`);
    // A cancelled event sells no more, so its places are not counted.
    if (!world.cancelled && held + people > Number(type.capacity))
      wrong.push(`G3 ${people} are in or may come, ${held} are held, of ${type.capacity} places`);
  }
  for (const entry of disk.all('select entry_id, postings from entries')) {
    const postings: { amountMinor: number }[] = JSON.parse(String(entry.postings));
    const sum = postings.reduce((total, one) => total + one.amountMinor, 0);
    if (sum !== 0) wrong.push(`M1 ${entry.entry_id} sums to ${sum}`);
  }
  const paid =
    disk.all(`select o.*, h.ends_at, (select count(*) from tickets t where t.order_id = o.order_id) as issued,
    (select count(*) from entries e where e.order_id = o.order_id and e.kind = 'sale') as sales
    from orders o left join holds h on h.hold_id = o.hold_id where o.paid_at is not null`);
  for (const order of paid) {
    if (Number(order.refunded_minor) > Number(order.total_minor)) wrong.push(`M3 ${order.order_id} refunded too much`);
    const returned = order.status === 'paid-late' || (order.status === 'refunded' && order.issued === 0);
    if (returned) continue;
    if (order.issued !== quantityOf(String(order.lines)))
      wrong.push(`O1 ${order.order_id} has ${order.issued} tickets`);
    if (Number(order.total_minor) > 0 && order.sales !== 1)
      wrong.push(`M1 ${order.order_id}: ${order.sales} sale entries`);
    const late = order.paid_late === 0 && order.ends_at !== null && Number(order.paid_at) > Number(order.ends_at);
    if (late) wrong.push(`I5 ${order.order_id} sold from a hold that had ended`);
  }
  const kept = new Set(paid.map((order) => order.order_id));
  for (const orderId of world.toldPaid) if (!kept.has(orderId)) wrong.push(`O4 ${orderId} was told paid and is not`);
  return wrong;
}

/** Tickets whose place is taken: valid ones, and refunded ones whose guest is in. */
const takesPlace = "(status = 'valid' or keeps_place = 1)";

/** By what the gate itself has seen: who is in, and who may still enter. */
function peopleAndPromises({ disk, admitted }: World): number {
  const valid = disk.all("select ticket_id from tickets where status = 'valid'").map((row) => String(row.ticket_id));
  return new Set([...valid, ...admitted]).size;
}

export function quantityOf(lines: string): number {
  const parsed: Line[] = JSON.parse(lines);
  return parsed.reduce((sum, line) => sum + line.quantity, 0);
}

/** Liveness: once faults stop, all of it must have happened. */
export function auditEnd(world: World): string[] {
  const wrong: string[] = [];
  const { disk } = world;
  for (const row of disk.all('select job_id, sends from outbox'))
    wrong.push(`O5 ${row.job_id} still waits after ${row.sends} sendings`);
  for (const row of disk.all(
    "select hold_id from holds where status in ('placed', 'ordered') and ends_at < ?",
    moment.nowMs - 600_000,
  )) {
    wrong.push(`O5 ${row.hold_id} has not ended`);
  }
  for (const order of disk.all('select * from orders where paid_at is not null')) {
    const copy = world.d1.get(String(order.order_id))?.order;
    const same = copy !== undefined && copy.status === order.status && copy.refundedMinor === order.refunded_minor;
    if (!same) wrong.push(`O6 ${order.order_id}: ${order.status} there, ${copy?.status ?? 'nothing'} in the copy`);
    const sold = disk.all(
      'select ticket_id, status, holder_name, replies from tickets where order_id = ?',
      String(order.order_id),
    );
    for (const ticket of sold) {
      const copied = copy?.tickets.find((one) => one.ticketId === ticket.ticket_id);
      if (copied?.holderName !== ticket.holder_name || JSON.stringify(copied?.replies) !== (ticket.replies ?? '[]'))
        wrong.push(`O6 ${ticket.ticket_id}: another name or reply in the copy`);
      const known = world.gate.get(String(ticket.ticket_id));
      if (known?.status !== ticket.status)
        wrong.push(`O6 ${ticket.ticket_id}: ${known?.status ?? 'unknown'} at the gate`);
    }
    if (order.status === 'paid' && !world.mails.has(String(order.order_id)))
      wrong.push(`O2 ${order.order_id} was not mailed`);
  }
  if (world.cancelled) {
    const [left] = disk.all("select count(*) as n from tickets where status = 'valid'");
    if (left?.n !== 0) wrong.push(`O5 the event is cancelled and ${left?.n} tickets are valid`);
  }
  for (const payment of world.payments.values()) wrong.push(...auditPayment(world, payment.paymentId));
  return wrong;
}

function auditPayment(world: World, paymentId: string): string[] {
  const payment = world.payments.get(paymentId);
  if (payment === undefined || payment.status !== 'succeeded') return [];
  const [ours] = world.disk.all('select status from payments where payment_id = ?', paymentId);
  if (ours?.status !== 'succeeded')
    return [`M4 ${paymentId} paid at the provider, ${ours?.status ?? 'unknown'} in our records`];
  const returned = [...payment.refunds.values()].reduce((sum, one) => sum + one, 0);
  if (returned > payment.amountMinor) return [`M3 ${paymentId}: ${returned} of ${payment.amountMinor} went back`];
  const [order] = world.disk.all('select status, payment_id from orders where order_id = ?', payment.orderId);
  const sells = order?.payment_id === paymentId && ['paid', 'partly-refunded'].includes(String(order.status));
  if (!sells && returned !== payment.amountMinor) return [`M4 ${paymentId}: money kept for nothing (${order?.status})`];
  const [confirmed] = world.disk.all(
    "select coalesce(sum(amount_minor), 0) as n from refunds where payment_id = ? and status = 'confirmed'",
    paymentId,
  );
  return confirmed?.n === returned ? [] : [`M4 ${paymentId}: ${returned} went back, ${confirmed?.n} confirmed`];
}
