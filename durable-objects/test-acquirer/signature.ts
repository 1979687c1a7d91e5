// Signs a webhook: HMAC-SHA256 over `timestamp.rawBody`. This is the sender's half; the Worker verifies with code of
// its own (`worker/payments`), as with any acquirer.

import { createHmac } from 'node:crypto';

export const signatureHeader = 'foyer-test-signature';

export function signatureOf(secret: string, timestampSeconds: number, rawBody: string): string {
  const digest = createHmac('sha256', secret).update(`${timestampSeconds}.${rawBody}`).digest('hex');
  return `t=${timestampSeconds},v1=${digest}`;
}
