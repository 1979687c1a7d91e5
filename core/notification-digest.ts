// Which notifications of a party one letter mentions. The dashboard shows all of them; the letter shows what still
// matters when it is written.

import type { NotificationKind } from './contracts/deals.ts';

/** The first notification is mailed at once. What comes within this time after a letter is collected in one digest. */
export const notificationQuietMs = 15 * 60_000;

export type MailableNotification = { kind: NotificationKind; dealId: string | null; eventId: string; read: boolean };

/** `count`: how many notifications this line stands for. */
type DigestLine<Notification extends MailableNotification> = { notification: Notification; count: number };

/**
 * For each deal its last step and, separately, the number of new messages. Notifications that were read in the
 * dashboard are left out, and so is an offer that was withdrawn before it was mailed. `notifications` are in the order
 * of time.
 */
export function digestOf<Notification extends MailableNotification>(
  notifications: readonly Notification[],
): DigestLine<Notification>[] {
  const unread = notifications.filter((notification) => !notification.read);
  const subjects = Map.groupBy(
    unread,
    (notification) => notification.dealId ?? `invitation to ${notification.eventId}`,
  );
  return [...subjects.values()].flatMap((ofOne) => {
    const messages = ofOne.filter((notification) => notification.kind === 'message');
    const steps = ofOne.filter((notification) => notification.kind !== 'message');
    return [...lastStep(steps), ...lineOf(messages)];
  });
}

function lastStep<Notification extends MailableNotification>(
  steps: readonly Notification[],
): DigestLine<Notification>[] {
  const gone = steps[0]?.kind === 'offered' && steps.at(-1)?.kind === 'withdrawn';
  return gone ? [] : lineOf(steps);
}

function lineOf<Notification extends MailableNotification>(
  notifications: readonly Notification[],
): DigestLine<Notification>[] {
  const last = notifications.at(-1);
  return last === undefined ? [] : [{ notification: last, count: notifications.length }];
}
