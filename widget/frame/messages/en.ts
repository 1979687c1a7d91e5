// English, and the shape every other language must have. Texts say what happened and what to do next.

const rules = new Intl.PluralRules('en');

function plural(n: number, forms: { one: string; other: string }): string {
  return rules.select(n) === 'one' ? forms.one : forms.other;
}

export const en = {
  locale: 'en',
  otherLanguage: 'Русский',

  organizer: 'Organizer',
  readMore: 'About the event',

  chooseTickets: 'Choose tickets',
  soldWith: 'Tickets by',
  byBuying: 'By buying you accept the seller’s rules:',
  legal: { terms: 'terms of sale', privacy: 'privacy' },
  fewer: (name: string) => `One fewer: ${name}`,
  more: (name: string) => `One more: ${name}`,
  quantity: (name: string) => `How many: ${name}`,
  free: 'Free',
  withFee: (fee: string) => `including ${fee} fee`,
  left: (n: number) => plural(n, { one: `${n} ticket left`, other: `${n} tickets left` }),
  fromQuantity: (n: number) => `sold from ${n} at a time`,
  availability: {
    'sold-out': 'Sold out',
    held: 'All in other buyers’ orders right now. Some may come back within minutes.',
    notYet: (when: string) => `On sale from ${when}`,
    'not-yet': 'Not on sale yet',
    ended: 'Sales have ended',
    closed: 'Not sold here',
  },
  serviceFee: 'Service fee',
  discount: 'Discount',
  total: 'Total',
  count: (n: number) => plural(n, { one: `${n} ticket`, other: `${n} tickets` }),
  nothingChosen: 'Choose how many tickets you need',
  proceed: 'Continue',
  minutesToPay: (n: number) =>
    plural(n, {
      one: `No account needed. We keep the tickets for ${n} minute.`,
      other: `No account needed. We keep the tickets for ${n} minutes.`,
    }),

  keptFor: 'The tickets are yours for',
  minuteLeft: 'One minute left to finish your order.',
  change: 'Change tickets',
  yourDetails: 'Where to send the tickets',
  name: 'Your name',
  email: 'E-mail',
  emailHint: 'The tickets will come to this address',
  nameMissing: 'Please enter your name',
  nameWrong: 'Please enter your name in 120 characters or fewer, without links and unusual symbols',
  emailMissing: 'Please enter your e-mail: the tickets will go there',
  emailWrong: 'Please check the e-mail: it should look like name@example.com',
  pay: (sum: string) => `Pay ${sum}`,
  getTickets: 'Get the tickets',
  payInNewTab: 'Payment opens in a new tab',
  working: 'One moment…',
  checking: 'Very many tickets are held from your network just now, so we check that a person is buying. One second…',

  timeUp: 'The time is up',
  timeUpText: 'The tickets went back on sale and nothing was charged. They may still be there: take them again.',
  takeAgain: (tickets: string) => `Take the same again: ${tickets}`,
  chooseAgain: 'Choose tickets again',

  eventCancelled: 'The event is cancelled',
  eventCancelledText: 'Tickets are no longer sold. Buyers get their money back and a message by e-mail.',
  channelClosed: 'Tickets are not sold here any more',
  channelClosedText:
    'This page no longer sells tickets. Tickets already bought stay valid. The organizer can say where to buy.',
  eventEnded: 'The event has ended',
  eventEndedText: 'Tickets are no longer sold.',
  allSold: 'All tickets are sold',
  allSoldText: 'If some come back, they appear here by themselves.',
  salesLater: 'Sales have not started yet',
  salesLaterText: 'The tickets appear here by themselves when sales start.',
  salesOver: 'Ticket sales have ended',
  salesOverText: 'The organizer can say whether tickets are sold at the door.',
  noTickets: 'No tickets are on sale yet',
  noTicketsText: 'Please look in again later.',

  lost: 'No connection',
  lostText:
    'We could not reach the server. Your choice is safe: check the connection and try again. You will not be charged twice.',
  tryAgain: 'Try again',
  stale: 'Could not refresh: numbers may be out of date.',

  refusals: {
    'sold-out': 'Someone was quicker: there are not that many tickets left. Please choose fewer or other ones.',
    'not-on-sale': 'These tickets are not on sale right now. Please choose other ones.',
    'limit-exceeded': 'That is more than one order or one buyer may have. Please choose fewer tickets.',
    'proof-required': 'The check took too long. Please try again.',
    'total-too-large': 'That is more than one order may cost. Please choose fewer tickets.',
    'channel-closed': 'Tickets are not sold here any more. The organizer can say where to buy.',
    'event-cancelled': 'The event is cancelled, so tickets are no longer sold.',
    'not-found': 'We cannot find this any more. Please choose tickets again.',
    'invalid-request': 'Something in the form is not right. Please check it and try again.',
    'too-many-requests': 'Too many requests at once. Please wait a minute and try again.',
    busy: 'Very many people are buying right now. Please try again in a moment: your place is not lost.',
    other: 'Something went wrong on our side. Please try again; if it happens again, reload the page.',
  },
};

export type Messages = typeof en;
