// The letters: every paid order's tickets were mailed. Read from the development mailbox, where the letter's name says
// whose it is.

import { setTimeout as sleep } from 'node:timers/promises';
import { call, field } from '../../local/api-client.ts';
import { type Audit, sideBySide } from '../audit.ts';

/** How many have their letter with the tickets attached; those that have none in time are faults. */
export async function auditMails(
  origin: string,
  orderIds: string[],
  audit: Audit,
  withinMs: number,
): Promise<{ delivered: number; missing: number }> {
  const untilMs = Date.now() + withinMs;
  let waiting = orderIds;
  for (;;) {
    const missing: string[] = [];
    await sideBySide(waiting, 16, async (orderId) => {
      const letter = await call(origin, 'GET', `/dev/mailbox/${orderId}.tickets.1.json`);
      if (letter.status !== 200 || !Array.isArray(field(letter, 'attachments'))) missing.push(orderId);
    });
    waiting = missing;
    if (waiting.length === 0 || Date.now() > untilMs) break;
    await sleep(1_000);
  }
  for (const orderId of waiting.slice(0, 20)) audit.wrong.push(`no letter for ${orderId}`);
  return { delivered: orderIds.length - waiting.length, missing: waiting.length };
}
