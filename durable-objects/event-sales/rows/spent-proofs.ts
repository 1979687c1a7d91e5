// Proofs of work that were used. Each pays for one request, so its id is stored until the proof would have expired
// anyway.

import { type Refused, refuse } from '#core/result.ts';
import { first } from '../engine/database.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { SolvedProof } from '../records.ts';

/**
 * The proof that came with one request. Inside that request it may pay for several things: a guessed code and the hold.
 */
export class ProofUse {
  readonly #tx: Transaction;
  readonly #proof: SolvedProof | null;
  #spent = false;

  constructor(tx: Transaction, proof: SolvedProof | null) {
    this.#tx = tx;
    this.#proof = proof;
  }

  /** Null when the proof is worth `level`. The first time it is, the proof is marked as spent. */
  refuse(level: number): Refused<'proof-required'> | null {
    if (this.#proof === null || this.#proof.level < level) return refuse('proof-required', { level });
    if (this.#spent || this.#spend(this.#proof)) return null;
    return refuse('proof-required', { level });
  }

  #spend({ proofId, expiresAtMs }: SolvedProof): boolean {
    const { sql, nowMs } = this.#tx;
    if (expiresAtMs <= nowMs) return false;
    if (first(sql, 'select 1 from spent_proofs where proof_id = ?', proofId) !== null) return false;
    sql.exec('insert into spent_proofs (proof_id, expires_at) values (?, ?)', proofId, expiresAtMs);
    this.#spent = true;
    return true;
  }
}
