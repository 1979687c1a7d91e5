// What happens in a history, one step at a time: buyers, money, mail, the clock, and whoever edits the event.

import type { PlacedHold } from '#core/contracts/sales.ts';
import type { BatchResult } from '../../durable-objects/event-sales/rpc.ts';
import { auditPrice, auditSoldOut, replyOf } from './audit-rules.ts';
import { consume, settle } from './consumer.ts';
import { publish } from './organizer.ts';
import { codes, questionId } from './settings.ts';
import type { World } from './world.ts';

type Step = (world: World) => Promise<void>;

async function placeHolds(world: World): Promise<void> {
  // Several commands in one turn share a commit, and one of them may be a copy of another.
  const count = world.random.between(1, 4);
  const key = world.newKey();
  await Promise.all(
    Array.from({ length: count }, (_, i) =>
      placeHold(world, i > 0 && world.random.chance(0.3) ? key : i === 0 ? key : world.newKey()),
    ),
  );
}

async function placeHold(world: World, key: string): Promise<void> {
  const widgetId = world.random.pick(world.widgets);
  const quantity = world.random.between(1, 3);
  const promoCode = world.random.chance(0.35) ? world.random.pick(codes).code.toLowerCase() : undefined;
  const fingerprint = `${widgetId}:${quantity}:${promoCode}`;
  const lines = [{ ticketTypeId: world.typeId, quantity }];
  const comer = world.newComer();
  const command = { widgetId, key, fingerprint, lines, ...comer, ...(promoCode !== undefined && { promoCode }) };
  const response = await world.call(async (sales) => only(await sales.placeHolds([command])));
  if (response?.ok === false && response.code === 'sold-out')
    world.broken.push(...auditSoldOut(world, widgetId, quantity));
  if (response?.ok !== true) return;
  const placed: PlacedHold = JSON.parse(response.value.value);
  const { holdId, total } = placed;
  const known = world.holds.find((one) => one.holdId === holdId);
  if (known !== undefined) {
    if (known.totalMinor !== total.amount) world.broken.push(`F1 ${holdId}: another total for the same key`);
    return;
  }
  const other = world.holds.find((one) => one.key === key && one.widgetId === widgetId);
  if (other !== undefined) world.broken.push(`F1 one key, two holds: ${holdId} and ${other.holdId}`);
  // A repeated key is answered with the price of its first time.
  if (!response.value.replayed) world.broken.push(...auditPrice(world, placed, promoCode?.toUpperCase()));
  world.holds.push({ holdId, key, widgetId, quantity, totalMinor: total.amount });
}

// A command that met a bug throws, as it would for its buyer.
function only<Value>([one]: BatchResult<Value>[]): Value {
  if (one === undefined || 'broken' in one) throw new Error('a command of a batch broke');
  return one.result;
}

const addresses = ['a@example.org', 'b@example.org', 'B@Example.org'] as const;

async function openOrder(world: World): Promise<void> {
  // Mostly a young one, or nearly all of them would have ended.
  const hold = world.holds[Math.max(0, world.holds.length - 1 - world.random.below(3))];
  if (hold === undefined) return;
  const key = `order-${hold.key}`;
  const buyer = { name: 'B', email: world.random.pick(addresses) };
  const replies = Array.from({ length: hold.quantity }, (_, place) => ({
    questionId,
    ticketTypeId: world.typeId,
    place,
    text: replyOf(hold.key, place),
  }));
  const command = { holdId: hold.holdId, key, fingerprint: buyer.email, buyer, locale: 'ru', replies } as const;
  const response = await world.call(async (sales) => only(await sales.openOrders([command])));
  if (response?.ok !== true) return;
  const { orderId, totalMinor, status } = response.value.value;
  if (totalMinor !== hold.totalMinor)
    world.broken.push(`P1 ${orderId} costs ${totalMinor}, its hold said ${hold.totalMinor}`);
  if (status === 'paid') world.toldPaid.add(orderId);
  if (!world.orders.some((one) => one.orderId === orderId)) {
    world.orders.push({ orderId, holdId: hold.holdId, key, totalMinor, attempt: 1 });
  }
  if (totalMinor > 0) await startPayment(world, orderId, totalMinor);
}

/** The organizer puts another name on a ticket, and the request may come twice. */
async function renameHolder(world: World): Promise<void> {
  const tickets = world.disk.all('select ticket_id, order_id from tickets');
  const ticket = tickets[world.random.below(tickets.length)];
  if (ticket === undefined) return;
  const by = { userId: 'usr_organizer', role: 'organizer' } as const;
  const key = world.newKey();
  const which = { ticketId: String(ticket.ticket_id), orderId: String(ticket.order_id) };
  const command = { ...which, by, key, fingerprint: 'f', name: `N ${key}`, reason: '' };
  for (let time = world.random.between(1, 2); time > 0; time -= 1) {
    const response = await world.call((sales) => sales.renameHolder(command));
    if (response?.ok === true && response.value.value !== command.name)
      world.broken.push(`Q2 ${which.ticketId} got another holder name than the one in the request`);
  }
}

/** The organizer's own free ticket. */
async function giveTicket(world: World): Promise<void> {
  if (!world.random.chance(0.3)) return;
  const holder = { name: 'G', email: 'a@example.org' };
  const by = { userId: 'usr_organizer', role: 'organizer' } as const;
  const given = { ticketTypeId: world.typeId, holder, locale: 'ru', by } as const;
  const command = { ...given, key: world.newKey(), fingerprint: 'f' };
  await world.call((sales) => sales.issueTicket(command));
}

async function startPayment(world: World, orderId: string, totalMinor: number): Promise<void> {
  const order = await world.call((sales) => sales.order(orderId));
  const attempt = order?.payment?.attempt;
  if (attempt === undefined || world.chance(world.settings.providerDown)) return;
  const paymentId = `pay_${orderId}_${attempt}`;
  if (!world.payments.has(paymentId)) {
    world.payments.set(paymentId, { paymentId, orderId, amountMinor: totalMinor, status: 'open', refunds: new Map() });
  }
  const record = { orderId, attempt, provider: 'test', paymentId, url: `https://pay/${paymentId}` };
  await world.call((sales) => sales.recordPayment(record));
}

/** A purchase without faults, in between. */
async function buyThrough(world: World): Promise<void> {
  await placeHold(world, world.newKey());
  await openOrder(world);
  const payment = [...world.payments.values()].at(-1);
  if (payment?.status !== 'open') return;
  payment.status = 'succeeded';
  world.webhooks.push(payment);
  await returnPage(world);
}

async function payAgain(world: World): Promise<void> {
  const order = world.orders[world.random.below(world.orders.length)];
  if (order !== undefined && order.totalMinor > 0) await startPayment(world, order.orderId, order.totalMinor);
}

async function buyerPays(world: World): Promise<void> {
  const open = [...world.payments.values()].filter((one) => one.status === 'open');
  const payment = open[world.random.below(open.length)];
  if (payment === undefined) return;
  payment.status = world.random.chance(0.75) ? 'succeeded' : 'failed';
  if (!world.chance(world.settings.webhookLost)) world.webhooks.push(payment);
}

async function webhookComes(world: World): Promise<void> {
  const payment = world.webhooks[world.random.below(world.webhooks.length)];
  if (payment === undefined) return;
  const response = await settle(world, payment);
  if (response?.ok === true && response.value.status === 'paid') world.toldPaid.add(payment.orderId);
  // Sent again unless there was a response, and sometimes even then.
  if (response !== null && world.random.chance(0.7)) world.webhooks.splice(world.webhooks.indexOf(payment), 1);
}

async function returnPage(world: World): Promise<void> {
  const all = [...world.payments.values()];
  const payment = all[world.random.below(all.length)];
  if (payment !== undefined && !world.chance(world.settings.providerDown)) await settle(world, payment);
}

async function refund(world: World): Promise<void> {
  const order = world.orders[world.random.below(world.orders.length)];
  if (order === undefined) return;
  const tickets = world.disk.all(
    "select ticket_id from tickets where order_id = ? and status = 'valid'",
    order.orderId,
  );
  const ticketIds = world.random.chance(0.5) ? null : tickets.slice(0, 1).map((one) => String(one.ticket_id));
  if (ticketIds?.length === 0) return;
  const by = { userId: 'usr_organizer', role: 'organizer' } as const;
  const evenIfAdmitted = world.random.chance(0.4);
  const asked = { fingerprint: 'f', ticketIds, reason: 'r', evenIfAdmitted };
  const command = { by, orderId: order.orderId, key: world.newKey(), ...asked };
  const response = await world.call((sales) => sales.refundOrder(command));
  if (response?.ok !== true) return;
  for (const ticketId of response.value.value.ticketIds) {
    world.toldRefunded.add(ticketId);
    if (world.admitted.has(ticketId) && !evenIfAdmitted && !world.cancelled)
      world.broken.push(`G2 ${ticketId} is in and was refunded unasked`);
  }
}

/** A guest at the door, mostly with a valid ticket. */
async function guestComes(world: World): Promise<void> {
  const sold = await world.call((sales) => sales.gateTickets(null));
  const ticket = sold?.[world.random.below(sold.length)];
  if (ticket !== undefined) world.scan(ticket);
}

async function giveUp(world: World): Promise<void> {
  const { random } = world;
  const order = world.orders[random.below(world.orders.length)];
  const hold = world.holds[random.below(world.holds.length)];
  if (order !== undefined && random.chance(0.5)) await world.call((sales) => sales.cancelOrder(order.orderId));
  else if (hold !== undefined) await world.call((sales) => sales.releaseHold(hold.holdId));
}

async function timePasses(world: World): Promise<void> {
  // Time passes: mostly seconds, sometimes more than any hold lives.
  world.stepClock(world.random.pick([1_000, 5_000, 20_000, 60_000, 11 * 60_000]));
  await world.ringIfDue();
}

export const minuteMs = 60_000;

const dayMs = 24 * 60 * minuteMs;

/** The machine's clock is set back, or ahead by mistake and some steps later back again. No real time has passed. */
async function clockIsSet(world: World): Promise<void> {
  const { random } = world;
  if (!random.chance(0.4)) return;
  const steps: [number, ...number[]] = [-1_500, -10 * minuteMs, -31 * minuteMs, -dayMs, 2 * 60 * minuteMs, dayMs];
  // A wrong clock is mostly put right soon, so that histories do not run far into the future.
  const byMs = world.clockErrorMs !== 0 && random.chance(0.6) ? -world.clockErrorMs : random.pick(steps);
  world.clockErrorMs += byMs;
  world.stepClock(byMs);
  await world.ringIfDue();
}

async function queueDelivers(world: World): Promise<void> {
  const batch = world.random.shuffled(world.queue.splice(0, world.random.between(1, 20)));
  for (const message of batch) await consume(world, message);
}

async function die(world: World): Promise<void> {
  if (!world.random.chance(0.5)) return;
  world.kill();
  // The local queue is memory: it may die with the process.
  if (world.random.chance(0.5)) world.queue.length = 0;
}

async function editEvent(world: World): Promise<void> {
  const { random, offer } = world;
  const roll = random.unit();
  if (roll < 0.04) await publish(world, 'cancelled', offer);
  else if (roll < 0.35) await publish(world, 'published', { ...offer, capacity: random.between(1, 8) });
  else if (roll < 0.55)
    await publish(world, 'published', { ...offer, priceMinor: random.pick([0, 100, 333, 199_900]) });
  else if (roll < 0.8) await publish(world, 'published', { ...offer, promos: editedPromos(world) });
  else if (roll < 0.85) {
    await world.insist(async (sales) => (await sales.closeChannel(world.widgets[0], 'dl_1')) ?? true);
    world.dealOpen = false;
  }
}

/** Codes are taken away, come back, and get other bounds. */
function editedPromos({ random }: World): World['offer']['promos'] {
  return codes
    .filter(() => random.chance(0.7))
    .map((promo) => ({ ...promo, maxUses: random.chance(0.2) ? null : random.between(1, 3) }));
}

/** An edit meets buyers in one commit. */
async function editInTheRush(world: World): Promise<void> {
  if (!world.random.chance(0.4)) return;
  const { offer } = world;
  await Promise.all([
    placeHold(world, world.newKey()),
    publish(world, 'published', { ...offer, promos: editedPromos(world) }),
    placeHold(world, world.newKey()),
  ]);
}

export const steps: readonly [Step, ...Step[]] = [
  placeHolds,
  placeHolds,
  openOrder,
  openOrder,
  openOrder,
  buyThrough,
  buyThrough,
  payAgain,
  buyerPays,
  buyerPays,
  webhookComes,
  webhookComes,
  returnPage,
  refund,
  guestComes,
  guestComes,
  giveUp,
  timePasses,
  timePasses,
  clockIsSet,
  queueDelivers,
  queueDelivers,
  die,
  editEvent,
  editInTheRush,
  giveTicket,
  renameHolder,
  renameHolder,
];
