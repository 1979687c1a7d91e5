// Says that an answer is an earlier one, given again for the same Idempotency-Key.

import type { Context } from 'hono';

export function markReplay(c: Context, answered: { replayed: boolean }): void {
  if (answered.replayed) c.header('idempotency-replayed', 'true');
}
