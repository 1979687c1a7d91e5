// `abuse`: a hoarder of tickets, a mailer, and guessers of passwords, promo codes and ticket numbers, each beside
// honest buyers. The trial fails when one of them gets more than the product promises, or when honest buyers wait much
// longer.

import { join } from 'node:path';
import { list, must, text } from '../../local/api-client.ts';
import { openShop, type Shop } from '../../local/shop.ts';
import { type BuiltWorker, builtWorker, bundle } from '../built-worker.ts';
import { start } from '../processes.ts';
import type { Form, Outcome, Run, Trial } from '../trial.ts';
import type { Flood, FloodFigures, FloodOrder } from './flood.ts';
import { honestHolds } from './honest.ts';

/**
 * `mostSlowing`: how many times longer an honest buyer may wait beside a flood. The short form shares its two cores
 * with whatever else the machine does, so it shows the figure and does not judge it. The long form is run alone.
 */
const plans: Record<Form, { seconds: number; mostSlowing: number }> = {
  short: { seconds: 3, mostSlowing: Number.POSITIVE_INFINITY },
  long: { seconds: 15, mostSlowing: 2 },
};

/** Of each of two ticket types. */
const capacity = 5_000;
const ticketTypes = 2;
/** Honest buyers must find tickets after the hoarder has taken all that it may. */
const largestOrder = 10;

/** The limits that the product promises (core/purchase-limits.ts, core/letter-limits.ts, core/rate-limit.ts). */
const mostHeldShare = 0.2;
const mostLettersAtOnce = 9;
const mostPromoCodesTried = 5;
const mostNumbersTried = 10;
const numbersASecond = 1 / 30;
/** Noise only lengthens waits, so the best of some rounds is judged. Without its guard a flood fails all of them. */
const rounds = 3;
/**
 * A quiet p95 below this counts as this: below it the scheduler of a machine with two busy cores decides, not the
 * product.
 */
const leastQuietMs = 10;

export const trial: Trial = {
  about: 'a hoarder, a mailer and three guessers, each beside honest buyers, who must hardly notice',
  forms: {
    short: `${plans.short.seconds} seconds a flood and round; about two minutes`,
    long: `${plans.long.seconds} seconds a flood and round; about six minutes`,
  },
  run,
};

type Figures = FloodFigures & { ratio: number; quietMs: number; floodedMs: number };

async function run(trialRun: Run): Promise<Outcome> {
  const plan = plans[trialRun.form];
  trialRun.progress('bundling and starting the Worker');
  const worker = await builtWorker(trialRun, {
    bundle: bundle(trialRun.folder),
    state: join(trialRun.folder, 'state'),
  });
  await worker.start();
  const name = `abuse${trialRun.seed.toString(36)}`;
  const types = [
    { name: 'Партер', rubles: 1_000, capacity },
    { name: 'Вход', rubles: 0, capacity },
  ];
  const shop = await openShop(worker.origin, name, { types });
  const floods = await floodsOf(shop, name);
  const figures: Record<string, Figures> = {};
  const failures: string[] = [];
  for (const flood of floods) {
    trialRun.progress(`${flood.kind}, beside honest buyers`);
    const found = await endure(worker, shop, flood, plan);
    figures[flood.kind] = found.figures;
    failures.push(...found.refused.map((code) => `${flood.kind}: an honest buyer was answered ${code}`));
    failures.push(...judge(flood, found.figures, found.floodedSeconds, plan.mostSlowing));
  }
  const letters = await lettersTo(worker, victimOf(name));
  if (letters > mostLettersAtOnce) failures.push(`mailer: the stranger got ${letters} letters`);
  await worker.end();
  const all = {
    capacity,
    letters,
    heldShare: (figures.hoarder?.gained ?? 0) / (ticketTypes * capacity),
    floods: figures,
  };
  return { ok: failures.length === 0, failures, figures: all, table: tableOf(figures, letters) };
}

const victimOf = (name: string): string => `${name}-victim@trial.example`;

async function floodsOf(shop: Shop, name: string): Promise<Flood[]> {
  const { origin, eventId, widgetId } = shop;
  const [paid = '', free = ''] = shop.ticketTypeIds;
  const token = await shop.organizer();
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const door = await must(
    origin,
    'POST',
    `/api/events/${eventId}/door-links`,
    { token, body: { gate: 'A', expiresAt } },
    201,
  );
  await must(
    origin,
    'POST',
    `/api/events/${eventId}/promo-codes`,
    { token, body: { code: 'AUTUMN-OF-CHAMBER-MUSIC', discount: { kind: 'percent', bps: 1_000 }, maxUses: 100 } },
    201,
  );
  return [
    { kind: 'hoarder', widgetId, ticketTypeId: paid, quantity: largestOrder },
    { kind: 'passwords', email: `${name}-org@trial.example` },
    { kind: 'promo-codes', widgetId, ticketTypeId: paid },
    { kind: 'ticket-numbers', doorToken: text(door, 'token') },
    // This attack is the last, because its letters are still being made when it is over.
    { kind: 'mailer', widgetId, ticketTypeId: free, victim: victimOf(name) },
  ];
}

/**
 * Rounds without and with the flood, until in one of them honest buyers hardly notice it. What the abuser gained is
 * summed over all rounds.
 */
async function endure(worker: BuiltWorker, shop: Shop, flood: Flood, plan: (typeof plans)[Form]) {
  const { seconds, mostSlowing } = plan;
  const figures: Figures = { answers: {}, gained: 0, ratio: Number.POSITIVE_INFINITY, quietMs: 0, floodedMs: 0 };
  const refused: string[] = [];
  const ticketTypeId = shop.ticketTypeIds[0] ?? '';
  let floodedSeconds = 0;
  for (let round = 0; round < rounds && (round === 0 || figures.ratio > mostSlowing); round++) {
    const quiet = await honestHolds(shop, ticketTypeId, seconds);
    const running = startFlood({ origin: worker.origin, seconds: seconds + 1, flood });
    floodedSeconds += seconds + 1;
    const flooded = await honestHolds(shop, ticketTypeId, seconds);
    add(figures, await running);
    refused.push(...quiet.refused, ...flooded.refused);
    const ratio = flooded.p95Ms / Math.max(leastQuietMs, quiet.p95Ms);
    if (round === 0 || ratio < figures.ratio)
      Object.assign(figures, { ratio, quietMs: quiet.p95Ms, floodedMs: flooded.p95Ms });
  }
  return { figures, refused, floodedSeconds };
}

function startFlood(order: FloodOrder): Promise<FloodFigures> {
  return new Promise((resolve, reject) => {
    const child = start(process.execPath, [join(import.meta.dirname, 'flood.ts'), JSON.stringify(order)], {
      onLine: (line) => {
        if (line.startsWith('{')) resolve(JSON.parse(line));
      },
    });
    child.process.once('exit', () => reject(new Error(`the flood ended without figures:\n${child.output()}`)));
  });
}

function add(figures: FloodFigures, { answers, gained }: FloodFigures): void {
  figures.gained += gained;
  for (const [name, count] of Object.entries(answers)) figures.answers[name] = (figures.answers[name] ?? 0) + count;
}

function judge(flood: Flood, figures: Figures, floodedSeconds: number, mostSlowing: number): string[] {
  const { answers, gained, ratio } = figures;
  const wrong: string[] = [];
  const atMost = (what: string, found: number, most: number): void => {
    if (found > most) wrong.push(`${flood.kind}: ${what}: ${found}, at most ${most}`);
  };
  atMost('honest buyers waited longer, times', ratio, mostSlowing);
  switch (flood.kind) {
    case 'hoarder':
      atMost('tickets held', gained, ticketTypes * capacity * mostHeldShare);
      break;
    case 'promo-codes':
      atMost('codes found', gained, 0);
      atMost('codes tried without a proof', answers['promo-code-unknown'] ?? 0, mostPromoCodesTried);
      break;
    case 'ticket-numbers':
      atMost('numbers found', gained, 0);
      atMost('numbers tried', answers['200'] ?? 0, Math.ceil(mostNumbersTried + floodedSeconds * numbersASecond + 1));
      break;
    case 'passwords':
      atMost('sign-ins', gained, 0);
      break;
    case 'mailer':
      break;
  }
  return wrong;
}

/** The letters are counted when no new one has come for some seconds. */
async function lettersTo({ origin }: BuiltWorker, address: string): Promise<number> {
  let seen = -1;
  for (let tries = 0; tries < 20; tries++) {
    const response = await must(origin, 'GET', `/dev/mailbox.json?to=${encodeURIComponent(address)}`, {}, 200);
    const count = list(response, 'items').length;
    if (count > 0 && count === seen) return count;
    seen = count;
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  }
  return seen;
}

function tableOf(figures: Record<string, Figures>, letters: number): string {
  const rows = Object.entries(figures).map(([kind, { answers, gained, ratio, quietMs, floodedMs }]) => {
    const waits = `p95 ${Math.round(quietMs)} → ${Math.round(floodedMs)} ms, ${ratio.toFixed(2)}×`;
    const answered = Object.entries(answers).map(([name, count]) => `${name} ${count}`);
    return `  ${kind.padEnd(16)}gained ${gained}; ${waits}; ${answered.join(', ')}`;
  });
  return [...rows, `  the stranger got ${letters} letters`].join('\n');
}
