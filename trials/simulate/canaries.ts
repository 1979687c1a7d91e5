// Planted bugs that the audits must find in every run, or the run proves nothing. Each changes rows behind the object's
// back, as a bug of that kind would; bugs in the code itself are planted by `sabotage`.

import type { World } from './world.ts';

const spoil = {
  'outbox-forgets': 'delete from outbox where sends > 0',
  'stock-forgets': 'update ticket_types set held = 0 where held > 0',
  'code-forgets-its-uses': 'update promos set used = used - 1 where used > 0',
  'contact-forgets': 'delete from contacts',
  'channel-forgets': "update channels set counts = '[]', sold_ever = 0",
  'promise-forgotten': `update channels set snapshot = json_set(snapshot, '$.allotment', json('{"kind":"open"}'))
    where snapshot is not null`,
  'price-follows-the-edit':
    "update holds set total_minor = total_minor + 1 where status = 'placed' and total_minor > 0",
  'part-refund-is-whole': `update orders set refunded_minor = total_minor where status = 'partly-refunded'`,
  'replies-change-tickets': `update tickets set replies = (select min(replies) from tickets) where replies is not null`,
  'name-forgets': 'update tickets set holder_name = null where holder_name is not null',
  'cancelling-leaves-tickets': `update tickets set status = 'valid', refund_id = null
    where (select json_extract(snapshot, '$.status') from event) = 'cancelled'`,
} as const;

export type Canary = keyof typeof spoil;

// The keys of the table are the canaries.
export const canaries = Object.keys(spoil) as Canary[];

export function plant(world: World, canary: Canary): void {
  world.disk.run(spoil[canary]);
}
