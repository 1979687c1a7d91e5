// Repeats a call of the purchase while nobody can know whether it took effect. The caller sends the same idempotency
// key each time, so the server does the work at most once.

import type { ApiResult } from '../api.ts';

type ResultCode = (ApiResult<never> & { ok: false })['code'];

// At once, then twice more. The pauses together outlast a restart of the event's object; after them the buyer decides.
const pausesMs = [0, 700, 2_500];

/** Answers the first certain result, or the last uncertain one when all tries are spent. */
export async function retryWhileUncertain<Value>(
  call: () => Promise<ApiResult<Value>>,
  wait: (ms: number) => Promise<void>,
): Promise<ApiResult<Value>> {
  let result: ApiResult<Value> = { ok: false, code: 'no-answer', waitMs: 0, fields: [] };
  for (const pause of pausesMs) {
    if (pause > 0) await wait(Math.max(pause, result.ok ? 0 : result.waitMs));
    result = await call();
    if (result.ok || !isUncertain(result.code)) return result;
  }
  return result;
}

/** True when the call may or may not have taken effect: only the same key may be sent again. */
export function isUncertain(code: ResultCode): boolean {
  return code === 'no-answer' || code === 'busy' || code === 'too-many-requests';
}
