// A clock that ran two hours ahead and is right again. Every time it stored in D1, in R2 and in memory that something
// waits for is planted here, one a row; then the work must go on at the right time and not two hours later.

import { env } from 'cloudflare:test';
import { expect, it, vi } from 'vitest';
import { mailDueLetters } from '../../accounts/accounts.ts';
import { makeHashQueue } from '../../accounts/hash-queue.ts';
import { countAttempt, perHour } from '../../accounts/rate-limit.ts';
import { mailNotifications, makeUsualCommissions, remindOfExpiry } from '../../deals/deals.ts';
import { claim } from '../../delivery/mail/send-log.ts';
import { pushPending } from '../../publishing/publishing.ts';
import { claimDue, reconcileEvent } from '../../reconciliation/reconciliation.ts';
import { mailFailedRefunds } from '../../refunds/refunds.ts';
import { enrolled } from '../accounts.ts';
import { call, newPerson, type Person, password } from '../calls.ts';
import { newShop, type Shop } from '../shop.ts';

const aheadMs = 2 * 3_600_000;

const run = (text: string, ...values: unknown[]) =>
  env.DB.prepare(text)
    .bind(...values)
    .run();

async function storedValue(text: string, ...values: unknown[]): Promise<unknown> {
  const row = await env.DB.prepare(`select (${text}) as value`)
    .bind(...values)
    .first<{ value: unknown }>();
  return row?.value ?? null;
}

type At = { shop: Shop; party: string; event: string; nowMs: number; futureMs: number };

/** `plant` stores what the clock left behind, `work` is done at the right time; true when it went on. */
type Row = { name: string; plant: (at: At) => Promise<unknown>; work: (at: At) => Promise<boolean> };

const notification = (id: string, { party, event, nowMs }: At, letterAt: number | null) =>
  run(
    `insert into notices (id, party_id, event_id, kind, at, letter_id, letter_at, mailed_at) values (?, ?, ?, 'invited', ?, ?, ?, ?)`,
    id,
    party,
    event,
    nowMs,
    letterAt === null ? null : `letter-${id}`,
    letterAt,
    letterAt,
  );

const failedRefund = (id: string, { event }: At, failedAt: number, mailedAt: number | null) =>
  run(
    'insert into failed_refunds (refund_id, event_id, failed_at, mailed_at) values (?, ?, ?, ?)',
    id,
    event,
    failedAt,
    mailedAt,
  );

const attempt = { what: 'test', subject: 'a', limit: perHour(10, 3) };

const rows: Row[] = [
  {
    name: 'a letter about an account that could not be mailed then',
    plant: async ({ futureMs }) => {
      await newPerson('organizer', false);
      await mailDueLetters(env, Date.now());
      await run('update account_letters set mailed_at = null, try_at = ? where spent_at is null', futureMs);
    },
    work: async ({ nowMs }) => {
      await mailDueLetters(env, nowMs);
      return (
        (await storedValue('select count(*) from account_letters where mailed_at is null and spent_at is null')) === 0
      );
    },
  },
  {
    name: 'the quiet period after a digest of then',
    plant: async (at) => {
      await notification('then', at, at.futureMs);
      await notification('new', at, null);
    },
    work: async ({ nowMs }) => {
      await mailNotifications(env, nowMs);
      return (await storedValue("select letter_id from notices where id = 'new'")) !== null;
    },
  },
  {
    name: 'the reminder of an offer made then',
    plant: async ({ event, shop, nowMs, futureMs }) => {
      const distributor = await newPerson('distributor');
      const body = { eventId: event, commissionBps: 1_000, validUntil: new Date(nowMs + 20 * 3_600_000).toISOString() };
      const offered = await call('POST', '/api/deals', { token: distributor.token, body });
      expect(offered.status).toBe(201);
      await run('update deals set updated_at = ? where organizer_id = ?', futureMs, shop.organizer.partyId);
    },
    work: async ({ nowMs }) => {
      await remindOfExpiry(env, nowMs);
      return (await storedValue("select count(*) from notices where kind = 'expires-soon'")) === 1;
    },
  },
  {
    name: 'the usual commission made then',
    plant: async ({ futureMs }) => {
      const { partyId } = await newPerson('distributor');
      const listed =
        'insert into listed_distributors (party_id, name_key, version, usual_commission_made_at) values (?, ?, 1, ?)';
      await run(
        `${listed} on conflict (party_id) do update set usual_commission_made_at = excluded.usual_commission_made_at`,
        partyId,
        'x',
        futureMs,
      );
    },
    work: async ({ nowMs }) => {
      await makeUsualCommissions(env, nowMs);
      return (await storedValue('select max(usual_commission_made_at) from listed_distributors')) === nowMs;
    },
  },
  {
    name: 'a refund that failed then',
    plant: (at) => failedRefund('rfd_then', at, at.futureMs, null),
    work: async ({ nowMs }) => {
      await mailFailedRefunds(env, nowMs);
      return (await storedValue("select mailed_at from failed_refunds where refund_id = 'rfd_then'")) === nowMs;
    },
  },
  {
    name: 'the quiet period after a letter about a refund of then',
    plant: async (at) => {
      await failedRefund('rfd_told', at, at.nowMs - 1, at.futureMs);
      await failedRefund('rfd_new', at, at.nowMs - 1, null);
    },
    work: async ({ nowMs }) => {
      await mailFailedRefunds(env, nowMs);
      return (await storedValue("select mailed_at from failed_refunds where refund_id = 'rfd_new'")) === nowMs;
    },
  },
  {
    name: 'a report of reconciliation of then',
    plant: ({ event, futureMs }) => reconcileEvent(env, event, futureMs),
    work: async ({ event, nowMs }) => (await reconcileEvent(env, event, nowMs))?.at === new Date(nowMs).toISOString(),
  },
  {
    name: 'an event that was looked at then',
    plant: ({ event, futureMs }) => run('update events set reconciled_at = ? where id = ?', futureMs, event),
    work: async ({ event, nowMs }) => (await claimDue(env, nowMs)).includes(event),
  },
  {
    name: 'a push that was asked for then',
    plant: ({ event, futureMs }) =>
      run('update publications set pending_since = ? where subject_id = ?', futureMs, event),
    work: async ({ event }) => {
      await pushPending(env);
      return (await storedValue('select pending_since from publications where subject_id = ?', event)) === null;
    },
  },
  {
    name: 'a rate limit used up then',
    plant: async ({ futureMs }) => {
      for (let i = 0; i < 3; i += 1) await countAttempt(env, [attempt], futureMs);
    },
    work: async ({ nowMs }) => (await countAttempt(env, [attempt], nowMs)).ok,
  },
  {
    name: 'a letter that was being sent then',
    plant: ({ futureMs }) => claim(env.FILES, 'letter-of-then', futureMs),
    work: async ({ nowMs }) => (await claim(env.FILES, 'letter-of-then', nowMs)) === 'mine',
  },
];

it.each(rows)('$name is not waited for', async ({ plant, work }) => {
  const silent = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const shop = await newShop(0);
  // The object is where the row is only in part: its own times are the matter of its own tests.
  const nowMs = Date.now() + 1_000;
  const at: At = { shop, party: shop.organizer.partyId, event: shop.eventId, nowMs, futureMs: nowMs + aheadMs };
  await plant(at);
  expect(await work(at)).toBe(true);
  silent.mockRestore();
});

it('a code of the second factor taken then does not keep its owner out', async () => {
  const person: Person = await newPerson('organizer');
  const { code } = await enrolled(person);
  await run('update second_factors set last_step = last_step + 240 where user_id = ?', person.id);
  const asked = await call<{ secondFactor: { challenge: string } }>('POST', '/api/auth/login', {
    body: { email: person.email, password },
  });
  const { challenge } = asked.body.secondFactor;
  const entered = await call('POST', '/api/auth/second-factor', { body: { challenge, code: code(1) } });
  expect(entered.status).toBe(200);
});

it('a refresh token spent then is a copy when it comes again, however long ago that will be', async () => {
  const silent = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const person = await newPerson('organizer');
  const signedIn = await call('POST', '/api/auth/login', { body: { email: person.email, password } });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const refresh = () =>
    call('POST', '/api/auth/refresh', {
      headers: { cookie, origin: 'http://localhost:8787', 'sec-fetch-site': 'same-origin', 'x-foyer': '1' },
    });
  expect((await refresh()).status).toBe(200);
  await run('update refresh_tokens set spent_at = spent_at + ? where spent_at is not null', aheadMs);
  expect((await refresh()).status).toBe(401);
  silent.mockRestore();
});

it('a place before the hashing Worker taken then, or a refusal of then, keeps nobody waiting', () => {
  const nowMs = 1_800_000_000_000;
  const queue = makeHashQueue();
  for (let i = 0; i < 20; i += 1) queue.enter(`n${i}`, nowMs + aheadMs);
  expect(queue.hasPlace('n20', nowMs).ok).toBe(true);
  const refused = queue.enter('guesser', nowMs + aheadMs);
  if (refused.ok) refused.value({ refused: true }, nowMs + aheadMs);
  for (let i = 0; i < 12; i += 1) queue.enter(`m${i}`, nowMs);
  expect(queue.hasPlace('guesser', nowMs).ok).toBe(true);
});
