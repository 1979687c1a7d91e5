// The letters that lie in the mailbox of a test.

import { env } from 'cloudflare:test';
import { type StoredMessage, storedEnvelopes, storedMessage } from '../delivery/mail/local-sender.ts';

/** In the order of the mailbox. The letter of a queue that has not run yet is not among them. */
export async function lettersTo(address: string): Promise<StoredMessage[]> {
  const envelopes = (await storedEnvelopes(env.FILES)).filter((one) => one.to === address);
  const letters = await Promise.all(envelopes.map(({ id }) => storedMessage(env.FILES, id)));
  return letters.filter((one) => one !== null);
}
