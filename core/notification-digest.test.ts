import { expect, it } from 'vitest';
import type { NotificationKind } from './contracts/deals.ts';
import { digestOf, type MailableNotification } from './notification-digest.ts';

const notification = (kind: NotificationKind, dealId: string | null = 'dl_1', read = false): MailableNotification => ({
  kind,
  dealId,
  eventId: 'evt_1',
  read,
});
const said = (notifications: MailableNotification[]) =>
  digestOf(notifications).map((line) => `${line.notification.kind} ${line.notification.dealId} ${line.count}`);

it.each<[string, MailableNotification[], string[]]>([
  ['nothing of nothing', [], []],
  ['sixty messages are one line', Array.from({ length: 60 }, () => notification('message')), ['message dl_1 60']],
  [
    'of a deal the last step',
    [notification('offered'), notification('countered'), notification('accepted')],
    ['accepted dl_1 3'],
  ],
  [
    'messages stand beside the step',
    [notification('message'), notification('countered'), notification('message')],
    ['countered dl_1 1', 'message dl_1 2'],
  ],
  ['an offer withdrawn before anybody was told', [notification('offered'), notification('withdrawn')], []],
  [
    'with a counter in between too',
    [notification('offered'), notification('countered'), notification('withdrawn')],
    [],
  ],
  ['a withdrawal of an offer that was told', [notification('withdrawn')], ['withdrawn dl_1 1']],
  [
    'what was read is not told',
    [notification('offered', 'dl_1', true), notification('message', 'dl_2')],
    ['message dl_2 1'],
  ],
  [
    'deals do not hide each other',
    [notification('offered'), notification('withdrawn', 'dl_2')],
    ['offered dl_1 1', 'withdrawn dl_2 1'],
  ],
  [
    'an invitation has no deal',
    [notification('invited', null), notification('offered')],
    ['invited null 1', 'offered dl_1 1'],
  ],
])('%s', (_name, notifications, lines) => {
  expect(said(notifications)).toEqual(lines);
});
