// English texts about promo codes.

import { countEn } from '../plural.ts';

export const promoEn = {
  title: 'Promo codes',
  hint: 'Buyers type the code in the widget. The discount comes off the ticket price, so the commission of a deal is counted from what is left.',
  empty: 'No promo codes yet',
  add: 'Add a promo code',
  newTitle: 'New promo code',
  editTitle: 'Promo code',
  code: 'Code',
  codeHint:
    'Letters and digits, a hyphen or an underscore. Upper and lower case are the same. Eight or more are hard to guess.',
  codeWrong: '2 to 40 letters, digits, hyphens or underscores; begins with a letter or digit.',
  kind: 'Discount',
  percentKind: 'A percentage',
  amountKind: 'An amount off the order',
  percent: 'Percent',
  amount: 'Amount',
  nothingOff: 'Write more than zero.',
  maxUses: 'How many orders may use it',
  maxUsesHint: 'Empty: as many as like.',
  maxTickets: 'How many tickets of one order it covers',
  maxTicketsHint:
    'The dearest come first; the rest of the order costs its full price. Empty: all tickets of the order.',
  refundRestoresUse: 'A refund gives the use back',
  refundRestoresUseHint: 'Once all tickets of an order are refunded, the code may be used one more time.',
  validFrom: 'Works from',
  validTo: 'Works until',
  windowHint: 'Empty: from now until the sale ends.',
  windowWrong: 'Must come after the beginning.',
  types: 'For which tickets',
  typesHint: 'None marked: for all of them.',
  off: (what: string) => `${what} off`,
  usedOf: (used: string, most: string) => `used ${used} of ${most}`,
  used: (n: number) => (n === 0 ? 'not used yet' : `used in ${countEn(n, { one: 'order', other: 'orders' })}`),
  perOrder: (n: number) => `covers ${countEn(n, { one: 'ticket', other: 'tickets' })} an order`,
  usesUnknown: 'uses cannot be counted right now',
  from: (when: string) => `from ${when}`,
  until: (when: string) => `until ${when}`,
  forTypes: (names: string) => `for ${names}`,
  retired: 'stopped',
  retire: 'Stop the code',
  retireTitle: 'Stop this promo code?',
  retireText:
    'Nobody can use it from now on. Those who are paying with it right now keep their price. You can add the same code again later.',
};
