// English texts about widgets and their results.

import { countEn } from '../plural.ts';

export const widgetsEn = {
  widgets: {
    title: 'Widgets',
    lead: 'All you sell: the links, and what each brings.',
    leadOrganizer: 'Your own widgets: the links, and what each brings. What partners sell is in their deals.',
    empty: 'There are no widgets yet',
    emptyText: 'A widget appears when a deal is accepted. Find an event for your audience.',
    emptyOrganizer: 'A widget appears when an event is published.',
    find: 'Find what to sell',
    toEvents: 'To the events',
    grouping: 'How to show',
    by: { event: 'By widget', source: 'By place', day: 'By day' },
    byShort: { event: 'Widgets', source: 'Places', day: 'Days' },
    column: { event: 'Widget', source: 'Place', day: 'Day' },
    period: 'For how many days',
    days: (n: number) => countEn(n, { one: 'day', other: 'days' }),
    allWidgets: 'All widgets',
    total: 'In total',
    views: 'Shown',
    holds: 'Chose tickets',
    orders: 'Orders',
    sold: 'Sold',
    earned: 'Yours',
    path: (views: string, holds: string, orders: string) => `Shown ${views} → chose ${holds} → orders ${orders}`,
    nothing: 'Nothing happened in this time.',
    more: 'These are the first 200 rows. The total is of all.',
    howExact:
      'Views and choices are counted without cookies, as pages report them: repeated visits count too, and some may be lost. Orders and money are exact; a refund is taken off the day and place of its purchase.',
    zone: (zone: string) => `Days are counted in ${zone}.`,
    closed: 'sales are over',
    copyLink: 'Copy the link',
    places: 'Where people buy',
    noSubId: 'No label',
    surface: { link: 'By the link', embed: 'Widget on a site', event: 'Page of the event', other: 'Another app' },
  },
};
