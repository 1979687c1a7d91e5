// What a party is notified of, apart from the contracts of deals and of people that both name it.

import * as z from 'zod';

/** The steps of a deal that cause a notification. */
export const NotificationKind = z.enum([
  'offered',
  'countered',
  'accepted',
  'rejected',
  'withdrawn',
  'terminated',
  'expires-soon',
  'expired',
  'message',
  'taken',
  'invited',
]);
export type NotificationKind = z.infer<typeof NotificationKind>;
