// One abuser as a process of its own, because the work of sending must not slow down the honest buyers whose waits are
// measured. It takes its task as a JSON argument, sends requests second by second, and prints its figures as one JSON
// line. All requests come from one network, unless the kind says otherwise.

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProofTask } from '../../core/contracts/sales.ts';
import { ticketNumber, ticketNumberBytes } from '../../core/ticket-code.ts';
import { type ApiResponse, call } from '../../local/api-client.ts';
import { work } from '../../widget/frame/proof/work.ts';
import { refusalOf } from '../buyer.ts';
import { freeOrder } from './free-order.ts';

export type Flood =
  /** Places the largest holds that are allowed, with a proof of work whenever one is asked for. */
  | { kind: 'hoarder'; widgetId: string; ticketTypeId: string; quantity: number }
  /** Orders free tickets in a stranger's name, each time from another network. */
  | { kind: 'mailer'; widgetId: string; ticketTypeId: string; victim: string }
  | { kind: 'passwords'; email: string }
  | { kind: 'promo-codes'; widgetId: string; ticketTypeId: string }
  /** Types invented ticket numbers at a door whose link it has. */
  | { kind: 'ticket-numbers'; doorToken: string };

export type FloodOrder = { origin: string; seconds: number; flood: Flood };

/** Requests by their response, and what the abuser got: tickets held, sign-ins, codes or numbers found. */
export type FloodFigures = { answers: Record<string, number>; gained: number };

const network = '198.51.100.7';
/**
 * How many requests an abuser sends each second, and whether at once or evenly. The mailer makes whole sales, whose
 * work this process does too: more of them would measure an on-sale.
 */
const paces: Record<Flood['kind'], { aSecond: number; atOnce: boolean }> = {
  hoarder: { aSecond: 100, atOnce: true },
  passwords: { aSecond: 100, atOnce: true },
  'promo-codes': { aSecond: 100, atOnce: false },
  'ticket-numbers': { aSecond: 100, atOnce: false },
  mailer: { aSecond: 5, atOnce: false },
};

type Send = (method: string, path: string, options: Parameters<typeof call>[3]) => Promise<ApiResponse>;

async function main(): Promise<void> {
  const { origin, seconds, flood }: FloodOrder = JSON.parse(process.argv[2] ?? '');
  const figures: FloodFigures = { answers: {}, gained: 0 };
  const send: Send = async (method, path, options) => {
    const response = await call(origin, method, path, { from: network, ...options }, 0);
    const name = response.status < 300 ? String(response.status) : refusalOf(response);
    figures.answers[name] = (figures.answers[name] ?? 0) + 1;
    return response;
  };
  const untilMs = Date.now() + seconds * 1_000;
  const { aSecond, atOnce } = paces[flood.kind];
  while (Date.now() < untilMs) {
    const startedAt = Date.now();
    const gains = Array.from({ length: aSecond }, async (_, nth) => {
      if (!atOnce) await sleep((nth * 1_000) / aSecond);
      return attempt(send, flood).catch(() => 0);
    });
    for (const gain of await Promise.all(gains)) figures.gained += gain;
    if (flood.kind === 'hoarder') figures.gained += await holdByWork(send, flood, untilMs);
    await sleep(Math.max(0, 1_000 - (Date.now() - startedAt)));
  }
  console.log(JSON.stringify(figures));
}

const random = (): string => randomBytes(12).toString('hex');

/** One attempt; returns what it gained. */
async function attempt(send: Send, flood: Flood): Promise<number> {
  switch (flood.kind) {
    case 'hoarder': {
      const { ticketTypeId, quantity } = flood;
      const response = await send('POST', holdsOf(flood), {
        key: random(),
        body: { lines: [{ ticketTypeId, quantity }] },
      });
      return response.status === 201 ? quantity : 0;
    }
    case 'mailer':
      return (await freeOrder(send, flood)) ? 1 : 0;
    case 'passwords': {
      const response = await send('POST', '/api/auth/login', { body: { email: flood.email, password: random() } });
      return response.status === 200 ? 1 : 0;
    }
    case 'promo-codes': {
      const lines = [{ ticketTypeId: flood.ticketTypeId, quantity: 1 }];
      const body = { lines, promoCode: randomBytes(3).toString('hex').toUpperCase() };
      const response = await send('POST', holdsOf(flood), { key: random(), body });
      return response.status === 201 ? 1 : 0;
    }
    case 'ticket-numbers': {
      const body = { number: ticketNumber(randomBytes(ticketNumberBytes)), nonce: random() };
      const response = await send('POST', '/api/check-in', { token: flood.doorToken, body });
      const result: unknown = Reflect.get(Object(response.body), 'result');
      return response.status === 200 && result !== 'invalid' ? 1 : 0;
    }
  }
}

function holdsOf({ widgetId }: { widgetId: string }): string {
  return `/api/widgets/${widgetId}/holds`;
}

/**
 * Beyond its free share the hoarder does the work of a proof for each hold, one after another, while the second lasts.
 */
async function holdByWork(send: Send, flood: Extract<Flood, { kind: 'hoarder' }>, untilMs: number): Promise<number> {
  const { ticketTypeId, quantity } = flood;
  let gained = 0;
  for (const endMs = Math.min(untilMs, Date.now() + 1_000); Date.now() < endMs; ) {
    const key = random();
    const body = { lines: [{ ticketTypeId, quantity }] };
    const refused = await send('POST', holdsOf(flood), { key, body });
    const task = taskOf(refused);
    if (task === null) return gained;
    const proof = { task: task.task, answers: await work(task) };
    const held = await send('POST', holdsOf(flood), { key, body: { ...body, proof } });
    if (held.status === 201) gained += quantity;
  }
  return gained;
}

function taskOf(response: ApiResponse): Extract<ProofTask, { kind: 'work' }> | null {
  const details: unknown = Reflect.get(Object(Reflect.get(Object(response.body), 'error')), 'details');
  const task: unknown = Reflect.get(Object(details), 'task');
  // The product's own response, in the shape that its contract gives a task of work.
  return response.status === 403 && typeof task === 'string' ? (details as Extract<ProofTask, { kind: 'work' }>) : null;
}

await main();
