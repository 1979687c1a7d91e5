// Audit entries of what people do in this object. Each is enqueued in the transaction of its action, so no crash
// between the object and D1 can lose who did it.

import type { Transaction } from '../engine/transaction.ts';
import type { LoggedAction } from './messages.ts';
import { enqueue } from './outbox.ts';

type Action = Pick<LoggedAction, 'what' | 'by' | 'subjectId' | 'amountMinor'> & {
  /**
   * The id of what the action made. The entry's id is derived from it, so that every sending of the message has the
   * same one.
   */
  madeId: string;
};

export function enqueueAuditEntry(tx: Transaction, { madeId, ...action }: Action): void {
  enqueue(tx, {
    kind: 'tell-log',
    deedId: `aud_${madeId.slice(madeId.indexOf('_') + 1)}`,
    atMs: tx.nowMs,
    organizerId: tx.state.event?.organizerId ?? '',
    currency: tx.state.rules.currency,
    ...action,
  });
}
