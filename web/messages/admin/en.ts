// English texts: administration.

import { countEn } from '../plural.ts';

export const adminEn = {
  admin: {
    title: 'The platform today',
    text: 'What needs you, and how everybody sells.',
    openTitle: 'Open an event',
    openText: 'You see it as its organizer does.',
    eventId: 'Event id',
    open: 'Open the event',
    alarms: {
      label: 'What needs you',
      since: (when: string) => `since ${when}`,
      differences: (n: number) => countEn(n, { one: 'event with differences', other: 'events with differences' }),
      differencesText: 'The records do not agree. Look at the reconciliation.',
      notCompared: (n: number) => countEn(n, { one: 'event not compared', other: 'events not compared' }),
      notComparedText: 'The last reconciliation could not finish.',
      refunds: (n: number) => countEn(n, { one: 'refund failed', other: 'refunds failed' }),
      refundsText: 'The money has not reached the buyer. Try again.',
      letters: (n: number) => countEn(n, { one: 'letter did not arrive', other: 'letters did not arrive' }),
      lettersText: 'Buyers wait for tickets or news by mail.',
      pushes: (n: number) => countEn(n, { one: 'change not on sale yet', other: 'changes not on sale yet' }),
      allQuiet: 'All is quiet: records agree, refunds were made, letters arrived, changes are on sale.',
      quietIn: (what: string) => `Quiet: ${what}.`,
      quiet: {
        differences: 'reconciliation',
        refunds: 'refunds',
        letters: 'letters to buyers',
        accountLetters: 'letters about accounts',
        pushes: 'changes of events',
      },
    },
    figures: {
      label: 'Figures of the platform',
      sold: (currency: string) => `Sold in 30 days, ${currency}`,
      tickets: 'Tickets in 30 days',
      onSale: 'Events on sale',
      people: 'People',
      parties: (organizers: number, distributors: number) =>
        `${countEn(organizers, { one: 'organizer', other: 'organizers' })}, ${countEn(distributors, { one: 'distributor', other: 'distributors' })}`,
    },
    signUps: {
      title: 'Sign-ups',
      today: 'Today',
      none: 'Nobody signed up in seven days.',
      all: (n: number) => `${countEn(n, { one: 'person', other: 'people' })} in seven days.`,
    },
    mail: {
      title: 'Mail of the last 24 hours',
      allArrived: 'No letter failed.',
      someFailed: 'Some letters failed. Each is in its list.',
      sent: 'Sent about accounts',
      accountFailed: 'Failed about accounts',
      buyerFailed: 'Failed to buyers',
    },
    failures: {
      title: 'What went wrong',
      lead: 'Refunds and letters that failed, and events whose records do not agree.',
    },
  },
};
