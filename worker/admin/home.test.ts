// The admin's first screen counts what needs somebody, and nothing else; every guard of a count has a row beside it that
// must not be counted.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { AdminHome } from '#core/contracts/admin.ts';
import { newAdmin } from '../test/accounts.ts';
import { call, newPerson, type Person, publishedEvent } from '../test/calls.ts';

const homeOf = async (admin: Person) => {
  const response = await call<AdminHome>('GET', '/api/admin/home', { token: admin.token });
  expect(response.status).toBe(200);
  return response.body;
};

const minutes = 60_000;
const days = 24 * 60 * minutes;
const run = (query: string, ...values: (string | number | null)[]) => env.DB.prepare(query).bind(...values);

it('counts what failed and what waits, once each, and no longer when it is settled', async () => {
  const [admin, organizer] = [await newAdmin(), await newPerson('organizer')];
  const { event } = await publishedEvent(organizer);
  const before = await homeOf(admin);
  const now = Date.now();
  const report =
    'insert into reconciliations (event_id, at, checked_at, seq, verdict, report) values (?, 1, 1, 1, ?, ?)';
  const letter = 'insert into failed_letters (order_id, letter, event_id, reason, failed_at) values (?, ?, ?, ?, ?)';
  const ofAccount = `insert into account_letters (id, user_id, kind, address, created_at, expires_at, failed_at, mailed_at)
    values (?, ?, 'reset-password', 'a@example.org', ?, ?, ?, ?)`;
  await env.DB.batch([
    run(report, event.id, 'agrees', '{}'),
    run(report, event.id, 'differs', '{}'),
    run('insert into failed_refunds (refund_id, event_id, failed_at) values (?, ?, 1)', 'rf_1', event.id),
    run(letter, 'ord_1', 'tickets', event.id, 'refused', now),
    run(letter, 'ord_2', 'tickets', event.id, 'refused', now - 2 * days),
    run(ofAccount, 'let_failed', organizer.id, now - days, now + days, now, null),
    run(ofAccount, 'let_late', organizer.id, now - 10 * minutes, now + days, null, null),
    run(ofAccount, 'let_young', organizer.id, now, now + days, null, null),
    run(ofAccount, 'let_expired', organizer.id, now - 10 * minutes, now - 1, null, null),
    run('update publications set pending_since = ? where subject_id = ?', now - 10 * minutes, event.id),
  ]);
  const shown = await homeOf(admin);
  expect(shown.alarms).toMatchObject({
    eventsWithDifferences: before.alarms.eventsWithDifferences + 1,
    eventsNotCompared: before.alarms.eventsNotCompared,
    failedRefunds: before.alarms.failedRefunds + 1,
    failedLetters: before.alarms.failedLetters + 2,
    failedAccountLetters: before.alarms.failedAccountLetters + 1,
    lateAccountLetters: { count: before.alarms.lateAccountLetters.count + 1 },
    latePushes: { count: before.alarms.latePushes.count + 1 },
  });
  for (const { since } of [shown.alarms.lateAccountLetters, shown.alarms.latePushes]) {
    expect(Date.parse(since ?? '')).toBeLessThanOrEqual(now - 10 * minutes);
  }
  expect(shown.lateEvents).toContainEqual(expect.objectContaining({ id: event.id, title: event.title }));
  // The older failure is in the list still, but not of the last day.
  expect(shown.mail.buyerLettersFailed).toBe(before.mail.buyerLettersFailed + 1);
  expect(shown.mail.accountLettersFailed).toBe(before.mail.accountLettersFailed + 1);
  expect(shown.mail.accountLettersSent).toBeGreaterThan(0);
  await env.DB.batch([
    run(report, event.id, 'unknown', '{}'),
    run('update failed_refunds set settled_at = 2 where event_id = ?', event.id),
    run('update failed_letters set settled_at = 2 where event_id = ?', event.id),
    run('update publications set pending_since = null where subject_id = ?', event.id),
  ]);
  expect((await homeOf(admin)).alarms).toMatchObject({
    eventsWithDifferences: before.alarms.eventsWithDifferences,
    eventsNotCompared: before.alarms.eventsNotCompared + 1,
    failedRefunds: before.alarms.failedRefunds,
    failedLetters: before.alarms.failedLetters,
    latePushes: before.alarms.latePushes,
  });
});

it('sums what all organizers sold, by currency, beside the thirty days before, and counts who came', async () => {
  const [admin, one, other] = [await newAdmin(), await newPerson('organizer'), await newPerson('organizer')];
  await publishedEvent(one);
  const before = await homeOf(admin);
  const now = Date.now();
  const sums = `insert into ledger_sums (organizer_id, currency, at, event_id, distributor_id, organizer_minor,
    distributor_minor, fees_minor) values (?, ?, ?, 'evt_1', ?, ?, ?, 7)`;
  const order = `insert into orders (id, event_id, seq, organizer_id, status, paid_late, currency, face_minor,
    service_fee_minor, total_minor, refunded_minor, commission_minor, buyer_name, buyer_email, locale, created_at)
    values (?, 'evt_1', 1, ?, 'paid', 0, 'RUB', 1, 0, 1, 0, 0, 'А', 'a@example.org', 'ru', ?)`;
  const ticket = `insert into tickets (id, order_id, event_id, seq, number, ticket_type_id, status, face_minor)
    values (?, ?, 'evt_1', 1, ?, 'tty_1', ?, 1)`;
  await env.DB.batch([
    run(sums, one.partyId, 'RUB', now, '', 1_000, 0),
    run(sums, other.partyId, 'RUB', now, 'pty_seller', 900, 100),
    run(sums, one.partyId, 'RUB', now - 40 * days, '', 500, 0),
    run(sums, one.partyId, 'RUB', now - 90 * days, '', 70_000, 0),
    run(sums, other.partyId, 'EUR', now - 2 * days, '', 3, 0),
    run(order, 'ord_new', one.partyId, now),
    run(order, 'ord_old', other.partyId, now - 40 * days),
    run(ticket, 'tkt_1', 'ord_new', '1', 'valid'),
    run(ticket, 'tkt_2', 'ord_new', '2', 'void'),
    run(ticket, 'tkt_3', 'ord_old', '3', 'valid'),
    run('update users set created_at = ? where id = ?', now - 3 * days, other.id),
  ]);
  const { money, platform, signUps, timeZone } = await homeOf(admin);
  expect(timeZone).toBe('Europe/Moscow');
  // Other files of tests have left sales and people in the same database.
  const more = (currency: string) => {
    const [was, is] = [before.money, money].map((all) => all.find((one) => one.currency === currency));
    const lastDay = (days: typeof was) => days?.days.at(-1)?.sold ?? 0;
    return [(is?.sold ?? 0) - (was?.sold ?? 0), (is?.before ?? 0) - (was?.before ?? 0), lastDay(is) - lastDay(was)];
  };
  expect([more('EUR'), more('RUB')]).toEqual([
    [3, 0, 0],
    [2_000, 500, 2_000],
  ]);
  expect(money.map(({ days }) => days.length)).toEqual(money.map(() => 30));
  expect(before.platform.eventsOnSale).toBeGreaterThan(0);
  expect(platform).toEqual({ ...before.platform, ticketsSold: before.platform.ticketsSold + 1 });
  const changed = signUps.map(({ count }, i) => count - (before.signUps[i]?.count ?? 0));
  expect(changed).toEqual([0, 0, 0, 1, 0, 0, -1]);
  expect(signUps.at(-1)?.count).toBe(platform.people - 1);
});
