// The access matrix: every operation of the app, against everybody who must not have it. An operation without a row
// here fails the first test, so a new route cannot be forgotten.

import { env } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '#core/contracts/people.ts';
import { app } from '../app.ts';
import { operationsOf } from '../http/open-api.ts';
import {
  type ApiResponse,
  call,
  type ErrorResponse,
  eventFields,
  newEvent,
  newPerson,
  newTicketType,
  type Person,
} from './calls.ts';

type Row = {
  /** Who may call, as api.md says; written again here so that a slip in a route is seen. */
  who: 'anyone' | 'bearer' | readonly Role[];
  /** The thing the path names. `own`: foreign and missing answer alike. */
  names?:
    | 'event'
    | 'draft'
    | 'deal'
    | 'order'
    | 'ticket'
    | 'hold'
    | 'widget'
    | 'provider'
    | 'session'
    | 'account'
    | 'job';
  /** Who sends the bodies, where a credential other than a role also opens the route. */
  caller?: Role;
  /** A body that would do; each of its fields is then given wrong types. */
  body?: Record<string, unknown>;
};

const sellers = ['organizer', 'distributor'] as const;
const organizers = ['organizer', 'admin'] as const;
const everybody = ['organizer', 'distributor', 'buyer', 'admin'] as const;

const matrix: Record<string, Row> = {
  register: { who: 'anyone', body: { login: 'abc', email: 'a@example.org', password: 'long enough', role: 'buyer' } },
  login: { who: 'anyone', body: { email: 'a@example.org', password: 'long enough' } },
  refresh: { who: 'anyone' },
  logout: { who: 'anyone' },
  getMe: { who: everybody },
  updateMe: {
    who: everybody,
    body: { displayName: 'Имя', locale: 'ru', payoutDetails: 'x', publicContacts: { email: '', phone: '', link: '' } },
  },
  getRoles: { who: everybody },
  secondFactorSignIn: { who: 'anyone', body: { challenge: 'x'.repeat(20), code: '123456' } },
  requestPasswordReset: { who: 'anyone', body: { email: 'nobody@example.org' } },
  resetPassword: { who: 'anyone', body: { token: 'x'.repeat(43), password: 'long enough' } },
  verifyEmail: { who: 'anyone', body: { token: 'x'.repeat(43) } },
  disownLetter: { who: 'anyone', body: { token: 'x'.repeat(43) } },
  undoEmailChange: { who: 'anyone', body: { token: 'x'.repeat(43) } },
  changePassword: { who: everybody, body: { currentPassword: 'x', newPassword: 'long enough' } },
  changeEmail: { who: everybody, body: { email: 'new@example.org', password: 'x' } },
  resendVerification: { who: everybody },
  getSessions: { who: everybody },
  endOtherSessions: { who: everybody },
  endSession: { who: everybody, names: 'session' },
  getSecondFactor: { who: everybody },
  enrolSecondFactor: { who: everybody, body: { password: 'x' } },
  confirmSecondFactor: { who: everybody, body: { code: '123456' } },
  checkSecondFactor: { who: everybody, body: { code: '123456' } },
  disableSecondFactor: { who: everybody, body: { code: '123456' } },

  addEvent: { who: organizers, body: { ...eventFields, description: 'x', language: 'ru', holdMinutes: 10 } },
  getAllEvents: { who: 'anyone' },
  getPrevEvents: { who: 'anyone' },
  getMyEvents: { who: ['organizer'] },
  getEvent: { who: 'anyone', names: 'draft' },
  updateEvent: { who: organizers, names: 'event', body: { ...eventFields } },
  deleteEvent: { who: organizers, names: 'event' },
  publishEvent: { who: organizers, names: 'event' },
  cancelEvent: { who: organizers, names: 'event' },
  unpublishEvent: { who: organizers, names: 'event' },
  postponeEvent: {
    who: organizers,
    names: 'event',
    body: { startsAt: eventFields.startsAt, endsAt: eventFields.endsAt },
  },
  duplicateEvent: { who: organizers, names: 'event', body: { startsAt: eventFields.startsAt } },
  putEventCover: { who: organizers, names: 'event' },
  removeEventCover: { who: organizers, names: 'event' },
  getEventWidget: { who: organizers, names: 'event' },
  getEventCategories: { who: 'anyone', names: 'draft' },
  addTicketType: {
    who: organizers,
    names: 'event',
    body: { name: 'Партер', price: { amount: 1, currency: 'RUB' }, capacity: 1, minPerOrder: 1, salesFrom: null },
  },
  updateTicketType: { who: organizers, names: 'event', body: { name: 'Ложа', capacity: 3 } },
  deleteTicketType: { who: organizers, names: 'event' },
  getPromoCodes: { who: organizers, names: 'event' },
  addPromoCode: {
    who: organizers,
    names: 'event',
    body: { code: 'SPRING', discount: { kind: 'percent', bps: 1_000 }, maxUses: 1, validTo: null, ticketTypeIds: null },
  },
  updatePromoCode: { who: organizers, names: 'event', body: { maxUses: 3, validFrom: null } },
  retirePromoCode: { who: organizers, names: 'event' },
  getFailedRefunds: { who: organizers },
  retryRefund: { who: organizers, names: 'order' },
  getFailedLetters: { who: organizers },
  settleFailedLetters: { who: organizers, names: 'order' },
  getAdminHome: { who: ['admin'] },
  getRedEvents: { who: ['admin'] },
  getAdminEvents: { who: ['admin'] },
  getAdminOrders: { who: ['admin'] },
  getPeople: { who: ['admin'] },
  getPerson: { who: ['admin'], names: 'account' },
  suspendPerson: { who: ['admin'], names: 'account', body: { reason: 'other', note: 'x' } },
  restorePerson: { who: ['admin'], names: 'account' },
  addTicket: {
    who: organizers,
    names: 'event',
    body: { ticketTypeId: 'tty_x', holder: { name: 'Гость', email: 'g@example.org' } },
  },

  offerDeal: {
    who: sellers,
    body: { eventId: 'evt_x', commissionBps: 1, commissionByType: [], allotment: { kind: 'open' }, message: '' },
  },
  getDealsByStatus: { who: sellers },
  getSentDeals: { who: sellers },
  getProposedDeals: { who: sellers },
  getDeal: { who: sellers, names: 'deal' },
  acceptDeal: { who: sellers, names: 'deal', body: { version: 1 } },
  rejectDeal: { who: sellers, names: 'deal' },
  counterDeal: { who: sellers, names: 'deal', body: { commissionBps: 1, version: 1 } },
  withdrawDeal: { who: sellers, names: 'deal' },
  terminateDeal: { who: sellers, names: 'deal' },
  getDealWidget: { who: sellers, names: 'deal' },
  getDealCounts: { who: sellers },
  getNotices: { who: sellers },
  readNotices: { who: sellers },
  getDealMessages: { who: sellers, names: 'deal' },
  addDealMessage: { who: sellers, names: 'deal', body: { body: 'Здравствуйте' } },
  takeStandingTerms: { who: ['distributor'], body: { eventId: 'evt_x', revision: 1 } },
  getStandingTerms: { who: ['organizer', 'distributor', 'admin'], names: 'event' },
  setStandingTerms: {
    who: organizers,
    names: 'event',
    body: { audience: 'anyone', invited: [], commissionBps: 1, commissionByType: [], allotment: { kind: 'open' } },
  },
  findDistributors: { who: organizers },
  getMyDistributorProfile: { who: ['distributor'] },
  updateMyDistributorProfile: {
    who: ['distributor'],
    body: { about: 'x', audience: 'y', sites: ['https://a.example'] },
  },
  getDistributorProfile: { who: ['organizer', 'distributor', 'admin'] },

  getWidget: { who: 'anyone', names: 'widget' },
  getWidgetQr: { who: 'anyone', names: 'widget' },
  countTraffic: { who: 'anyone', names: 'widget', body: { what: 'view', source: { surface: 'link', subId: 'x' } } },
  placeHold: { who: 'anyone', names: 'widget', body: { lines: [{ ticketTypeId: 'tty_x', quantity: 1 }] } },
  releaseHold: { who: 'anyone', names: 'hold' },
  purchaseTicket: {
    who: 'anyone',
    names: 'hold',
    body: { buyer: { name: 'Анна', email: 'a@example.org' }, locale: 'ru' },
  },
  getOrders: { who: ['organizer'] },
  getOrder: { who: 'bearer', names: 'order' },
  cancelOrder: { who: 'bearer', names: 'order' },
  sendTicket: { who: 'bearer', names: 'order' },
  getOrderNote: { who: organizers, names: 'order' },
  setOrderNote: { who: organizers, names: 'order', body: { text: 'Коляска' } },
  getOrderHistory: { who: organizers, names: 'order' },
  getOrderTickets: { who: organizers, names: 'order' },
  renameHolder: { who: organizers, names: 'order', body: { name: 'Пётр' } },
  refundOrder: { who: organizers, names: 'order', body: { reason: 'Болезнь артиста' } },
  paymentWebhook: { who: 'anyone', names: 'provider' },

  getTicketInfo: { who: 'bearer', names: 'ticket' },
  getTicketImage: { who: 'bearer', names: 'ticket' },
  getTicketPdf: { who: 'bearer', names: 'ticket' },
  activateTicket: {
    who: 'bearer',
    caller: 'organizer',
    body: { eventId: 'evt_x', code: 'x', nonce: 'eight-or-more' },
  },
  getDoorStats: { who: organizers, names: 'event' },
  getDoor: { who: 'bearer' },
  addDoorLink: { who: organizers, names: 'event', body: { gate: 'A', expiresAt: '2036-01-01T00:00:00Z' } },
  getDoorLinks: { who: organizers, names: 'event' },
  revokeDoorLink: { who: organizers, names: 'event' },
  getMyOrders: { who: ['buyer'] },
  getAudit: { who: everybody },

  getHome: { who: ['organizer'] },
  getResults: { who: sellers },
  search: { who: ['organizer', 'distributor', 'admin'] },
  getDistributorsHome: { who: ['distributor'] },
  getEventOverview: { who: organizers, names: 'event' },
  getBalance: { who: sellers },
  getBalanceEntries: { who: sellers },
  getBalanceMonth: { who: sellers },
  getEventLedger: { who: ['organizer', 'distributor', 'admin'], names: 'event' },
  getEventOrders: { who: organizers, names: 'event' },
  getGuests: { who: organizers, names: 'event' },
  exportOrders: { who: organizers, names: 'event', body: { format: 'csv' } },
  getMailings: { who: ['organizer'], names: 'event' },
  mailBuyers: {
    who: ['organizer'],
    names: 'event',
    body: { audience: { kind: 'all' }, subject: 'Вход со двора', text: 'Двери в 18:30' },
  },
  countMailingAudience: { who: ['organizer'], names: 'event', body: { audience: { kind: 'all' } } },
  previewMailing: { who: ['organizer'], names: 'event', body: { subject: 'Вход со двора', text: 'Двери в 18:30' } },
  testMailing: { who: ['organizer'], names: 'event', body: { subject: 'Вход со двора', text: 'Двери в 18:30' } },
  getMailing: { who: ['organizer'], names: 'event' },
  getMailingFailures: { who: ['organizer'], names: 'event' },
  cancelMailing: { who: ['organizer'], names: 'event' },
  getJob: { who: organizers, names: 'job' },
  getJobFile: { who: organizers, names: 'job' },
  getReconciliation: { who: organizers, names: 'event' },
  reconcileEvent: { who: organizers, names: 'event' },
  rebuildProjection: { who: ['admin'], names: 'event' },
  getHealth: { who: 'anyone' },
  getSettings: { who: 'anyone' },
  getAllSettings: { who: ['admin'] },
  updateSettings: {
    who: ['admin'],
    body: { brandName: { ru: 'Сцена', en: 'Stage' }, operator: { name: 'x', registration: '', address: '' } },
  },
  setLogo: { who: ['admin'] },
  deleteLogo: { who: ['admin'] },
  getOpenApi: { who: 'anyone' },
};

const operations = operationsOf(app);
const operationOf = (id: string) => operations.find((one) => one.operation.id === id);

const people: Partial<Record<Role, Person>> = {};
const others: Partial<Record<Role, Person>> = {};
const ids: Record<string, string> = {};

beforeAll(async () => {
  for (const role of ['organizer', 'distributor', 'buyer'] as const) {
    people[role] = await newPerson(role);
    others[role] = await newPerson(role);
  }
  const admin = await newPerson('buyer');
  await env.DB.prepare("update users set role = 'admin' where id = ?").bind(admin.id).run();
  const signedIn = await call<{ accessToken: string }>('POST', '/api/auth/login', {
    body: { email: admin.email, password: 'correct horse battery' },
  });
  people.admin = { ...admin, token: signedIn.body.accessToken };

  const organizer = person('organizer');
  const event = await newEvent(organizer);
  const type = await newTicketType(organizer, event.id);
  const deal = await call<{ id: string }>('POST', '/api/deals', {
    token: organizer.token,
    body: { eventId: event.id, distributorId: person('distributor').partyId, commissionBps: 1 },
  });
  const key = event.id.slice(4);
  const sessions = await call<{ items: { id: string }[] }>('GET', '/api/me/sessions', { token: organizer.token });
  Object.assign(ids, { session: sessions.body.items[0]?.id, account: (await newPerson('buyer')).id });
  Object.assign(ids, { event: event.id, draft: event.id, ticketType: type.id, deal: deal.body.id });
  const started = await call<{ jobId: string }>('POST', `/api/events/${event.id}/orders/export`, {
    token: organizer.token,
    body: { format: 'csv' },
  });
  Object.assign(ids, { job: started.body.jobId });
  Object.assign(ids, { order: `ord_${key}_0123456789`, ticket: `tkt_${key}_0123456789` });
});

function person(role: Role): Person {
  const found = people[role];
  if (found === undefined) throw new Error(`nobody is ${role}`);
  return found;
}

/** Well-formed ids of things that do not exist: one that was never made here, one of this very event. */
const missing: Record<string, string> = {
  event: 'evt_0000000000000000',
  draft: 'evt_0000000000000000',
  deal: 'dl_0000000000000000',
  order: 'ord_0000000000000000_0123456789',
  ticket: 'tkt_0000000000000000_0123456789',
  session: 'ses_0000000000000000',
  account: 'usr_0000000000000000',
  job: 'job_0000000000000000',
};

function pathOf(path: string, named: string | undefined): string {
  return path
    .replace(':ticketTypeId', ids.ticketType ?? '')
    .replace(':refundId', 'rfd_0000000000000000_0123456789')
    .replace(':promoCodeId', 'prm_0000000000000000_0123456789')
    .replace(/:(eventId|dealId|orderId|ticketId|holdId|widgetId|provider|sessionId|userId|jobId)/, named ?? 'nonsense');
}

function ask(id: string, options: { token?: string | undefined; named?: string | undefined; body?: unknown }) {
  const found = operationOf(id);
  if (found === undefined) throw new Error(`no operation ${id}`);
  const body =
    found.method === 'GET' || found.method === 'DELETE' ? undefined : (options.body ?? matrix[id]?.body ?? {});
  return call(found.method, pathOf(found.path, options.named), {
    token: options.token,
    body,
    headers: { 'idempotency-key': crypto.randomUUID(), 'if-match': '"1"' },
  });
}

/** The answer without what differs between any two. */
function bare(response: ApiResponse<ErrorResponse>) {
  return { status: response.status, error: { ...response.body.error, requestId: '' } };
}

it('every operation has a row here, and says the same of who may call it', () => {
  const declared = Object.fromEntries(operations.map(({ operation }) => [operation.id, operation.who]));
  expect(declared).toEqual(Object.fromEntries(Object.entries(matrix).map(([id, row]) => [id, row.who])));
});

const rows = Object.entries(matrix);
const withRoles = rows.flatMap(([id, { who }]) => (typeof who === 'string' ? [] : [[id, who] as const]));

describe('without a token', () => {
  it.each(rows.filter(([, row]) => row.who !== 'anyone').map(([id]) => id))('%s is refused', async (id) => {
    const named = ids[matrix[id]?.names ?? ''];
    expect(bare(await ask(id, { named }))).toEqual({ status: 401, error: { code: 'unauthenticated', requestId: '' } });
  });
});

describe('with a token that is not ours', () => {
  it.each(withRoles.map(([id]) => id))('%s is refused', async (id) => {
    const [header = '', payload = '', signature = ''] = person('organizer').token.split('.');
    const claims: Record<string, unknown> = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const promoted = Buffer.from(JSON.stringify({ ...claims, role: 'admin' })).toString('base64url');
    const token = `${header}.${promoted}.${signature}`;
    expect((await ask(id, { token })).status).toBe(401);
  });
});

describe('with a role that may not', () => {
  const cases = withRoles.flatMap(([id, who]) =>
    everybody.filter((role) => !who.includes(role)).map((role) => [id, role] as const),
  );
  it.each(cases)('%s is refused to a %s', async (id, role) => {
    const named = ids[matrix[id]?.names ?? ''];
    expect(bare(await ask(id, { token: person(role).token, named }))).toEqual({
      status: 403,
      error: { code: 'forbidden', requestId: '' },
    });
  });
});

describe("another party's thing and one that does not exist answer alike", () => {
  const cases = rows.filter(([, { names }]) => names !== undefined && names in missing).map(([id]) => id);
  it.each(cases)('%s', async (id) => {
    const row = matrix[id];
    const names = row?.names ?? 'event';
    const roles =
      row === undefined || typeof row.who === 'string' ? (['organizer', 'distributor', 'buyer'] as const) : row.who;
    for (const role of roles) {
      if (role === 'admin') continue;
      const token = others[role]?.token;
      const foreign = bare(await ask(id, { token, named: ids[names] }));
      expect(foreign).toEqual({ status: 404, error: { code: 'not-found', requestId: '' } });
      expect(bare(await ask(id, { token, named: missing[names] }))).toEqual(foreign);
      expect(bare(await ask(id, { token, named: 'nonsense' }))).toEqual(foreign);
    }
  });

  it.each(rows.filter(([, { names }]) => names === 'draft').map(([id]) => id))('%s, without an account', async (id) => {
    const foreign = bare(await ask(id, { named: ids.draft }));
    expect(foreign.status).toBe(404);
    expect(bare(await ask(id, { named: missing.draft }))).toEqual(foreign);
  });
});

describe('a body', () => {
  const withBody = rows.filter(([, row]) => row.body !== undefined).map(([id]) => id);
  const own = (id: string) => {
    const row = matrix[id];
    const role = row?.caller ?? (row === undefined || typeof row.who === 'string' ? undefined : row.who[0]);
    return { token: role && person(role).token, named: ids[row?.names ?? ''] };
  };
  // An order or hold must exist before its body is looked at; those bodies are tested where the sale is.
  const reachable = withBody.filter((id) => !['hold', 'order', 'ticket'].includes(matrix[id]?.names ?? ''));

  it.each(reachable)('of %s with a field it does not know is refused', async (id) => {
    for (const sly of ['role', 'status', 'ownerId', 'partyId', 'id']) {
      const body = { ...matrix[id]?.body, [`${sly}X`]: 'x' };
      const response = await ask(id, { ...own(id), body });
      expect([response.status, response.body.error.details]).toEqual([
        400,
        { fields: expect.arrayContaining([{ path: `${sly}X`, problem: 'unknown-field' }]) },
      ]);
    }
  });

  it.each(reachable)('of %s with a wrong type in any field is refused and names it', async (id) => {
    for (const field of Object.keys(matrix[id]?.body ?? {})) {
      for (const wrong of [{ a: { b: 1 } }, true, [[1]]]) {
        const response = await ask(id, { ...own(id), body: { ...matrix[id]?.body, [field]: wrong } });
        expect([id, field, response.status]).toEqual([id, field, 400]);
        expect(JSON.stringify(response.body.error.details)).toContain(`"path":"${field}`);
      }
    }
  });

  it.each(reachable)('of %s that is no object is refused', async (id) => {
    for (const body of ['[]', '"x"', 'null', '{', '{"a":1,"a":2}', '{"__proto__":{}}', '1e3']) {
      expect([body, (await ask(id, { ...own(id), body })).status]).toEqual([body, 400]);
    }
  });
});
