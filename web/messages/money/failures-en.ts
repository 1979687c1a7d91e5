// English texts: failed refunds and letters, and events with differences.

import type { CheckName } from '#core/contracts/reconciliation.ts';
import { countEn } from '../plural.ts';

export const failuresEn = {
  failedRefunds: {
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
  },
  failedLetters: {
    title: 'Letters that did not arrive',
    text: 'These buyers did not get a letter. The tickets are valid and can be opened on the page of the order. Send the tickets again, or write to the buyer yourself: the address stands in the order.',
    letter: {
      tickets: 'Tickets',
      'confirm-order': 'The request to confirm an order',
      'refund-on-its-way': 'A refund is on its way',
      refunded: 'A refund was made',
      'event-cancelled': 'The event is cancelled',
      'event-postponed': 'The event is postponed',
      'event-relocated': 'The event has another place',
    },
    reason: {
      refused: 'the mailbox takes no letters to this address',
      'given-up': 'could not be sent for three days',
    },
    resend: 'Send again',
    resent: 'The tickets were sent again. If the letter fails again, it will be back here.',
    settle: 'Done, do not show again',
    settled: 'Removed from the list.',
  },
  eventsWithDifferences: {
    title: 'Events that need a look',
    text: 'Their records did not agree, could not be compared, or a refund failed.',
    none: 'The records of all events agreed when they were last compared.',
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
