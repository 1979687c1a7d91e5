// English texts: the events one may sell.

import { countEn } from '../plural.ts';

export const catalogueEn = {
  catalogue: {
    programme: 'Programme',
    legal: 'About the organizer',
    title: 'Events to sell',
    lead: 'Choose what your audience will like, and offer its organizer a deal.',
    search: 'Search',
    searchHint: 'Words in any form: title, venue, description',
    tag: 'Tag',
    priceMax: (currency: string) => `Price up to, ${currency}`,
    priceCurrency: 'Currency',
    city: 'City',
    from: 'From',
    to: 'To',
    submit: 'Find',
    reset: 'Clear',
    empty: 'Nothing found',
    emptyText: 'Try other words, another city, other dates or a higher price.',
    noneYet: 'No coming events yet. Look in a little later.',
    found: (n: number) => countEn(n, { one: 'event shown', other: 'events shown' }),
    priceFrom: (price: string) => `from ${price}`,
    buy: 'Buy a ticket',
    offer: 'Offer a deal',
    offerText:
      'Sell tickets to this event to your audience. Offer your terms; the organizer accepts, rejects or answers with others.',
    cancelledText: 'This event is cancelled. Everybody who bought a ticket gets the money back.',
    organizer: 'Organizer',
    tickets: 'Tickets',
    noTypes: 'No tickets have been announced yet.',
  },
};
