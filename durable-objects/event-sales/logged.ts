// Deeds of people that the object decides, for the audit log: written with the deed itself, in its transaction, so that
// no crash between the object and D1 loses who did it.

import type { LoggedDeed } from './jobs.ts';
import { enqueue } from './outbox.ts';
import type { Transaction } from './sale.ts';

type Deed = Pick<LoggedDeed, 'what' | 'by' | 'subjectId' | 'amountMinor'> & {
  /** What the deed made: it names the row, so that every sending names the same one. */
  madeId: string;
};

export function tellLog(tx: Transaction, { madeId, ...deed }: Deed): void {
  enqueue(tx, {
    kind: 'tell-log',
    deedId: `aud_${madeId.slice(madeId.indexOf('_') + 1)}`,
    atMs: tx.nowMs,
    organizerId: tx.state.event?.organizerId ?? '',
    currency: tx.state.rules.currency,
    ...deed,
  });
}
