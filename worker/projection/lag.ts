// How far the projection is behind. The object's outbox knows: a message stays in it until D1 has it.

import type { CopyLag } from '#core/contracts/reconciliation.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { log } from '../log.ts';

/** Never fails the list it describes: when the object does not respond, the age is unknown. */
export async function copyLag(env: Env, eventId: string): Promise<CopyLag> {
  try {
    const { waiting, sinceMs, nowMs } = await callEventSales(env, eventId, (sales) => sales.outboxLag());
    const asOfMs = sinceMs ?? nowMs;
    const behindSeconds = Math.max(0, Math.round((nowMs - asOfMs) / 1_000));
    return { asOf: new Date(asOfMs).toISOString(), waiting, behindSeconds };
  } catch (error) {
    log('warn', 'outbox-lag-unknown', { eventId, error });
    return { asOf: new Date().toISOString(), waiting: 0, behindSeconds: null };
  }
}
