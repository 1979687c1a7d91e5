// What waits for the organizer; nothing is shown when nothing does.

import type { OrganizersHome } from '#core/contracts/home.ts';
import { t } from '../../language.ts';
import { Icon, type IconName } from '../../parts/icons.tsx';

type Task = { icon: IconName; urgent: boolean; href: string; title: string; text: string };

export function HomeTasks({ home, hasPayout }: { home: OrganizersHome; hasPayout: boolean }) {
  const tasks = tasksOf(home, hasPayout);
  if (tasks.length === 0) return null;
  return (
    <section aria-label={t().home.waiting}>
      <ul class="home-tasks">
        {tasks.map(({ icon, urgent, href, title, text }) => (
          <li key={title} class={urgent ? 'urgent' : ''}>
            <span class="home-mark">
              <Icon name={icon} />
            </span>
            <div>
              <a class="row-title" href={href}>
                {title}
              </a>
              <p class="soft">{text}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function tasksOf({ waiting, money }: OrganizersHome, hasPayout: boolean): Task[] {
  const text = t().home;
  const counted = (n: number, task: Task) => (n > 0 ? [task] : []);
  return [
    ...counted(waiting.failedRefunds, {
      icon: 'wallet',
      urgent: true,
      href: '/notifications',
      title: text.failedRefunds(waiting.failedRefunds),
      text: text.failedRefundsText,
    }),
    ...counted(waiting.eventsWithDifferences, {
      icon: 'log',
      urgent: true,
      href: '/my-events',
      title: text.differences(waiting.eventsWithDifferences),
      text: text.differencesText,
    }),
    ...counted(waiting.offers, {
      icon: 'deal',
      urgent: true,
      href: '/deals?show=proposed',
      title: text.offers(waiting.offers),
      text: text.offersText,
    }),
    ...counted(waiting.failedLetters, {
      icon: 'bell',
      urgent: false,
      href: '/notifications',
      title: text.failedLetters(waiting.failedLetters),
      text: text.failedLettersText,
    }),
    ...counted(hasPayout ? 0 : money.filter(({ available }) => available.amount > 0).length, {
      icon: 'wallet',
      urgent: false,
      href: '/profile',
      title: text.payout,
      text: text.payoutText,
    }),
    ...counted(waiting.drafts, {
      icon: 'calendar',
      urgent: false,
      href: '/my-events?show=drafts',
      title: text.drafts(waiting.drafts),
      text: text.draftsText,
    }),
  ];
}
