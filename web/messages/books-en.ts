// English texts about money that did not arrive, and about books that do not agree.

import type { CheckName } from '#core/contracts/reconciliation.ts';
import { countEn } from './plural.ts';

export const booksEn = {
  failed: {
    title: 'Refunds that failed',
    text: 'The bank refused, so these buyers are still waiting for their money. Try again; if the bank refuses once more, return the money yourself and write to the buyer.',
    kind: {
      tickets: 'for tickets taken back',
      late: 'paid after the time had run out',
      duplicate: 'paid twice',
    },
    retry: 'Try again',
    retrying: 'Asking the bank…',
    retried: 'The bank has been asked again. If it refuses, the refund appears here once more.',
    order: (id: string) => `Order ${id}`,
  },
  red: {
    title: 'Events that need a look',
    text: 'Their books did not agree, could not be compared, or a refund failed.',
    none: 'The books of all events agreed when they were last compared.',
    verdict: { differs: 'do not agree', unknown: 'could not be compared', agrees: 'agree' },
    check: {
      stock: 'stock',
      ledger: 'ledger',
      tickets: 'tickets',
      payments: 'payments',
      channels: 'channels',
      projection: 'lists and statements',
    } satisfies Record<CheckName, string>,
    failedRefunds: (n: number) => countEn(n, { one: 'refund failed', other: 'refunds failed' }),
    behind: (seconds: number, waiting: number) =>
      waiting === 0 ? 'lists are up to date' : `lists are ${seconds} s behind`,
    behindUnknown: 'the event does not answer',
    compared: (when: string) => `compared ${when}`,
  },
};
