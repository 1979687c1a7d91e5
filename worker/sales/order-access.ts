// The right to an order: its token, or being the organizer of its event.

import type { OpenedOrderView } from '../../durable-objects/event-sales/calls.ts';
import type { Relation } from '../http/operation.ts';

const none = async () => null;

/** The order its token opens. The token is an HMAC the event's object checks; no D1 is asked. */
export const orderByToken: Relation<'order', OpenedOrderView> = {
  as: 'order',
  means: 'holder of the order token',
  load: none,
};

/** Likewise, or the organizer of the event, or an admin. */
export const orderForSending: Relation<'orderId', string> = {
  as: 'orderId',
  means: 'holder of the order token, organizer of the event',
  load: none,
};
