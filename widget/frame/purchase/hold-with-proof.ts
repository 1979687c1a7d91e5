// Places a hold, and makes the proof (work or Turnstile) that the server may ask for before it holds tickets for this
// network.

import type { HoldProof, PlacedHold, ProofTask } from '#core/contracts/sales.ts';
import type { Api, ApiResult } from '../api.ts';
import { retryWhileUncertain } from './retry.ts';
import type { PendingCall } from './saved-purchase.ts';

type Needs = {
  api: Api;
  wait: (ms: number) => Promise<void>;
  /** Null: the proof could not be made. */
  prove: (task: ProofTask) => Promise<HoldProof | null>;
  proving: (busy: boolean) => void;
};

// The task may grow harder between two tries when others of the same network hold tickets meanwhile.
const maxProofs = 4;

/** All tries carry the key of `pending`, so a hold is found again when the response was lost, and not placed twice. */
export async function placeHoldWithProof(
  { api, wait, prove, proving }: Needs,
  pending: PendingCall & { what: 'hold' },
): Promise<ApiResult<PlacedHold>> {
  let proof: HoldProof | undefined;
  for (let proofs = 0; ; proofs++) {
    const brought: HoldProof | undefined = proof;
    const result: ApiResult<PlacedHold> = await retryWhileUncertain(
      () => api.placeHold(pending.key, pending.lines, pending.promoCode, brought),
      wait,
    );
    if (result.ok || !result.task || proofs === maxProofs) return result;
    proving(true);
    const made: HoldProof | null = await prove(result.task).catch(() => null);
    proving(false);
    if (made === null) return result;
    proof = made;
  }
}
