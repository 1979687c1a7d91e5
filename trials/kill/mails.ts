// The letters: whether the tickets of every paid order were mailed. They are read from the development mailbox, where a
// letter's name contains its order.

import { call, field } from '../../local/api-client.ts';
import { type Audit, sideBySide } from '../audit.ts';

/** Whether the order's tickets were mailed, with their files. */
export async function hasLetter(origin: string, orderId: string): Promise<boolean> {
  const letter = await call(origin, 'GET', `/dev/mailbox/${orderId}.tickets.1.json`);
  const attachments = letter.status === 200 ? field(letter, 'attachments') : null;
  return Array.isArray(attachments) && attachments.length > 0;
}

export async function auditMails(
  origin: string,
  orderIds: string[],
  audit: Audit,
): Promise<{ delivered: number; missing: number }> {
  const missing: string[] = [];
  await sideBySide(orderIds, 16, async (orderId) => {
    if (!(await hasLetter(origin, orderId))) missing.push(orderId);
  });
  for (const orderId of missing.slice(0, 20)) audit.wrong.push(`no letter for ${orderId}`);
  return { delivered: orderIds.length - missing.length, missing: missing.length };
}
