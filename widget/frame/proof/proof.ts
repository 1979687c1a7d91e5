// Makes the proof a hold may cost. Loaded only when a refusal has brought a task: most buyers never meet one.

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
