// Makes the proof (work or a Turnstile token) that the server may ask for before it places a hold. Loaded only when a
// refusal brought a task: most buyers never need it.

import type { HoldProof, ProofTask } from '#core/contracts/sales.ts';
import { assertNever } from '#core/result.ts';
import { turnstileToken } from './turnstile.ts';
import { work } from './work.ts';

export async function prove(task: ProofTask): Promise<HoldProof | null> {
  switch (task.kind) {
    case 'work':
      return { task: task.task, answers: await work(task) };
    case 'turnstile': {
      const token = await turnstileToken(task.siteKey);
      return token === null ? null : { task: task.task, token };
    }
    default:
      return assertNever(task);
  }
}
