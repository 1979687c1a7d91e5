// English texts of tickets and letters. They are the type that the Russian ones must match key by key.

/** One word form per plural category of the language. */
export type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

const forms = (all: Forms): Forms => all;

export const en = {
  ticket: {
    number: 'Ticket',
    type: 'Ticket type',
    price: 'Price',
    free: 'Free',
    serviceFee: (amount: string) => `+ ${amount} service fee`,
    holder: 'Holder',
    organizer: 'Organizer',
    soldThrough: 'Sold through',
    order: 'Order',
    showAtDoor: 'Show this code at the door, on paper or on your phone.',
    admitsOnce: 'It lets one person in, once, so please don’t post it in public.',
    void: 'This ticket is no longer valid',
    notPrinted: '[see the order page]',
    fileName: (orderNumber: string) => `tickets-${orderNumber}.pdf`,
    calendarFileName: 'event.ics',
    documentTitle: (title: string) => `Tickets: ${title}`,
  },
  count: {
    tickets: forms({ one: 'ticket', other: 'tickets' }),
  },
  mail: {
    open: 'Open the order',
    total: 'Total',
    serviceFee: 'Service fee',
    when: 'When',
    where: 'Where',
    order: 'Order',
    askOrganizer: (ways: string) => `Questions to the organizer: ${ways}`,
    organizedBy: (name: string) => `Organized by ${name}`,
    soldThrough: (name: string) => `Sold through ${name}`,
    why: 'You are getting this letter because this address was given when the tickets were ordered. If it wasn’t you, simply ignore it.',
    keepLink:
      'The button is personal: whoever has this link can see the tickets. Please don’t forward it to people you don’t know.',
  },
  mailing: {
    from: (name: string) => `Written by the organizer: ${name}`,
    why: 'You are getting this letter because you have a ticket to this event.',
  },
  tickets: {
    subject: (title: string, date: string) => `Your tickets: ${title}, ${date}`,
    preview: 'Your tickets are attached to this letter.',
    heading: 'Your tickets',
    lead: (count: string) =>
      `Thank you for your order! ${count} attached as a PDF. Show the code at the door, on your phone or on paper.`,
    attached: forms({ one: 'ticket is', other: 'tickets are' }),
    calendar: 'The calendar file reminds you of the date.',
    late: 'Your payment reached us after the tickets had been set aside for you. They were still free, so they are yours.',
    again: 'These are the same tickets as before, sent again at your request.',
  },
  confirmOrder: {
    subject: (title: string) => `Confirm your order: ${title}`,
    preview: 'The tickets are waiting for you to confirm.',
    heading: 'Confirm your order',
    lead: (until: string) =>
      `A free order was made for this address. To get the tickets, open it with the button below and press “Confirm”. They are kept until ${until}.`,
    why: 'We ask because many free orders were made in a row for this address or from the same network. If it wasn’t you, you need not do anything: the tickets go back on sale by themselves.',
    button: 'Open and confirm',
  },
  refundOnItsWay: {
    subject: (title: string) => `Your refund is on its way: ${title}`,
    preview: 'We have sent your money back.',
    heading: 'Your refund is on its way',
    lead: 'We have asked the payment provider to return your money to the card or account you paid with. It usually takes up to ten working days. There is nothing you need to do.',
    late: 'Your payment reached us after the time for it had ended, and the tickets were already taken by somebody else. We are sorry. You get the whole amount back.',
  },
  refunded: {
    subject: (title: string) => `Refunded: ${title}`,
    preview: 'The refund is complete.',
    heading: 'The refund is complete',
    lead: (amount: string) =>
      `The payment provider has confirmed the refund. Returned for this order so far: ${amount}. If you don’t see the money in a few days, please ask your bank.`,
    stillValid: (count: string) => `You still have ${count} in this order: open it with the button below.`,
    voided: 'The refunded tickets are no longer valid.',
  },
  eventCancelled: {
    subject: (title: string) => `Cancelled: ${title}`,
    preview: 'The event has been cancelled.',
    heading: 'The event has been cancelled',
    lead: 'We are sorry: the organizer has cancelled this event, so please don’t travel to it. Your tickets are no longer valid.',
    refund:
      'What you paid is returned to the card or account you paid with. There is nothing you need to do; we will write again when the refund is complete.',
  },
  eventPostponed: {
    subject: (title: string) => `New time: ${title}`,
    preview: 'The event has been moved to another time.',
    heading: 'The event has been moved',
    lead: 'The organizer has moved this event. The new time is below; please change it in your calendar.',
    valid:
      'Your tickets stay valid as they are, the ones already printed too. If the new time does not suit you, please write to the organizer about a refund.',
  },
  eventRelocated: {
    subject: (title: string) => `New place: ${title}`,
    preview: 'The place of the event has changed.',
    heading: 'The place has changed',
    lead: 'The organizer has changed the place of this event or its address. Where to come and at what time is below.',
    valid:
      'Your tickets stay valid as they are, the ones already printed too. If the new place does not suit you, please write to the organizer about a refund.',
  },
};

export type Messages = typeof en;
