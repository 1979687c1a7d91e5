// Buyers whose requests share batches and who disconnect in the middle: no other buyer may be affected. The fault that
// this looks for (a wait across requests) shows only after thousands of good responses.

import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressHeader, addressOf } from '../../local/api-client.ts';
import { openShop, type Shop, stockOf } from '../../local/shop.ts';
import { builtWorker, bundle } from '../built-worker.ts';
import type { Form, Outcome, Run, Trial } from '../trial.ts';

const plans: Record<Form, { requests: number; clients: number }> = {
  short: { requests: 5_000, clients: 64 },
  long: { requests: 100_000, clients: 128 },
};
/**
 * Of a hundred requests, so many are cut at a random moment, and so many close their whole connection pool with them.
 */
const cutsInHundred = 12;
const stormsInTenThousand = 5;
/** Far longer than any response takes: only a request that was forgotten waits so long. */
const longestMs = 120_000;

type Ending = 'cut' | 'unanswered' | number;
type Tally = { answered: number; cut: number; storms: number; wrong: Map<string, number> };

export const trial: Trial = {
  about:
    'holds that ride in common calls while clients disconnect: every other client is answered, every key holds once.',
  forms: {
    short: '5,000 requests, 64 clients; about 20 seconds',
    long: '100,000 requests, 128 clients; about 3 minutes',
  },
  run,
};

async function run(trialRun: Run): Promise<Outcome> {
  const { requests, clients } = plans[trialRun.form];
  trialRun.progress('bundling and starting the Worker');
  const worker = await builtWorker(trialRun, {
    bundle: bundle(trialRun.folder),
    state: `${trialRun.folder}/state`,
    consumers: false,
  });
  await worker.start({ consumers: true });
  const shop = await openShop(worker.origin, 'soak', { types: [{ name: 'Вход', rubles: 0, capacity: requests + 1 }] });
  await worker.start();
  const tally: Tally = { answered: 0, cut: 0, storms: 0, wrong: new Map() };
  const startedAt = Date.now();
  const cutKeys = await load(trialRun, shop, requests, clients, tally);
  const seconds = (Date.now() - startedAt) / 1_000;
  trialRun.progress(`asking again for ${cutKeys.length} cut requests with their keys`);
  await askAgain(shop, cutKeys, clients, tally);
  const [stock] = await stockOf(shop);
  const failures = [...tally.wrong].map(([what, times]) => `${times} times: ${what}`);
  if (stock?.held !== requests) failures.push(`${requests} keys hold ${stock?.held} tickets`);
  await worker.end();
  const { answered, cut, storms } = tally;
  const figures = { requests, clients, answered, cut, storms, failed: failures.length, perSecond: requests / seconds };
  return { ok: failures.length === 0, failures, figures, table: JSON.stringify(figures) };
}

async function load(trialRun: Run, shop: Shop, requests: number, clients: number, tally: Tally): Promise<string[]> {
  let agent = newAgent(clients);
  const cutKeys: string[] = [];
  let sent = 0;
  const client = async (): Promise<void> => {
    while (sent < requests) {
      sent += 1;
      const key = `soak-request-${String(sent).padStart(9, '0')}`;
      if (sent % 5_000 === 0) trialRun.progress(`${sent} of ${requests}, ${tally.cut} cut, ${tally.wrong.size} wrong`);
      if (trialRun.random.below(10_000) < stormsInTenThousand) {
        // All connections at once, so surely also that of a request that is about to send a batch for others.
        tally.storms += 1;
        agent.destroy();
        agent = newAgent(clients);
      }
      const cutAfterMs = trialRun.random.below(100) < cutsInHundred ? trialRun.random.below(30) : null;
      const mine = agent;
      const ending = await hold(shop, key, mine, cutAfterMs);
      if (ending === 201) tally.answered += 1;
      else if (ending === 'cut' || mine !== agent) {
        tally.cut += 1;
        cutKeys.push(key);
      } else {
        count(tally, `answered ${ending}`);
        cutKeys.push(key);
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return cutKeys;
}

async function askAgain(shop: Shop, keys: string[], clients: number, tally: Tally): Promise<void> {
  const agent = newAgent(clients);
  const left = [...keys];
  const client = async (): Promise<void> => {
    for (let key = left.pop(); key !== undefined; key = left.pop()) {
      let ending = await hold(shop, key, agent, null);
      for (let tries = 0; ending === 503 && tries < 5; tries += 1) {
        await sleep(2_000);
        ending = await hold(shop, key, agent, null);
      }
      if (ending !== 201) count(tally, `asked again, answered ${ending}`);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
}

const newAgent = (clients: number): Agent => new Agent({ keepAlive: true, maxSockets: clients });

function count(tally: Tally, what: string): void {
  tally.wrong.set(what, (tally.wrong.get(what) ?? 0) + 1);
}

function hold(shop: Shop, key: string, agent: Agent, cutAfterMs: number | null): Promise<Ending> {
  const body = JSON.stringify({ lines: [{ ticketTypeId: shop.ticketTypeIds[0], quantity: 1 }] });
  return new Promise((resolve) => {
    let cut = false;
    const asked = request(`${shop.origin}/api/widgets/${shop.widgetId}/holds`, {
      method: 'POST',
      agent,
      timeout: longestMs,
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        'idempotency-key': key,
        [addressHeader]: addressOf(key),
      },
    });
    asked.once('response', (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 'unanswered'));
      response.once('error', () => resolve(cut ? 'cut' : 'unanswered'));
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(cut ? 'cut' : 'unanswered'));
    asked.end(body);
    if (cutAfterMs === null) return;
    setTimeout(() => {
      cut = true;
      asked.destroy();
    }, cutAfterMs).unref();
  });
}
