// English texts: what surrounds the screens of those who are signed in.

import { countEn } from '../plural.ts';

const ticketsEn = (n: number) => countEn(n, { one: 'ticket', other: 'tickets' });
const eventsEn = (n: number) => countEn(n, { one: 'event', other: 'events' });

export const insideEn = {
  palette: {
    title: 'Quick search',
    button: 'Search',
    placeholder: {
      organizer: 'Event, order, deal, distributor',
      admin: 'Event, order, person',
      others: 'Event or deal',
    },
    results: 'What was found',
    nothing: 'Nothing was found. Try a part of a title or name, or a number.',
    screens: 'Screens',
    newEvent: 'New event',
    events: 'Events',
    orders: 'Orders',
    deals: 'Deals',
    distributors: 'Distributors',
    people: 'People',
  },
  verifyEmail: {
    title: 'Confirm your e-mail',
    text: (address: string) =>
      `We have sent a letter to ${address}. Press the button in it: until then you cannot publish events, offer or take deals, write to partners or issue tickets. Everything else is open already.`,
    resend: 'Send the letter again',
    resent: 'The letter is on its way.',
  },
  unsent: {
    title: 'Leave without saving?',
    text: 'What you have typed here is not saved yet.',
    leave: 'Leave without saving',
    stay: 'Stay here',
    restored: 'You had typed this before and not saved it. It is back in the fields.',
    startAnew: 'Start anew',
  },
  sellerResults: {
    exactly: (tickets: number, events: number) => `Sold in a year: ${ticketsEn(tickets)}, ${eventsEn(events)}.`,
    moreThan: (tickets: number, events: number) =>
      `Sold in a year: more than ${ticketsEn(tickets)}, ${eventsEn(events)}.`,
  },
  /** What is wrong with a typed sum, percentage, number or time. */
  typed: {
    money: {
      empty: 'Write an amount; 0 means free.',
      'not-a-number': 'Write an amount like 1,500.00.',
      'too-precise': 'Too many digits after the point. Write 1500 or 1500.00.',
      'too-much': 'This amount is too large.',
    },
    percent: {
      empty: 'Write a percentage, for example 12.5.',
      'not-a-number': 'Write a percentage like 12.5.',
      'too-precise': 'At most two digits after the point.',
      'too-much': 'Not more than 100 %.',
    },
    whole: (min: number, max: number) => `A whole number from ${min} to ${max}.`,
    time: {
      empty: 'Choose a date and a time.',
      'not-a-time': 'Choose a date and a time.',
      skipped: 'This time does not exist: the clocks go forward then. Choose another.',
    },
  },
  soldBar: {
    of: (sold: string, capacity: string) => `${sold} of ${capacity}`,
    none: 'no tickets yet',
  },
  copyFailed: 'Could not copy: select the text and copy it yourself.',
};
