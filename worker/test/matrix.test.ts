// Every operation that names a thing × everybody × own, sibling, foreign and missing, walked from the OpenAPI document.
// What must hold is written here by hand, by relation; that each policy is needed is shown by taking it away.

import { env } from 'cloudflare:test';
import type { Context } from 'hono';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DealWithVersions } from '#core/contracts/deals.ts';
import type { Role } from '#core/contracts/people.ts';
import type { PlacedHold } from '#core/contracts/sales.ts';
import { app } from '../app.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operationsOf } from '../http/open-api.ts';
import { call, newPerson, type Person, password } from './calls.ts';
import { newKey, newShop, order, until } from './shop.ts';

type Policy = { id: string; method: string; path: string; who: string | Role[]; as: string };

const actors = [
  'nobody',
  'organizer',
  'other organizer',
  'distributor',
  'sibling distributor',
  'other distributor',
  'buyer',
  'admin',
  'order token',
  'other order token',
  'door pass',
] as const;
type ActorName = (typeof actors)[number];

/** Who stands in each relation to the thing of this test's organizer. */
const rights: Record<string, readonly ActorName[]> = {
  'organizer of the event': ['organizer', 'admin'],
  'anyone once it is published, before that its organizer': [
    'nobody',
    'organizer',
    'other organizer',
    'distributor',
    'sibling distributor',
    'other distributor',
    'buyer',
    'admin',
  ],
  'party of the deal': ['organizer', 'distributor'],
  'organizer of the event, or distributor with a deal on it': [
    'organizer',
    'distributor',
    'sibling distributor',
    'admin',
  ],
  'organizer of the event the order belongs to': ['organizer', 'admin'],
  'holder of the order token': ['order token'],
  'holder of the order token, organizer of the event': ['order token', 'organizer', 'admin'],
  'owner of the session': ['organizer'],
  'who started the job': ['organizer'],
  admin: ['admin'],
};

const operations = operationsOf(app);
const document = (await (await app.request('/api/openapi.json', undefined, env)).json()) as {
  paths: Record<string, Record<string, { operationId: string; 'x-access': { who: string | Role[]; as?: string } }>>;
};
const policies: Policy[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([
      method,
      {
        operationId,
        'x-access': { who, as = '' },
      },
    ]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path,
      who,
      as,
    }),
  ),
);
// What names its thing in the body or by its pass alone is tested at the door (`worker/door`).
const named = policies.filter((one) => one.as !== '' && one.path.includes('{'));

const tokens: Partial<Record<ActorName, string>> = {};
const roles: Partial<Record<ActorName, Role>> = {
  organizer: 'organizer',
  'other organizer': 'organizer',
  distributor: 'distributor',
  'sibling distributor': 'distributor',
  'other distributor': 'distributor',
  buyer: 'buyer',
  admin: 'admin',
};
const own: Record<string, string> = {};
const missing: Record<string, string> = {
  eventId: 'evt_0000000000000000',
  dealId: 'dl_0000000000000000',
  orderId: 'ord_0000000000000000_0123456789',
  ticketId: 'tkt_0000000000000000_0123456789',
  sessionId: 'ses_0000000000000000',
  userId: 'usr_0000000000000000',
  jobId: 'job_0000000000000000',
  mailingId: 'mlg_0000000000000000',
};
/** What a distributor must never read: others' deals, terms and sales, and who bought. */
const secrets: Record<string, string> = {
  message: 'Только между нами',
  commission: '1357',
  buyerName: 'Тайная Покупательница',
  buyerEmail: 'secret-buyer@example.net',
  reply: 'Тайный ответ на вопрос',
  holder: 'Тайный Посетитель',
};

async function acceptedDeal(organizer: Person, by: Person, eventId: string, terms: Record<string, unknown>) {
  const deal = await call<DealWithVersions>('POST', '/api/deals', { token: by.token, body: { eventId, ...terms } });
  const accept = { token: organizer.token, body: { version: 1 } };
  const accepted = await call<DealWithVersions>('POST', `/api/deals/${deal.body.id}/accept`, accept);
  if (accepted.status !== 200) throw new Error(`accept: ${accepted.status}`);
  const kit = await call<{ widgetId: string }>('GET', `/api/deals/${deal.body.id}/widget`, { token: by.token });
  return { id: deal.body.id, widgetId: kit.body.widgetId };
}

async function bought(widgetId: string, ticketTypeId: string) {
  const held = await call<PlacedHold>('POST', `/api/widgets/${widgetId}/holds`, {
    headers: { 'idempotency-key': newKey() },
    body: { lines: [{ ticketTypeId, quantity: 1 }] },
  });
  const buyer = { name: secrets.buyerName, email: secrets.buyerEmail };
  const replies = [
    { questionId: 'secret', text: secrets.reply },
    { questionId: 'names', ticketTypeId, place: 0, text: secrets.holder },
  ];
  return (await order(held.body.holdId, newKey(), { buyer, replies })).body;
}

/** A job that has made its file: before that its file is missing for everybody. */
async function finishedJob({ token }: Person, eventId: string): Promise<string> {
  const path = `/api/events/${eventId}/orders/export`;
  const { jobId } = (await call<{ jobId: string }>('POST', path, { token, body: { format: 'csv' } })).body;
  await until(
    () => call<{ status: string }>('GET', `/api/jobs/${jobId}`, { token }),
    ({ body }) => body.status === 'done',
  );
  return jobId;
}

async function newMailing({ token }: Person, eventId: string): Promise<string> {
  const body = { audience: { kind: 'all' }, subject: 'Вход со двора', text: 'Двери в 18:30' };
  const headers = { 'idempotency-key': newKey() };
  const started = await until(
    () => call<{ mailingId: string }>('POST', `/api/events/${eventId}/mailings`, { token, body, headers }),
    // Until the copy in D1 knows that somebody has bought.
    ({ status }) => status === 201,
  );
  return started.body.mailingId;
}

beforeAll(async () => {
  const shop = await newShop(0);
  const { organizer, eventId } = shop;
  const asked = { options: [], required: true, ticketTypeIds: [], translations: {} };
  const questions = [
    { ...asked, id: 'secret', kind: 'text', per: 'order', label: 'Кто вы?' },
    { ...asked, id: 'names', kind: 'name', per: 'ticket', label: '' },
  ];
  const { revision } = (await call<{ revision: number }>('GET', `/api/events/${eventId}`)).body;
  const headers = { 'if-match': `"${revision}"` };
  await call('PATCH', `/api/events/${eventId}`, { token: organizer.token, headers, body: { questions } });
  const [otherOrganizer, distributor, sibling, otherDistributor, buyer, admin] = await Promise.all([
    newPerson('organizer'),
    newPerson('distributor'),
    newPerson('distributor'),
    newPerson('distributor'),
    newPerson('buyer'),
    newPerson('buyer'),
  ]);
  await env.DB.prepare("update users set role = 'admin' where id = ?").bind(admin.id).run();
  const entered = await call<{ accessToken: string }>('POST', '/api/auth/login', {
    body: { email: admin.email, password },
  });
  const deal = await acceptedDeal(organizer, distributor, eventId, { commissionBps: 1000 });
  const others = await acceptedDeal(organizer, sibling, eventId, {
    commissionBps: Number(secrets.commission),
    message: secrets.message,
  });
  const first = await bought(deal.widgetId, shop.ticketTypeId);
  const second = await bought(others.widgetId, shop.ticketTypeId);
  Object.assign(secrets, { dealId: others.id, widgetId: others.widgetId, orderId: second.orderId });
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const link = await call<{ url: string; id: string }>('POST', `/api/events/${eventId}/door-links`, {
    token: organizer.token,
    body: { gate: 'А', expiresAt },
  });
  const sessions = await call<{ items: { id: string }[] }>('GET', '/api/me/sessions', { token: organizer.token });
  Object.assign(own, {
    eventId,
    dealId: deal.id,
    orderId: first.orderId,
    ticketId: first.ticketIds[0],
    ticketTypeId: shop.ticketTypeId,
    sessionId: sessions.body.items[0]?.id,
    userId: (await newPerson('buyer')).id,
    jobId: await finishedJob(organizer, eventId),
    mailingId: await newMailing(organizer, eventId),
    linkId: link.body.id,
    widgetId: deal.widgetId,
  });
  Object.assign(tokens, {
    organizer: organizer.token,
    'other organizer': otherOrganizer.token,
    distributor: distributor.token,
    'sibling distributor': sibling.token,
    'other distributor': otherDistributor.token,
    buyer: buyer.token,
    admin: entered.body.accessToken,
    'order token': first.orderToken,
    'other order token': second.orderToken,
    'door pass': link.body.url.split('#')[1],
  });
}, 60_000);

function pathOf(path: string, ids: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? own[name] ?? 'nonsense');
}

/** A body nobody takes: whoever is let through is answered 400 and has changed nothing. */
function ask({ method, path }: Policy, actor: ActorName, ids: Record<string, string>) {
  return call(method, pathOf(path, ids), {
    token: tokens[actor],
    headers: { 'idempotency-key': newKey(), 'if-match': '"1"' },
    ...(method === 'GET' ? {} : { body: { nonsense: 1 } }),
  });
}

function expected(policy: Policy, actor: ActorName, relation: 'own' | 'missing'): 401 | 403 | 404 | 'in' {
  const role = roles[actor];
  if (actor === 'nobody' && policy.who !== 'anyone') return 401;
  if (policy.who !== 'bearer' && actor !== 'nobody' && role === undefined) return 401;
  if (typeof policy.who !== 'string' && role !== undefined && !policy.who.includes(role)) return 403;
  return relation === 'own' && rights[policy.as]?.includes(actor) === true ? 'in' : 404;
}

async function disagreements(policy: Policy, among: readonly ActorName[] = actors): Promise<string[]> {
  const found: string[] = [];
  for (const actor of among) {
    for (const relation of ['own', 'missing'] as const) {
      const { status } = await ask(policy, actor, relation === 'own' ? own : missing);
      const seen = status === 401 || status === 403 || status === 404 ? status : 'in';
      const want = expected(policy, actor, relation);
      if (seen !== want) found.push(`${policy.id}, ${actor}, ${relation}: ${seen}, not ${want} (${status})`);
    }
  }
  return found;
}

it('every relation the document names is known here, and every operation stands in the document', () => {
  expect(named.filter((one) => rights[one.as] === undefined)).toEqual([]);
  expect(policies.map((one) => one.id).toSorted()).toEqual(operations.map((one) => one.operation.id).toSorted());
  const hasPathOfAThing = policies.filter((one) =>
    /\{(eventId|dealId|orderId|ticketId|sessionId|userId|jobId)\}/.test(one.path),
  );
  expect(hasPathOfAThing.filter((one) => one.as === '')).toEqual([]);
});

describe('everybody is answered as his relation says', () => {
  it.each(named.map((one) => [one.id, one] as const))('%s', async (_id, policy) => {
    expect(await disagreements(policy)).toEqual([]);
  });
});

describe('a policy that is removed is noticed', () => {
  type Live = { who: unknown; object: { load(c: Context<AppEnv>, actor: unknown): Promise<unknown> } };
  // The very object the route asks: changed here, the route has another policy.
  const live = (id: string) => operations.find((one) => one.operation.id === id)?.operation as unknown as Live;

  it.each(named.map((one) => [one.id, one] as const))('the relation of %s', async (_id, policy) => {
    const rightful = rights[policy.as]?.find((one) => expected(policy, one, 'own') === 'in');
    if (rightful === undefined) throw new Error('nobody may');
    const { object } = live(policy.id);
    const { load } = object;
    let subject: unknown = null;
    try {
      object.load = async (c, actor) => {
        subject = await load.call(object, c, actor);
        return subject;
      };
      await ask(policy, rightful, own);
      expect(subject).not.toBeNull();
      object.load = async () => subject;
      // Where only an admin may, the thing does not exist: the admin must get a 404.
      const strangers = ['admin', 'other organizer', 'other distributor', 'buyer', 'other order token'] as const;
      expect((await disagreements(policy, strangers)).length).toBeGreaterThan(0);
    } finally {
      object.load = load;
    }
  });

  it.each(named.filter((one) => one.who !== 'anyone').map((one) => [one.id, one] as const))(
    'the roles of %s',
    async (_id, policy) => {
      const spec = live(policy.id);
      const { who } = spec;
      try {
        spec.who = 'anyone';
        expect((await disagreements(policy)).length).toBeGreaterThan(0);
      } finally {
        spec.who = who;
      }
    },
  );
});

describe('of what others agreed and sold', () => {
  const gets = policies.filter((one) => one.method === 'GET');
  const query = () => [``, `?eventId=${own.eventId}`];

  async function everythingRead(actor: ActorName): Promise<string> {
    const bodies: string[] = [];
    for (const { path } of gets) {
      for (const ids of [own, { ...own, ...secrets }]) {
        for (const asked of query()) {
          const response = await call<unknown>('GET', pathOf(path, ids) + asked, { token: tokens[actor] });
          if (response.status === 200) bodies.push(`${path} ${JSON.stringify(response.body)}`);
        }
      }
    }
    return bodies.join('\n');
  }
  const seen = (text: string) =>
    Object.entries(secrets)
      .filter(([, secret]) => text.includes(secret))
      .map(([what]) => what);

  it('the organizer reads all, so what is looked for is there', async () => {
    const orders = () => call<unknown>('GET', `/api/events/${own.eventId}/orders`, { token: tokens.organizer });
    await until(
      async () => JSON.stringify((await orders()).body),
      (text) => text.includes(secrets.orderId ?? '?') && text.includes(own.orderId ?? '?'),
    );
    expect(seen(await everythingRead('organizer'))).toEqual(Object.keys(secrets));
  });

  it('a distributor of the same event reads nothing, nor who bought, whatever he asks', async () => {
    const text = await everythingRead('distributor');
    expect(text).toContain(own.dealId);
    // A widget is open to everybody who has its address; this test gave the address to the caller.
    const lines = text.split('\n').filter((line) => !line.startsWith('/api/widgets/'));
    expect(lines.filter((line) => seen(line).length > 0)).toEqual([]);
  });

  it('a distributor without a deal reads nothing either', async () => {
    const lines = (await everythingRead('other distributor')).split('\n');
    expect(lines.filter((line) => !line.startsWith('/api/widgets/') && seen(line).length > 0)).toEqual([]);
  });
});
