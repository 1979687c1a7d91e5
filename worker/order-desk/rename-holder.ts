// Another name on a ticket that is sold: on its files, its page, the guest list and at the door. The event's object decides
// and remembers who had it before.

import type { RenameHolderRequest } from '#core/contracts/order-desk.ts';
import { ok } from '#core/result.ts';
import type { EventRow } from '../access/relations.ts';
import { fingerprintOf } from '../buying/buying.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import type { Actor } from '../http/app-env.ts';

type Place = { orderId: string; ticketId: string; event: EventRow; actor: Actor };

export async function renameHolder(
  env: Env,
  { orderId, ticketId, event, actor }: Place,
  key: string,
  request: RenameHolderRequest,
) {
  const by = { userId: actor.userId, role: actor.role };
  const fingerprint = fingerprintOf(`renameHolder ${ticketId}`, request);
  const renamed = await callEventSales(env, event.id, (sales) =>
    sales.renameHolder({ by, orderId, ticketId, key, fingerprint, ...request }),
  );
  if (!renamed.ok) return renamed;
  const { value: holder, replayed } = renamed.value;
  return ok({ value: { ticketId, holder }, replayed });
}
