// English texts of the buyer's pages. They are the type that every other language must match.

import { plural } from './plural.ts';

export const en = {
  support: 'Support',
  otherLanguage: 'Русский',
  order: {
    title: 'Your order',
    tickets: 'Tickets',
    lines: 'Order',
    discount: 'Discount',
    serviceFee: 'Service fee',
    total: 'Total',
    refunded: 'Refunded',
    free: 'Free',
    organizer: (name: string) => `Organizer: ${name}`,
    pay: (total: string) => `Pay ${total}`,
    cancel: 'Cancel the order',
    cancelWarning: 'The tickets go back on sale at once. You can order again while there are any left.',
    cancelYes: 'Yes, cancel it',
    confirm: 'Confirm the order',
    sendAgain: 'Send the tickets again',
    sent: (email: string) => `We are sending the tickets to ${email} again. They usually arrive within a few minutes.`,
    sentTooOften:
      'We sent the tickets only a little while ago. Please look in the spam folder, or open them here. You can ask again a little later.',
    allAsPdf: 'All tickets as PDF',
    asPicture: 'Save as a picture',
    asPictureOf: (number: string) => `Save as a picture: ticket ${number}`,
    ticketOf: (n: number, all: number) => `Ticket ${n} of ${all}`,
    swipe: 'Swipe sideways for the next ticket.',
    brighter: 'If the code is not read, make the screen brighter.',
    codeOf: (number: string) => `Code of ticket ${number}`,
    valid: 'Valid',
    void: 'Not valid',
    voidText: 'This ticket admits nobody any more.',
    activated: 'Used',
    whenAndWhere: 'When and where',
    calendar: 'Add to calendar',
    googleCalendar: 'Google Calendar',
    whomToAsk: 'Questions and refunds',
    organizerOf: 'Organizer',
    organizersPage: 'Organizer’s page',
    writeToOrganizer: 'Write to the organizer',
    support: 'Write to support',
    refund: 'How to return tickets',
    refundText: (number: string) =>
      `Please write to the organizer and name the order, ${number}. Once they make the refund, the money goes back to where you paid from, and we send you a letter.`,
    giveBack: 'If you cannot come',
    giveBackText: (number: string) =>
      `Please tell the organizer and name the order, ${number}: somebody else can have your place.`,
    eventCancelled: 'The event is cancelled',
    eventCancelledText:
      'We are sorry. Whatever was paid for these tickets is returned to the card it was paid with; you need not do anything.',
    lookAgain: 'Refresh the page',
    number: (number: string) => `Order ${number}`,
  },
  status: {
    awaiting: 'Waiting for your payment',
    awaitingText: (until: string, minutes: number) =>
      minutes > 0
        ? `The tickets are kept for you until ${until}, that is ${plural('en', minutes, { one: 'one more minute', other: `${minutes} more minutes` })}. Pay for the order, and they are yours.`
        : 'The time to pay is running out. If you have just paid, the page will show it in a moment.',
    declined: 'The last payment did not go through, and nothing was charged. Please try again; another card is fine.',
    providerDown:
      'The payment service does not answer just now. Your tickets are still kept: refresh the page in a moment.',
    confirm: 'Confirm your order',
    confirmText: (until: string) => `Press the button, and the tickets are yours. They are kept until ${until}.`,
    confirmInLetter: 'Open our letter and confirm',
    confirmInLetterText: (email: string, until: string) =>
      `We have sent a letter to ${email}. Open it and confirm the order before ${until}; the tickets then appear here. If the letter is not there in a few minutes, look in the spam folder.`,
    unconfirmed: 'The order was not confirmed in time',
    unconfirmedText: 'The tickets went back on sale. You can order again where you found them.',
    paid: 'Paid. The tickets are yours',
    free: 'The tickets are yours',
    paidText: (email: string) =>
      `We have sent them to ${email}. You can also open them here and show them on your phone at the entrance.`,
    paidLateText: 'The payment came after the time to pay was over, but there were tickets left, and you have them.',
    tooLate: 'The payment came too late, your money is on its way back',
    tooLateText:
      'The time to pay was over, and no tickets were left. The whole amount returns to your card; most banks take up to ten working days. You need not do anything.',
    expired: 'The time to pay is over',
    expiredText:
      'The order was not paid in time, and the tickets went back on sale. Nothing was charged. You can order again where you found them.',
    cancelled: 'The order is cancelled',
    cancelledText: 'Nothing was charged. If you change your mind, order again where you found the tickets.',
    refunded: 'The money is returned',
    refundedText:
      'The tickets of this order are no longer valid. The money returns to your card; most banks take up to ten working days.',
    partlyRefunded: 'Some tickets are returned',
    partlyRefundedText: (email: string) =>
      `Tickets marked as void are no longer valid, and their money returns to your card. The others are yours; we have sent them to ${email}.`,
  },
  pay: {
    title: 'Payment',
    test: 'Test payment: no money is taken',
    testText:
      'This is the built-in test acquirer. It takes only the cards listed below and refuses any real card. Please do not type a real one.',
    seller: 'Seller',
    event: 'For',
    amount: 'Amount',
    until: (time: string) => `Please pay before ${time}.`,
    number: 'Card number',
    expiry: 'Expires, MM/YY',
    cvc: 'Code on the back',
    submit: (total: string) => `Pay ${total}`,
    cards: 'Test cards',
    cardsText: 'Any month in the future and any three digits will do.',
    card: {
      succeeds: 'is paid at once',
      declined: 'is declined: not enough money',
      late: 'is paid, but the bank answers only after some seconds',
      repeated: 'is paid; the webhooks come repeated and in the wrong order',
      unclear: 'is charged, but the answer is an error',
    },
    notATestCard: 'This is not one of the test cards. Choose one from the list below.',
    badExpiry: 'Give the month and the year, for example 12/30; the card must not have expired.',
    badCvc: 'Give the three or four digits of the code.',
    done: 'Paid',
    doneText: 'Thank you. Your tickets are on the page of the order and in your mail.',
    processing: 'The bank is still thinking',
    processingText: 'You need not pay again. The page of your order shows the answer as soon as it is here.',
    failed: 'The card was declined',
    failedText:
      'The bank says there is not enough money on the card. Nothing was charged. Please try another card: the tickets are kept for you meanwhile.',
    another: 'Try another card',
    cancelled: 'This payment is closed',
    cancelledText: 'The order was cancelled or its time is over. Nothing was charged.',
    unclear: 'We got no clear answer from the bank',
    unclearText:
      'Please do not pay again. The page of your order finds out whether the card was charged and shows it within a minute.',
    toOrder: 'To my order',
  },
  problem: {
    title: 'Something is wrong',
    notFound: 'There is no such page',
    notFoundText:
      'If you are looking for your tickets, open the link from the mail we sent you: it also works on another phone or computer.',
    busy: 'Very many people are here right now',
    busyText: 'Nothing is lost. Please refresh the page in a few seconds.',
    foreign: 'The page was opened from elsewhere',
    foreignText:
      'For your safety this button works only on our own page. Open your order from the link in our mail and try again.',
    notOpen: 'The order can no longer be cancelled',
    notOpenText: 'It is already paid or closed. Open the order to see how it stands.',
    internal: 'This is our mistake',
    internalText:
      'It is written down, and we will look into it. Your order and your payment are safe. Please try again in a minute.',
    requestId: (id: string) => `If you write to us, name this number: ${id}`,
  },
};

export type Messages = typeof en;
