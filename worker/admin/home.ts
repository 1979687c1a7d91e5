// An admin's first screen in one response: what needs them, and how the platform does. D1 is asked alone, so this works
// with thousands of events, and says nothing about what an object has not sent yet.

import { sql } from 'drizzle-orm';
import type { AdminHome } from '#core/contracts/admin.ts';
import { Currency } from '#core/contracts/basics.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { lastDays, platformSales, ticketsSoldSince } from '../projection/projection.ts';
import { titlesOf, titlesText } from '../titles.ts';
import { isLateLetter, lateMs } from './late-letters.ts';

const dayMs = 86_400_000;
const shownDays = 30;
const signUpDays = 7;
const shownEvents = 5;

export async function adminHome(env: Env): Promise<AdminHome> {
  const nowMs = Date.now();
  const timeZone = await commonTimeZone(env);
  const days = lastDays(nowMs, timeZone, 2 * shownDays);
  const [alarms, lateEvents, signUps, mail, counts, ticketsSold, money] = await Promise.all([
    alarmsAt(env, nowMs),
    lateEventsAt(env, nowMs),
    signUpsOf(env, days.slice(-signUpDays)),
    mailSince(env, nowMs - dayMs),
    countsAt(env, nowMs),
    ticketsSoldSince(env, days[shownDays]?.fromMs ?? nowMs),
    moneyOf(env, days),
  ]);
  return { timeZone, alarms, lateEvents, signUps, mail, platform: { ...counts, ticketsSold }, money };
}

type Days = ReturnType<typeof lastDays>;

async function commonTimeZone(env: Env): Promise<string> {
  const [most] = await databaseOf(env).all<{ timeZone: string }>(sql`
    select time_zone as timeZone from events group by time_zone order by count(*) desc, time_zone limit 1`);
  return most?.timeZone ?? 'UTC';
}

type AlarmCounts = Omit<AdminHome['alarms'], 'lateAccountLetters' | 'latePushes'> & {
  lateLetters: number;
  lettersSince: number | null;
  latePushes: number;
  pushesSince: number | null;
};

async function alarmsAt(env: Env, nowMs: number): Promise<AdminHome['alarms']> {
  const lastReports = sql`(select max(id) from reconciliations group by event_id)`;
  const lateLetters = sql`account_letters where ${isLateLetter(nowMs, 'account_letters')}`;
  const latePushes = sql`publications where pending_since is not null and pending_since < ${nowMs - lateMs}`;
  const [found] = await databaseOf(env).all<AlarmCounts>(sql`
    select
      (select count(*) from reconciliations where verdict = 'differs' and id in ${lastReports}) as eventsWithDifferences,
      (select count(*) from reconciliations where verdict not in ('differs', 'agrees') and id in ${lastReports})
        as eventsNotCompared,
      (select count(*) from failed_refunds where settled_at is null) as failedRefunds,
      (select count(*) from failed_letters where settled_at is null) as failedLetters,
      (select count(*) from account_letters where mailed_at is null and failed_at is not null) as failedAccountLetters,
      (select count(*) from ${lateLetters}) as lateLetters,
      (select min(created_at) from ${lateLetters}) as lettersSince,
      (select count(*) from ${latePushes}) as latePushes,
      (select min(pending_since) from ${latePushes}) as pushesSince`);
  if (found === undefined) throw new Error('counts without a row');
  const { lateLetters: letters, lettersSince, latePushes: pushes, pushesSince, ...counts } = found;
  return {
    ...counts,
    lateAccountLetters: { count: letters, since: instant(lettersSince) },
    latePushes: { count: pushes, since: instant(pushesSince) },
  };
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

async function lateEventsAt(env: Env, nowMs: number): Promise<AdminHome['lateEvents']> {
  const rows = await databaseOf(env).all<{ id: string; title: string; titles: string; since: number }>(sql`
    select events.id as id, events.title as title, ${titlesText(sql`events.translations`)} as titles,
      min(waiting.pending_since) as since
    from publications waiting join events on events.id = waiting.event_id
    where waiting.pending_since is not null and waiting.pending_since < ${nowMs - lateMs}
    group by events.id order by since, events.id limit ${shownEvents}`);
  return rows.map(({ id, title, titles, since }) => ({
    id,
    title,
    translations: titlesOf(titles),
    since: new Date(since).toISOString(),
  }));
}

function signUpsOf(env: Env, days: Days): Promise<AdminHome['signUps']> {
  return databaseOf(env).all(sql`
    select day.value ->> 'date' as date,
      (select count(*) from users
        where created_at >= day.value ->> 'fromMs' and created_at < day.value ->> 'toMs') as count
    from json_each(${JSON.stringify(days)}) day order by 1`);
}

async function mailSince(env: Env, fromMs: number): Promise<AdminHome['mail']> {
  const [counts] = await databaseOf(env).all<AdminHome['mail']>(sql`
    select
      (select count(*) from account_letters where mailed_at >= ${fromMs}) as accountLettersSent,
      (select count(*) from account_letters where mailed_at is null and failed_at >= ${fromMs}) as accountLettersFailed,
      (select count(*) from failed_letters where failed_at >= ${fromMs}) as buyerLettersFailed`);
  return counts ?? { accountLettersSent: 0, accountLettersFailed: 0, buyerLettersFailed: 0 };
}

type Counts = Omit<AdminHome['platform'], 'ticketsSold'>;

async function countsAt(env: Env, nowMs: number): Promise<Counts> {
  const [counts] = await databaseOf(env).all<Counts>(sql`
    select
      (select count(*) from events where status = 'published' and ends_at > ${nowMs}) as eventsOnSale,
      (select count(*) from parties where kind = 'organizer') as organizers,
      (select count(*) from parties where kind = 'distributor') as distributors,
      (select count(*) from users) as people`);
  return counts ?? { eventsOnSale: 0, organizers: 0, distributors: 0, people: 0 };
}

async function moneyOf(env: Env, days: Days): Promise<AdminHome['money']> {
  const sums = await platformSales(env, days);
  const sum = (some: readonly { sold: number }[]) => some.reduce((all, { sold }) => all + sold, 0);
  return [...new Set(sums.map(({ currency }) => currency))].map((currency) => {
    const soldOn = new Map(sums.filter((one) => one.currency === currency).map(({ date, sold }) => [date, sold]));
    const all = days.map(({ date }) => ({ date, sold: soldOn.get(date) ?? 0 }));
    const [before, now] = [all.slice(0, shownDays), all.slice(shownDays)];
    return { currency: Currency.parse(currency), sold: sum(now), before: sum(before), days: now };
  });
}
