// What needs an admin now, each with the way to it; what is quiet is said in words, so that silence is no guess.

import type { AdminHome } from '#core/contracts/admin.ts';
import { titleIn } from '#core/event-text.ts';
import { stamp } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Icon, type IconName } from '../../parts/icons.tsx';

type Alarm = { icon: IconName; urgent: boolean; href: string; count: number; title: string; text: string };

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
      <p class="soft">{quietText(home)}</p>
    </section>
  );
}

function alarmsOf({ alarms, lateEvents }: AdminHome): Alarm[] {
  const text = t().admin.alarms;
  const failures = '/admin/failures';
  const since = (at: string | null) => (at === null ? '' : text.since(stamp(at)));
  const lateEvent = lateEvents[0];
  return [
    {
      ...{ icon: 'log', urgent: true, href: failures, count: alarms.eventsWithDifferences },
      ...{ title: text.differences(alarms.eventsWithDifferences), text: text.differencesText },
    },
    {
      ...{ icon: 'wallet', urgent: true, href: failures, count: alarms.failedRefunds },
      ...{ title: text.refunds(alarms.failedRefunds), text: text.refundsText },
    },
    {
      ...{ icon: 'calendar', urgent: true, count: alarms.latePushes.count },
      href: lateEvent === undefined ? failures : `/my-events/${lateEvent.id}/reconciliation`,
      title: text.pushes(alarms.latePushes.count),
      text: `${lateEvent === undefined ? '' : `${titleIn(lateEvent, locale.value)} · `}${since(alarms.latePushes.since)}`,
    },
    {
      ...{ icon: 'bell', urgent: false, href: failures, count: alarms.failedLetters },
      ...{ title: text.letters(alarms.failedLetters), text: text.lettersText },
    },
    {
      ...{
        icon: 'people',
        urgent: false,
        href: '/admin/people?state=letter-failed',
        count: alarms.failedAccountLetters,
      },
      ...{ title: text.accountLetters(alarms.failedAccountLetters), text: text.accountLettersText },
    },
    {
      ...{ icon: 'log', urgent: false, href: failures, count: alarms.eventsNotCompared },
      ...{ title: text.notCompared(alarms.eventsNotCompared), text: text.notComparedText },
    },
  ];
}

/** "Quiet: refunds, letters to buyers." */
function quietText({ alarms }: AdminHome): string {
  const text = t().admin.alarms;
  const quiet = [
    ...(alarms.eventsWithDifferences + alarms.eventsNotCompared === 0 ? [text.quiet.differences] : []),
    ...(alarms.failedRefunds === 0 ? [text.quiet.refunds] : []),
    ...(alarms.latePushes.count === 0 ? [text.quiet.pushes] : []),
    ...(alarms.failedLetters === 0 ? [text.quiet.letters] : []),
    ...(alarms.failedAccountLetters + alarms.lateAccountLetters.count === 0 ? [text.quiet.accountLetters] : []),
  ];
  if (quiet.length === 5) return text.allQuiet;
  return quiet.length === 0 ? '' : text.quietIn(quiet.join(', '));
}
