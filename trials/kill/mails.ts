// The letters: every paid order's tickets were mailed. Read from the development mailbox, where the letter's name says
// whose it is.

import { call, field } from '../../local/api-client.ts';
import { type Audit, sideBySide } from '../audit.ts';

/** The orders whose tickets were not mailed yet. */
export async function withoutLetter(origin: string, orderIds: string[]): Promise<string[]> {
  const missing: string[] = [];
  await sideBySide(orderIds, 16, async (orderId) => {
    const letter = await call(origin, 'GET', `/dev/mailbox/${orderId}.tickets.1.json`);
    const attachments = letter.status === 200 ? field(letter, 'attachments') : null;
    if (!Array.isArray(attachments) || attachments.length === 0) missing.push(orderId);
  });
  return missing;
}

export async function auditMails(
  origin: string,
  orderIds: string[],
  audit: Audit,
): Promise<{ delivered: number; missing: number }> {
  const missing = await withoutLetter(origin, orderIds);
  for (const orderId of missing.slice(0, 20)) audit.wrong.push(`no letter for ${orderId}`);
  return { delivered: orderIds.length - missing.length, missing: missing.length };
}
