// Solves the proof of work (core/proof-of-work.ts). WebCrypto computes PBKDF2 outside the page's thread, so the page stays
// responsive without a web worker; the parts are searched in parallel, on as many cores as the browser uses.

import type { ProofTask } from '#core/contracts/sales.ts';
import { saltOf, startsWithZeros } from '#core/proof-of-work.ts';

export async function work(task: Extract<ProofTask, { kind: 'work' }>): Promise<number[]> {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', bytes.encode(task.task), 'PBKDF2', false, ['deriveBits']);
  const search = async (part: number): Promise<number> => {
    for (let answer = 0; ; answer++) {
      const salt = bytes.encode(saltOf(part, answer));
      const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: task.iterations };
      if (startsWithZeros(new Uint8Array(await crypto.subtle.deriveBits(how, key, 256)), task.bits)) return answer;
    }
  };
  return Promise.all(Array.from({ length: task.parts }, (_, part) => search(part)));
}
