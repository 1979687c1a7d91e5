// The recount that judges a life by the pure rules, after every step.

import type { TicketSplit } from '#core/commission.ts';
import { invariant } from '#core/result.ts';
import { availableTo } from '#core/stock.ts';
import { Life } from './pure-life.ts';
import { contacts, countedOf, maxOfContact, type Order, randomOf, type Sabotage } from './pure-scene.ts';

/** The recount: from holds, tickets and entries alone. */
export function judge(life: Life): void {
  for (const [id, counted] of life.stock.types) {
    const held = life.holds
      .filter((hold) => hold.state === 'live')
      .flatMap((hold) => hold.lines.filter((line) => line.ticketTypeId === id))
      .reduce((sum, line) => sum + line.quantity, 0);
    const tickets = life.orders.flatMap((order) => order.tickets);
    const sold = tickets.filter((ticket) => ticket.valid && ticket.typeId === id).length;
    invariant(counted.held === held, `held of ${id} is ${held}, counted ${counted.held}`);
    invariant(counted.sold === sold, `sold of ${id} is ${sold}, counted ${counted.sold}`);
    invariant(held + sold <= counted.capacity, `${id} is not oversold`);
  }
  judgeAllotments(life);
  judgeLimits(life);
  judgeMoney(life);
}

/** Uses of codes and what each contact has: never more than they may, late payments included. */
function judgeLimits(life: Life): void {
  for (const promo of life.rules.promos.values()) {
    const using = life.holds.filter((hold) => hold.promo === promo && !['ended', 'refunded'].includes(hold.state));
    invariant(promo.used === using.length, `${promo.code} is used ${using.length} times, counted ${promo.used}`);
    invariant(using.length <= (promo.maxUses ?? 0), `${promo.code} is not used too often`);
  }
  for (const contact of contacts) {
    const own = life.orders.filter((order) => order.contact === contact);
    const has = (order: Order) =>
      order.hold.state === 'sold'
        ? order.tickets.filter((ticket) => ticket.valid && ticket.typeId === 'a').length
        : order.hold.state === 'live'
          ? countedOf(order.hold)
          : 0;
    const all = own.reduce((sum, order) => sum + has(order), 0);
    invariant(all === (life.taken.get(contact) ?? 0), `${contact} has ${all}, counted ${life.taken.get(contact)}`);
    invariant(all <= maxOfContact, `${contact} has no more than he may`);
  }
}

function judgeAllotments({ stock, nowMs }: Life): void {
  const capped = [...(stock.channels.get('capped')?.counts.values() ?? [])];
  invariant(capped.reduce((sum, one) => sum + one.held + one.sold, 0) <= 3, 'the cap holds');
  const deal = stock.channels.get('deal');
  if (deal?.allotment.kind !== 'guarantee' || !deal.open || nowMs >= deal.allotment.releaseAtMs) return;
  for (const [id, quantity] of deal.allotment.quantities) {
    const own = deal.counts.get(id) ?? { held: 0, sold: 0 };
    const missing = Math.max(0, quantity - own.held - own.sold);
    invariant(availableTo(stock, id, 'deal', nowMs) >= missing, 'the guarantee can be taken');
  }
}

function judgeMoney(life: Life): void {
  const sums = new Map<string, number>();
  for (const { account, amountMinor } of life.entries.flat()) sums.set(account, (sums.get(account) ?? 0) + amountMinor);
  const kept = life.orders.flatMap((order) => order.tickets).filter((ticket) => ticket.refundStatus !== 'confirmed');
  const total = (of: (ticket: TicketSplit) => number) => kept.reduce((sum, ticket) => sum + of(ticket), 0);
  invariant(
    (sums.get('distributor') ?? 0) === total((one) => one.commissionMinor),
    'distributor has what his tickets earned',
  );
  invariant(
    (sums.get('organizer') ?? 0) === total((one) => one.faceMinor - one.commissionMinor),
    'organizer has what his tickets earned',
  );
  invariant((sums.get('fees') ?? 0) === total((one) => one.feeMinor), 'fees has what his tickets earned');
  invariant([...sums.values()].reduce((sum, one) => sum + one, 0) === 0, 'the ledger sums to zero');
  for (const order of life.orders) {
    const size = order.hold.lines.reduce((sum, line) => sum + line.quantity, 0);
    invariant([0, size].includes(order.tickets.length), 'an order has its tickets once');
    const succeeded = [...order.payments.values()].filter((one) => one === 'succeeded').length;
    const kept = order.tickets.length > 0 && order.totalMinor > 0 ? 1 : 0;
    // Every payment either bought the tickets or goes back.
    invariant(order.returns === succeeded - kept, 'no payment is kept for nothing');
  }
}

export function live(seed: number, sabotage: Sabotage, steps = 60): void {
  const random = randomOf(seed);
  const life = new Life(random, sabotage);
  const acts = [
    'place',
    'place',
    'order',
    'pay',
    'pay',
    'passTime',
    'giveUp',
    'refund',
    'hearOfRefund',
    'edit',
    'editPrice',
  ] as const;
  for (let step = 0; step < steps; step += 1) {
    const act =
      random.below(20) === 0 ? (random.pick(['negotiate', 'cancelEvent'] as const) ?? 'negotiate') : random.pick(acts);
    try {
      life[act ?? 'place']();
      if (sabotage === 'oversells')
        for (const type of life.stock.types.values()) type.held = Math.max(0, type.held - 1);
      judge(life);
    } catch (error) {
      throw new Error(`seed ${seed}, step ${step} (${act}): ${error instanceof Error ? error.message : error}`);
    }
  }
}
