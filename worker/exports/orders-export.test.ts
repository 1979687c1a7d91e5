// The orders of an event as files: every order once, exact figures, no cell that runs, also when the work dies half way.

import { env } from 'cloudflare:test';
import * as SheetJs from '@e965/xlsx';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { JobView } from '#core/contracts/exports.ts';
import { keepJobs, runJob } from '../background-jobs/background-jobs.ts';
import type { Env } from '../env.d.ts';
import { call, newEvent, newPerson, newTicketType, type Person } from '../test/calls.ts';
import { browse, deliver } from '../test/shop.ts';

const count = 2_500;
const moment = Date.UTC(2026, 9, 1, 9);
const hostile = [
  '=HYPERLINK("https://evil.example","press")',
  '+7 (999) 000-00-00',
  '-2+3',
  '@SUM(A1:A9)',
  'Анна "Ко" <b>&amp;, ёж',
  'שלום עולם 👩‍🎤',
];
const nameOf = (n: number) => hostile[n] ?? `Покупатель ${n}`;
const totalOf = (n: number) => 100_000 + n;

let organizer: Person;
let eventId = '';

beforeAll(async () => {
  organizer = await newPerson('organizer');
  eventId = (await newEvent(organizer)).id;
  const type = await newTicketType(organizer, eventId);
  const rows = Array.from({ length: count }, (_, n) => [
    `ord_${eventId.slice(4)}_${String(n).padStart(26, '0')}`,
    eventId,
    organizer.partyId,
    n % 10 === 9 ? 'refunded' : 'paid',
    totalOf(n),
    nameOf(n),
    `buyer-${n}@example.org`,
    // Five orders a second, so that pages end among equals.
    moment + Math.floor(n / 5) * 1_000,
  ]);
  await env.DB.prepare(
    `insert into orders (id, event_id, organizer_id, status, total_minor, buyer_name, buyer_email, created_at, paid_at,
      seq, paid_late, currency, face_minor, service_fee_minor, refunded_minor, commission_minor, locale)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
      value ->> 7, 1, 0, 'RUB', 0, 0, 0, 1333, 'ru' from json_each(?)`,
  )
    .bind(JSON.stringify(rows))
    .run();
  await env.DB.prepare(
    `insert into tickets (id, order_id, event_id, seq, number, ticket_type_id, status, face_minor)
    select 'tkt' || id, id, event_id, 1, substr(id, -6), ?, 'valid', 0 from orders where event_id = ?`,
  )
    .bind(type.id, eventId)
    .run();
});

async function started(body: unknown): Promise<string> {
  const response = await call<{ jobId: string }>('POST', `/api/events/${eventId}/orders/export`, {
    token: organizer.token,
    body,
  });
  expect(response.status).toBe(202);
  return response.body.jobId;
}

const stateOf = async (jobId: string) =>
  (await call<JobView>('GET', `/api/jobs/${jobId}`, { token: organizer.token })).body;

/** In the tests the queue brings the message by itself, and a second run of a job changes nothing. */
async function finished(jobId: string): Promise<JobView> {
  await runJob(env, jobId);
  await vi.waitUntil(async () => (await stateOf(jobId)).status !== 'running', { timeout: 60_000, interval: 100 });
  return stateOf(jobId);
}

async function fileOf(view: JobView): Promise<ArrayBuffer> {
  const response = await browse(view.file?.url ?? '', { headers: { authorization: `Bearer ${organizer.token}` } });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="orders-[\d-]{10}\.(csv|xlsx)"$/);
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  return response.arrayBuffer();
}

/** A reader of RFC 4180 of our own, a state machine, so that it shares nothing with the writer. */
function csvRows(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quoted && char === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (char === '"') quoted = !quoted;
    else if (quoted || (char !== ',' && char !== '\n' && char !== '\r')) cell += char;
    else if (char !== '\r') {
      rows.at(-1)?.push(cell);
      cell = '';
      if (char === '\n') rows.push([]);
    }
  }
  return rows.slice(0, -1);
}

describe('as CSV', () => {
  it('has every order once, the oldest first, exact sums, and nothing that a spreadsheet runs', async () => {
    const view = await finished(await started({ format: 'csv' }));
    expect(view).toMatchObject({ status: 'done', done: count, total: count });
    const bytes = new Uint8Array(await fileOf(view));
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [head, ...rows] = csvRows(new TextDecoder().decode(bytes));
    expect(head?.[0]).toBe('Номер заказа');
    expect(rows.map((row) => row[5])).toEqual(Array.from({ length: count }, (_, n) => `buyer-${n}@example.org`));
    expect(rows.map((row) => row[10])).toEqual(Array.from({ length: count }, (_, n) => (totalOf(n) / 100).toFixed(2)));
    expect(rows[0]?.[4]).toBe(`'${hostile[0]}`);
    expect(rows[4]?.[4]).toBe(hostile[4]);
    expect(rows.flat().filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    expect(rows[1]?.slice(1, 4)).toEqual(['оплачен', '2026-10-01 12:00:00', '2026-10-01 12:00:00']);
  });

  it('has what the filter of the list has', async () => {
    const view = await finished(await started({ format: 'csv', filter: { status: 'refunded' } }));
    expect(view).toMatchObject({ done: count / 10, total: count / 10 });
  });

  it('leaves out what was bought after it was asked for', async () => {
    const jobId = await started({ format: 'csv' });
    await env.DB.prepare(
      `insert into orders select 'ord_later', event_id, seq, widget_id, deal_id, organizer_id, distributor_id,
        terms_version, status, paid_late, currency, face_minor, service_fee_minor, total_minor, refunded_minor,
        commission_minor, buyer_name, buyer_email, locale, ?, paid_at, replies, surface, sub_id, net_face_minor, net_commission_minor, net_fees_minor from orders where event_id = ? limit 1`,
    )
      .bind(Date.now() + 60_000, eventId)
      .run();
    const view = await finished(jobId);
    await env.DB.prepare("delete from orders where id = 'ord_later'").run();
    expect(view.done).toBe(count);
  });
});

it('as XLSX another program reads the same figures as numbers, and formulas as texts', async () => {
  const view = await finished(await started({ format: 'xlsx' }));
  const { Sheets, SheetNames } = SheetJs.read(await fileOf(view), { dense: true });
  expect(SheetNames).toEqual(['Заказы']);
  const rows = SheetJs.utils.sheet_to_json<(string | number)[]>(Sheets.Заказы ?? {}, { header: 1 });
  expect(rows).toHaveLength(count + 1);
  expect(rows.slice(1).map((row) => row[10])).toEqual(Array.from({ length: count }, (_, n) => totalOf(n) / 100));
  expect(rows.slice(1, 1 + hostile.length).map((row) => row[4])).toEqual(hostile);
  expect(rows[1]?.[12]).toBe(13.33);
});

/** The bucket that breaks while it takes the parts of a file. */
function withBrokenBucket(): Env {
  const broken = new Proxy(env.FILES, {
    get: (target, name) => {
      if (name === 'createMultipartUpload') return () => Promise.reject(new Error('the bucket is away'));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { ...env, FILES: broken };
}

describe('a run that dies', () => {
  it('is begun again after a while, and the file is whole', async () => {
    const silent = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const jobId = `job_${'d'.repeat(16)}`;
    const user = await env.DB.prepare('select id from users where email = ?').bind(organizer.email).first('id');
    await env.DB.prepare(
      `insert into background_jobs (id, user_id, request, status, done, total, attempts, created_at, touched_at)
      values (?, ?, ?, 'running', 0, 0, 0, ?, ?)`,
    )
      .bind(jobId, user, JSON.stringify({ kind: 'orders-export', eventId, format: 'csv' }), Date.now(), Date.now())
      .run();
    await runJob(withBrokenBucket(), jobId);
    expect(await stateOf(jobId)).toMatchObject({ status: 'running', total: count, file: null });
    // Its lease is not over: nobody else may write the file.
    await runJob(env, jobId);
    expect((await stateOf(jobId)).status).toBe('running');
    await env.DB.prepare('update background_jobs set touched_at = 1 where id = ?').bind(jobId).run();
    await keepJobs(env, Date.now());
    await deliver([{ kind: 'background-job', backgroundJobId: jobId }], 'foyer-housekeeping').result;
    await vi.waitUntil(async () => (await stateOf(jobId)).status === 'done', { timeout: 60_000, interval: 100 });
    expect(csvRows(new TextDecoder().decode(await fileOf(await stateOf(jobId))))).toHaveLength(count + 1);
    silent.mockRestore();
  });

  it('five times has failed, and says so', async () => {
    const jobId = await started({ format: 'csv' });
    await finished(jobId);
    await env.DB.prepare("update background_jobs set status = 'running', attempts = 5, touched_at = 1 where id = ?")
      .bind(jobId)
      .run();
    await runJob(env, jobId);
    expect(await stateOf(jobId)).toMatchObject({ status: 'failed', file: null });
  });
});

it('a file is deleted after a week, and its job with it', async () => {
  const view = await finished(await started({ format: 'csv' }));
  await keepJobs(env, Date.now() + 8 * 86_400_000);
  expect((await call('GET', `/api/jobs/${view.jobId}`, { token: organizer.token })).status).toBe(404);
  expect(await env.FILES.head(`exports/${view.jobId}`)).toBeNull();
});

it('nobody else reads the file, and one person has three at work at once', async () => {
  const stranger = await newPerson('organizer');
  const foreign = await newEvent(stranger);
  const user = await env.DB.prepare('select id from users where email = ?').bind(organizer.email).first('id');
  const request = JSON.stringify({ kind: 'orders-export', eventId, format: 'csv' });
  await env.DB.prepare(
    `insert into background_jobs (id, user_id, request, status, done, total, attempts, created_at, touched_at)
      select 'job_' || printf('%016d', value), ?, ?, 'running', 0, 0, 1, ?, ? from json_each('[1,2,3]')`,
  )
    .bind(user, request, Date.now(), Date.now() + 600_000)
    .run();
  const asked = (person: Person, id: string) =>
    call('POST', `/api/events/${id}/orders/export`, { token: person.token, body: { format: 'csv' } });
  const refused = await asked(organizer, eventId);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
  expect((await asked(stranger, foreign.id)).status).toBe(202);
  expect((await asked(stranger, eventId)).status).toBe(404);
  expect((await call('GET', '/api/jobs/job_0000000000000001', { token: organizer.token })).status).toBe(200);
  expect((await call('GET', '/api/jobs/job_0000000000000001', { token: stranger.token })).status).toBe(404);
  expect((await call('GET', '/api/jobs/job_0000000000000001/file', { token: stranger.token })).status).toBe(404);
  expect((await call('GET', '/api/jobs/job_0000000000000001/file', { token: organizer.token })).status).toBe(404);
});
