// A thousand buyers at once for a thousand tickets, through the organizer's own channel and three deals with
// different allotments. At the end every ticket is sold, none twice, and the money adds up.

import { join } from 'node:path';
import { openShop, type Shop, stockOf } from '../../local/shop.ts';
import { type Audit, auditPromises, auditShop, noFaults, untilProjected } from '../audit.ts';
import { builtWorker, bundle } from '../built-worker.ts';
import type { Purchase } from '../buyer.ts';
import type { Form, Outcome, Run, Trial } from '../trial.ts';
import { buyRest, type Crowd, joinCrowd } from './crowd-buyer.ts';

const plans: Record<Form, { crowds: number }> = { short: { crowds: 1 }, long: { crowds: 100 } };
const buyers = 1_000;
const paidSeats = 600;
const freeSeats = 400;
const capOfDeal = 150;
const guaranteeOfDeal = 200;
/** Only an end of waiting and no goal: the lag itself is reported. */
const projectedWithinMs = 280_000;

export const trial: Trial = {
  about: `${buyers} concurrent buyers for ${paidSeats + freeSeats} tickets, through deals with allotments.`,
  forms: { short: 'one crowd; about a minute', long: '100 crowds, each on an event of its own; about an hour' },
  run,
};

async function run(trialRun: Run): Promise<Outcome> {
  const { crowds } = plans[trialRun.form];
  trialRun.progress('bundling the Worker');
  const worker = await builtWorker(trialRun, {
    bundle: bundle(trialRun.folder),
    state: join(trialRun.folder, 'state'),
  });
  await worker.start();
  const audit: Audit = { tally: noFaults(), wrong: [] };
  const totals = { crowds: 0, orders: 0, sold: 0, undersold: 0, channelsOver: 0, lagMs: 0, seconds: 0 };
  for (let nth = 1; nth <= crowds && audit.wrong.length === 0; nth++) {
    const startedAt = Date.now();
    const name = `crowd${trialRun.seed.toString(36)}-${nth}`;
    const shop = await openShop(worker.origin, name, shopPlan());
    const crowd = { shop, random: trialRun.random.branch(nth), untilMs: Number.POSITIVE_INFINITY, name };
    const purchases = await performCrowd(crowd, (line) => trialRun.progress(`crowd ${nth}/${crowds}: ${line}`));
    totals.seconds += (Date.now() - startedAt) / 1_000;
    await judge(shop, purchases, audit, totals);
    totals.crowds++;
  }
  const ok = audit.wrong.length === 0;
  const figures = { buyers, tickets: paidSeats + freeSeats, ...totals, ...audit.tally };
  return { ok, failures: audit.wrong, figures, table: tableOf(figures) };
}

function shopPlan() {
  const releaseAt = new Date(Date.now() + 20 * 86_400_000).toISOString();
  return {
    types: [
      { name: 'Партер', rubles: 1_999, capacity: paidSeats },
      { name: 'Входной', rubles: 0, capacity: freeSeats },
    ],
    deals: [
      { kind: 'open' as const },
      { kind: 'cap' as const, quantity: capOfDeal },
      { kind: 'guarantee' as const, type: 0, quantity: guaranteeOfDeal, releaseAt },
    ],
  };
}

async function performCrowd(crowd: Crowd, say: (line: string) => void): Promise<Purchase[]> {
  const purchases: Purchase[] = [];
  let done = 0;
  const report = setInterval(() => say(`${done} of ${buyers} buyers are through`), 5_000);
  try {
    await Promise.all(
      Array.from({ length: buyers }, async (_, nth) => {
        await joinCrowd(crowd, nth, purchases);
        done++;
      }),
    );
    // A buyer may have released tickets after all others left. They must be on sale again.
    await buyRest(crowd, purchases);
  } finally {
    clearInterval(report);
  }
  return purchases;
}

type Totals = { orders: number; sold: number; undersold: number; channelsOver: number; lagMs: number };

async function judge(shop: Shop, purchases: Purchase[], audit: Audit, totals: Totals): Promise<void> {
  const kept = purchases.filter((one) => one.ticketIds !== undefined);
  for (const type of await stockOf(shop)) {
    const unsold = type.capacity - type.sold;
    if (unsold <= 0) continue;
    totals.undersold += unsold;
    audit.wrong.push(`undersold: ${unsold} of ${type.ticketTypeId} stayed free (${type.held} held)`);
  }
  const soldBy = (widgetId: string | undefined): number =>
    kept.filter((one) => one.widgetId === widgetId).reduce((sum, one) => sum + one.quantity, 0);
  const [, capped, guaranteed] = shop.deals;
  if (soldBy(capped?.widgetId) > capOfDeal) {
    totals.channelsOver++;
    audit.wrong.push(`the capped deal sold ${soldBy(capped?.widgetId)} of ${capOfDeal}`);
  }
  if (soldBy(guaranteed?.widgetId) < guaranteeOfDeal) {
    totals.channelsOver++;
    audit.wrong.push(`the guaranteed deal sold only ${soldBy(guaranteed?.widgetId)} of ${guaranteeOfDeal}`);
  }
  const lagMs = await untilProjected(shop, projectedWithinMs);
  if (lagMs === null) audit.wrong.push(`projectionBehind: D1 did not follow within ${projectedWithinMs / 1_000} s`);
  totals.lagMs = Math.max(totals.lagMs, lagMs ?? projectedWithinMs);
  await auditPromises(shop.origin, purchases, audit);
  const figures = await auditShop(shop, audit);
  totals.orders += figures.paidOrderIds.length;
  totals.sold += figures.sold;
}

function tableOf(figures: Record<string, number>): string {
  return Object.entries(figures)
    .map(([name, value]) => `  ${name.padEnd(22)}${Math.round(value)}`)
    .join('\n');
}
