// What was promised to buyers, organizers and distributors beyond stock and money: promo codes, limits of one buyer,
// allotments, prices as they were told. It is recounted from rows and from what the world has recorded, never by the
// object's own rules.

import type { PlacedHold } from '#core/contracts/sales.ts';
import { quantityOf } from './audit.ts';
import { moment } from './platform.ts';
import { codes } from './settings.ts';
import type { World } from './world.ts';

export function auditRules(world: World): string[] {
  return [
    ...auditCodes(world),
    ...auditContacts(world),
    ...auditNetworks(world),
    ...auditChannels(world),
    ...auditRefunds(world),
    ...auditReplies(world),
    ...auditHolders(world),
  ];
}

const living = "('placed', 'ordered', 'sold')";

/**
 * A promo code counts the holds and orders that use it, late payments included, and never exceeds its limit. An order
 * gives its use back when its last ticket is void, unless a holder was admitted or the code says otherwise, and not
 * earlier.
 */
function auditCodes({ disk, mostUses }: World): string[] {
  const wrong: string[] = [];
  for (const { code, used } of disk.all('select code, used from promos')) {
    const [uses] = disk.all(
      `select count(*) as n from holds where promo_code = ? and status in ${living}`,
      String(code),
    );
    if (uses?.n !== used) wrong.push(`C1 ${code} counts ${used} uses, recounted ${uses?.n}`);
    const most = mostUses.get(String(code)) ?? 0;
    if (Number(uses?.n) > most) wrong.push(`C1 ${code} was used ${uses?.n} times of ${most}`);
  }
  const keeping = codes.filter((code) => code.refundRestoresUse === false).map((code) => code.code);
  const refunded = disk.all(
    `select h.hold_id, h.promo_code, h.status, (select count(*) from tickets t where t.order_id = h.order_id
       and (t.status = 'valid' or t.keeps_place = 1)) as kept
     from holds h where h.promo_code is not null and h.status in ('sold', 'refunded')`,
  );
  for (const { hold_id: hold, promo_code: code, status, kept } of refunded) {
    const right = kept === 0 && !keeping.includes(String(code)) ? 'refunded' : 'sold';
    if (status !== right) wrong.push(`C2 ${hold} with ${kept} tickets left of ${code} is ${status}, not ${right}`);
  }
  return wrong;
}

/** By address, in any case: the tickets in its orders, held and sold. */
function auditContacts({ disk, settings }: World): string[] {
  const most = settings.maxPerContact;
  if (most === null) return [];
  const taken = new Map<string, { all: number; inTime: number }>();
  const orders = disk.all(
    `select o.order_id, lower(o.buyer_email) as contact, o.lines, o.status, o.paid_late,
       (select count(*) from tickets t where t.order_id = o.order_id and (t.status = 'valid' or t.keeps_place = 1)) as valid
     from orders o where o.widget_id is not null`,
  );
  for (const order of orders) {
    const undecided = order.status === 'open' || order.status === 'awaiting-payment';
    const count = undecided ? quantityOf(String(order.lines)) : Number(order.valid);
    const before = taken.get(String(order.contact)) ?? { all: 0, inTime: 0 };
    const inTime = before.inTime + (order.paid_late === 1 ? 0 : count);
    taken.set(String(order.contact), { all: before.all + count, inTime });
  }
  const wrong = [...taken].flatMap(([contact, { inTime }]) =>
    inTime > most ? [`C2 ${contact} has ${inTime} of ${most}`] : [],
  );
  const counted = disk.all('select taken from contacts where taken > 0').map((row) => Number(row.taken));
  const recounted = [...taken.values()].map(({ all }) => all).filter((n) => n > 0);
  const sorted = (list: number[]) => list.sort((a, b) => a - b).join(',');
  if (sorted(counted) !== sorted(recounted)) wrong.push(`C2 contacts count ${counted}, recounted ${recounted}`);
  return wrong;
}

/** No network holds more than two orders, the limit of halls as small as these; recounted from the holds. */
function auditNetworks({ disk, settings }: World): string[] {
  const held = new Map<string, number>();
  for (const row of disk.all("select network, lines from holds where status in ('placed', 'ordered')")) {
    for (const name of String(row.network).split(' '))
      held.set(name, (held.get(name) ?? 0) + quantityOf(String(row.lines)));
  }
  const most = 2 * settings.maxPerOrder;
  return [...held].flatMap(([name, n]) => (n > most ? [`N1 ${name} holds ${n} of ${most}`] : []));
}

/** What each channel holds and sold, its cap, and that what was guaranteed to it can still be taken. */
function auditChannels(world: World): string[] {
  const wrong: string[] = [];
  const taken = takenByEach(world);
  for (const [widgetId, { held, sold }] of taken) {
    const [row] = world.disk.all('select counts from channels where widget_id = ?', widgetId);
    const counts: [string, { held: number; sold: number }][] = JSON.parse(String(row?.counts ?? '[]'));
    const own = counts[0]?.[1] ?? { held: 0, sold: 0 };
    if (row !== undefined && (own.held !== held || own.sold !== sold))
      wrong.push(`I2 ${widgetId} counts ${own.held}+${own.sold}, recounted ${held}+${sold}`);
  }
  const deal = taken.get(world.widgets[0]) ?? nothing;
  if (world.promised?.kind === 'cap' && deal.held + deal.sold > world.promised.quantity)
    wrong.push(`A1 the deal took ${deal.held + deal.sold} of its cap ${world.promised.quantity}`);
  // What was released by a clock that ran ahead and then sold stays sold.
  const missing = stillPromised(world, deal, world.latestMs);
  const free = freeOf(world, taken);
  if (!world.cancelled && missing > free) wrong.push(`A2 ${missing} are promised to the deal, ${free} are free`);
  return wrong;
}

type Taken = { held: number; sold: number };
const nothing: Taken = { held: 0, sold: 0 };

function takenByEach(world: World): Map<string, Taken> {
  return new Map(world.widgets.map((widgetId) => [widgetId, takenBy(world, widgetId)]));
}

function takenBy({ disk }: World, widgetId: string): Taken {
  const live = disk.all("select lines from holds where widget_id = ? and status in ('placed', 'ordered')", widgetId);
  const [sold] = disk.all(
    `select count(*) as n from tickets t join orders o on o.order_id = t.order_id
     where o.widget_id = ? and (t.status = 'valid' or t.keeps_place = 1)`,
    widgetId,
  );
  return { held: live.reduce((sum, row) => sum + quantityOf(String(row.lines)), 0), sold: Number(sold?.n) };
}

/** `taken` is the deal's own. */
function stillPromised({ promised, dealOpen }: World, taken: Taken, nowMs: number): number {
  if (promised?.kind !== 'guarantee' || !dealOpen || nowMs >= Date.parse(promised.releaseAt)) return 0;
  return Math.max(0, (promised.lines[0]?.quantity ?? 0) - taken.held - taken.sold);
}

/** `taken` is what each channel has. */
function freeOf(world: World, own: Map<string, Taken>): number {
  const [given] = world.disk.all(
    `select count(*) as n from tickets t join orders o on o.order_id = t.order_id
     where o.widget_id is null and (t.status = 'valid' or t.keeps_place = 1)`,
  );
  const taken = [...own.values()].reduce((sum, { held, sold }) => sum + held + sold, Number(given?.n));
  return world.offer.capacity - taken;
}

/** Underselling is as wrong as overselling: what was refused as sold out must be missing, or guaranteed to the deal. */
export function auditSoldOut(world: World, widgetId: string, quantity: number): string[] {
  const isDeal = widgetId === world.widgets[0];
  const taken = takenByEach(world);
  const free =
    freeOf(world, taken) - (isDeal ? 0 : stillPromised(world, taken.get(world.widgets[0]) ?? nothing, moment.objectMs));
  const { held, sold } = taken.get(widgetId) ?? nothing;
  const ofCap = isDeal && world.promised?.kind === 'cap' ? world.promised.quantity - held - sold : free;
  const available = Math.min(free, ofCap);
  return available >= quantity ? [`I3 ${quantity} were refused as sold out, ${available} are there`] : [];
}

/** The price told is the price on sale less the discount of the code, to the smallest unit. */
export function auditPrice(world: World, hold: PlacedHold, code: string | undefined): string[] {
  const [line] = hold.lines;
  if (line === undefined) return ['P1 a hold without a line'];
  const wrong: string[] = [];
  const { priceMinor } = world.offer;
  if (line.price.amount !== priceMinor) wrong.push(`P1 ${line.price.amount} was asked, ${priceMinor} is the price`);
  const face = line.price.amount * line.quantity;
  const off = line.discount.amount;
  const terms = codes.find((one) => one.code === code);
  const discount = terms?.discount;
  const covered = priceMinor * Math.min(line.quantity, terms?.maxTickets ?? line.quantity);
  const right =
    discount === undefined
      ? off === 0
      : discount.kind === 'amount'
        ? off === Math.min(discount.amountMinor, covered)
        : Math.abs(off - (covered * discount.bps) / 10_000) <= 0.5;
  if (!right) wrong.push(`P2 ${off} off ${face} by ${code ?? 'no code'}`);
  if (hold.total.amount !== face - off) wrong.push(`P2 ${hold.total.amount} in all for ${face} less ${off}`);
  return wrong;
}

/** An order says how much went back: the sum of its confirmed refunds, no more and no less. */
function auditRefunds({ disk }: World): string[] {
  return disk
    .all(
      `select o.order_id, o.refunded_minor, (select coalesce(sum(r.amount_minor), 0) from refunds r
         where r.order_id = o.order_id and r.status = 'confirmed' and r.kind <> 'duplicate') as confirmed from orders o
       where o.refunded_minor <> confirmed`,
    )
    .map((row) => `M3 ${row.order_id} says ${row.refunded_minor} went back, its refunds ${row.confirmed}`);
}

/** What the buyer of a hold replies for one of its tickets. */
export function replyOf(holdKey: string, place: number): string {
  return `${holdKey} ${place}`;
}

/** Each ticket that was bought has the reply that was given for it, once, whatever happened to its order. */
function auditReplies({ disk, holds, settings }: World): string[] {
  if (!settings.asks) return [];
  const keys = new Map(holds.map((hold) => [hold.holdId, hold.key]));
  const bought = disk.all(
    `select o.order_id, o.hold_id, json_group_array(t.replies) as replies
     from tickets t join orders o on o.order_id = t.order_id where o.hold_id is not null group by o.order_id`,
  );
  return bought.flatMap(({ order_id: orderId, hold_id: holdId, replies }) => {
    const key = keys.get(String(holdId));
    if (key === undefined) return [];
    const stored: (string | null)[] = JSON.parse(String(replies));
    const said = stored.map((one) => (JSON.parse(one ?? '[]') as { text: string }[]).map(({ text }) => text).join());
    const given = stored.map((_, place) => replyOf(key, place));
    const same = said.toSorted().join('|') === given.toSorted().join('|');
    return same ? [] : [`Q1 the tickets of ${orderId} have the replies ${said.join('|')}, not ${given.join('|')}`];
  });
}

/** A ticket has the last name that was given for it. */
function auditHolders({ disk }: World): string[] {
  return disk
    .all(
      `select t.ticket_id, t.holder_name, (select c.name_after from holder_changes c where c.ticket_id = t.ticket_id
         order by c.rowid desc limit 1) as last from tickets t where t.holder_name is not last`,
    )
    .map((row) => `Q2 ${row.ticket_id} has the name ${row.holder_name}, the last one given is ${row.last}`);
}
