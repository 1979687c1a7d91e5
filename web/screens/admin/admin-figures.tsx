// How the platform does: sales of 30 days by currency, who came, and what was mailed.

import type { AdminHome } from '#core/contracts/admin.ts';
import { number, price } from '../../format.ts';
import { intlLocale, t } from '../../language.ts';
import { Detail, Details } from '../../parts/details.tsx';
import { Section } from '../../parts/page.tsx';
import { type Figure, Figures, growth } from '../home/home-figures.tsx';
import { HomeHead } from '../home/home-lists.tsx';

export function AdminFigures({ home }: { home: AdminHome }) {
  const { platform, money } = home;
  const text = t().admin.figures;
  const sold = money.map(
    ({ currency, sold, before, days }): Figure => ({
      name: text.sold(currency),
      value: price({ amount: sold, currency }),
      change: growth(sold, before),
      days: days.map((day) => day.sold),
    }),
  );
  const figure = (name: string, n: number): Figure => ({ name, value: number(n), change: null, days: [] });
  return (
    <Figures
      label={text.label}
      period="30"
      figures={[
        ...sold,
        figure(text.tickets, platform.ticketsSold),
        figure(text.onSale, platform.eventsOnSale),
        figure(text.people, platform.people),
      ]}
    />
  );
}

export function AdminSignUps({ home: { signUps, timeZone, platform } }: { home: AdminHome }) {
  const text = t().admin.signUps;
  const most = Math.max(1, ...signUps.map(({ count }) => count));
  const all = signUps.reduce((sum, { count }) => sum + count, 0);
  return (
    <section class="card">
      <HomeHead title={text.title} href="/admin/people" all={text.allPeople} />
      <p class="hint">
        {all === 0 ? text.none : text.all(all)} {text.parties(platform.organizers, platform.distributors)}
      </p>
      <ul class="home-list">
        {signUps.map(({ date, count }) => (
          <li key={date} class="home-seller">
            <span class="split">
              <span>{dayText(date, timeZone)}</span>
              <strong>{number(count)}</strong>
            </span>
            <span class="bar" aria-hidden="true">
              <i class="you" style={{ width: `${(100 * count) / most}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function dayText(date: string, timeZone: string): string {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date());
  if (date === today) return t().admin.signUps.today;
  const format = new Intl.DateTimeFormat(intlLocale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  return format.format(new Date(`${date}T00:00:00Z`));
}

export function AdminMail({ home: { mail } }: { home: AdminHome }) {
  const text = t().admin.mail;
  const failed = mail.accountLettersFailed + mail.buyerLettersFailed;
  return (
    <Section title={text.title} hint={failed === 0 ? text.allArrived : text.someFailed}>
      <Details wide>
        <Detail name={text.sent}>{number(mail.accountLettersSent)}</Detail>
        <Detail name={text.accountFailed}>{number(mail.accountLettersFailed)}</Detail>
        <Detail name={text.buyerFailed}>{number(mail.buyerLettersFailed)}</Detail>
      </Details>
    </Section>
  );
}
