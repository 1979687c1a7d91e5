// The right to an order: its token, or being the organizer of its event.

import type { OpenedOrderView } from '../../durable-objects/event-sales/rpc.ts';
import { bearerOf } from '../access/access-token.ts';
import { ownOrder } from '../access/relations.ts';
import type { Relation } from '../http/operation.ts';
import { orderByToken as findByToken } from './buying.ts';

/** The order its token opens. The token is an HMAC the event's object checks; no D1 is asked. */
export const orderByToken: Relation<'order', { opened: OpenedOrderView; orderToken: string }> = {
  as: 'order',
  means: 'holder of the order token',
  async load(c) {
    const orderToken = bearerOf(c.req.header('authorization'));
    if (orderToken === null) return null;
    const opened = await findByToken(c.env, c.req.param('orderId') ?? '', orderToken);
    return opened === null ? null : { opened, orderToken };
  },
};

/** Likewise, or the organizer of the event, or an admin. */
export const orderForSending: Relation<'orderId', string> = {
  as: 'orderId',
  means: 'holder of the order token, organizer of the event',
  async load(c, actor) {
    if (actor !== null) {
      if (actor.role !== 'organizer' && actor.role !== 'admin') return null;
      return (await ownOrder.load(c, actor))?.orderId ?? null;
    }
    return (await orderByToken.load(c, actor))?.opened.view.orderId ?? null;
  },
};
