// How a caller may stand to the object he names. Each loads the object *through* the right to it, so foreign and
// missing are the same answer.

import type { Actor } from '../http/app-env.ts';
import type { Relation } from '../http/operation.ts';

export type EventRow = { id: string; organizerId: string };
export type DealRow = { id: string; organizerId: string; distributorId: string };

const none = async () => null;

/** The event, for its organizer; for an admin, any. */
export const ownEvent: Relation<'event', EventRow> = { as: 'event', means: 'organizer of the event', load: none };

/** The event, for everybody once published; a draft for its organizer and admins only. */
export const visibleEvent: Relation<'event', EventRow> = {
  as: 'event',
  means: 'anyone once it is published, before that its organizer',
  load: none,
};

/** The deal, for its two parties. */
export const ownDeal: Relation<'deal', DealRow> = { as: 'deal', means: 'party of the deal', load: none };

/** The event whose ledger the caller may see: its organizer wholly, a distributor with a deal on it his own side. */
export const ledgerSide: Relation<'side', { eventId: string; distributorId: string | null }> = {
  as: 'side',
  means: 'organizer of the event, or distributor with a deal on it',
  load: none,
};

/** The event an order belongs to, for its organizer; for an admin, any. */
export const ownOrder: Relation<'order', { orderId: string; eventId: string; actor: Actor }> = {
  as: 'order',
  means: 'organizer of the event the order belongs to',
  load: none,
};
