// What needs an admin now, each with the way to it; what is quiet is said in words, so that silence is no guess. Both are
// made of one list, so that nothing is neither.

import type { AdminHome } from '#core/contracts/admin.ts';
import { titleIn } from '#core/event-text.ts';
import { stamp } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Icon, type IconName } from '../../parts/icons.tsx';

const subjects = ['differences', 'refunds', 'pushes', 'letters', 'accountLetters'] as const;

type Alarm = {
  /** What is quiet while none of its alarms counts anything. */
  of: (typeof subjects)[number];
  icon: IconName;
  urgent: boolean;
  href: string;
  count: number;
  title: string;
  text: string;
};

export function AdminAlarms({ home }: { home: AdminHome }) {
  const text = t().admin.alarms;
  const alarms = alarmsOf(home).filter(({ count }) => count > 0);
  return (
    <section aria-label={text.label} class="home">
      {alarms.length > 0 && (
        <ul class="home-tasks">
          {alarms.map(({ icon, urgent, href, title, text: about }) => (
            <li key={title} class={urgent ? 'urgent' : ''}>
              <span class="home-mark">
                <Icon name={icon} />
              </span>
              <div>
                <a class="row-title" href={href}>
                  {title}
                </a>
                <p class="soft">{about}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      <p class="soft">{quietText(alarms)}</p>
    </section>
  );
}

function alarmsOf({ alarms, lateEvents }: AdminHome): Alarm[] {
  const text = t().admin.alarms;
  const failures = '/admin/failures';
  const withoutLetter = '/admin/people?state=letter-failed';
  const since = (at: string | null) => (at === null ? '' : text.since(stamp(at)));
  const lateEvent = lateEvents[0];
  return [
    {
      ...{ of: 'differences', icon: 'log', urgent: true, href: failures, count: alarms.eventsWithDifferences },
      ...{ title: text.differences(alarms.eventsWithDifferences), text: text.differencesText },
    },
    {
      ...{ of: 'refunds', icon: 'wallet', urgent: true, href: failures, count: alarms.failedRefunds },
      ...{ title: text.refunds(alarms.failedRefunds), text: text.refundsText },
    },
    {
      ...{ of: 'pushes', icon: 'calendar', urgent: true, count: alarms.latePushes.count },
      href: lateEvent === undefined ? failures : `/my-events/${lateEvent.id}/reconciliation`,
      title: text.pushes(alarms.latePushes.count),
      text: `${lateEvent === undefined ? '' : `${titleIn(lateEvent, locale.value)} · `}${since(alarms.latePushes.since)}`,
    },
    {
      ...{ of: 'accountLetters', icon: 'people', urgent: true, href: withoutLetter },
      ...{ count: alarms.lateAccountLetters.count, title: text.lateLetters(alarms.lateAccountLetters.count) },
      text: since(alarms.lateAccountLetters.since),
    },
    {
      ...{ of: 'letters', icon: 'bell', urgent: false, href: failures, count: alarms.failedLetters },
      ...{ title: text.letters(alarms.failedLetters), text: text.lettersText },
    },
    {
      ...{ of: 'accountLetters', icon: 'people', urgent: false, href: withoutLetter },
      ...{ count: alarms.failedAccountLetters, title: text.accountLetters(alarms.failedAccountLetters) },
      text: text.accountLettersText,
    },
    {
      ...{ of: 'differences', icon: 'log', urgent: false, href: failures, count: alarms.eventsNotCompared },
      ...{ title: text.notCompared(alarms.eventsNotCompared), text: text.notComparedText },
    },
  ];
}

/** "Quiet: refunds, letters to buyers." */
function quietText(loud: readonly Alarm[]): string {
  const text = t().admin.alarms;
  const quiet = subjects.filter((subject) => loud.every((alarm) => alarm.of !== subject));
  if (quiet.length === subjects.length) return text.allQuiet;
  return quiet.length === 0 ? '' : text.quietIn(quiet.map((subject) => text.quiet[subject]).join(', '));
}
