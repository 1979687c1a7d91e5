// One seeded history: first faults, with every invariant judged after each step, then none, so that everything owed
// must be done.

import type { Random } from '../random.ts';
import { auditEnd, auditStep } from './audit.ts';
import { auditRules } from './audit-rules.ts';
import { type Canary, plant } from './canaries.ts';
import { consume, settle } from './consumer.ts';
import { open } from './organizer.ts';
import type { Life } from './platform.ts';
import { minuteMs, steps } from './steps.ts';
import { World } from './world.ts';

export type Told = { failures: string[]; steps: number; crashes: number; sold: number };

type Make = ConstructorParameters<typeof Life>[0];

/** Rounds of the liveness phase; each passes a minute, and leases double up to ten. */
const mostRounds = 240;

/** Without faults the object is made anew once at most. */
const mostWebhooks = 3;

export async function tellHistory(make: Make, random: Random, canary: Canary | null = null): Promise<Told> {
  const world = new World(make, random);
  try {
    await open(world);
    let audited = '';
    for (let step = 0; step < world.settings.steps; step++) {
      const act = random.pick(steps);
      await act(world);
      if (canary !== null) plant(world, canary);
      // Rows that have not changed since the last judgement are not judged again: two steps of three change none.
      const stands = `${world.disk.changes()} ${world.toldPaid.size}`;
      const rows = stands === audited ? [] : [...auditStep(world), ...auditRules(world)];
      audited = stands;
      const wrong = [...world.broken, ...rows];
      if (wrong.length > 0)
        return told(
          world,
          step,
          wrong.map((one) => `step ${step} (${act.name}): ${one}`),
        );
    }
    await comeToRest(world);
    return told(world, world.settings.steps, [
      ...world.broken,
      ...auditStep(world),
      ...auditRules(world),
      ...auditEnd(world),
    ]);
  } finally {
    world.kill();
  }
}

function told(world: World, steps: number, failures: string[]): Told {
  const [sold] = world.disk.all('select count(*) as n from tickets');
  return { failures, steps, crashes: world.crashes, sold: Number(sold?.n ?? 0) };
}

/** Faults stop: everything owed must happen by alarms, the queue and webhooks alone. */
async function comeToRest(world: World): Promise<void> {
  world.faultsOn = false;
  // The clock is put right while the object is awake: what it stored with the wrong time must not be waited for.
  world.stepClock(-world.clockErrorMs);
  if (world.random.chance(0.5)) world.kill();
  // In half of the histories the acquirer's webhooks never come for what we can ask about ourselves.
  if (world.random.chance(0.5)) world.webhooks.length = 0;
  for (const payment of world.payments.values()) {
    const known = world.disk.all('select 1 from payments where payment_id = ?', payment.paymentId).length > 0;
    if (!known && payment.status !== 'open') world.webhooks.push(payment);
  }
  await world.wake();
  // The acquirer sends a webhook again until it is answered; the object may be made anew for the clock just then.
  for (const payment of world.random.shuffled(world.webhooks)) {
    for (let tries = 0; tries < mostWebhooks; tries++) if ((await settle(world, payment)) !== null) break;
  }
  for (let round = 0; round < mostRounds; round++) {
    world.stepClock(minuteMs);
    await world.ringIfDue();
    for (const message of world.random.shuffled(world.queue.splice(0))) await consume(world, message);
    // A wind-up that waits for its alarm is owed too: a clock that was ahead may have set the alarm some rounds later.
    const [waiting] = world.disk.all(
      "select (select count(*) from outbox) + (select count(*) from holds where status in ('placed', 'ordered')) + (select count(*) from event where sweep is not null) as n",
    );
    if (waiting?.n === 0) return;
  }
}
