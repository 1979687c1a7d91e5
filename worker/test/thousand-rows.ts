// A thousand rows of everything the Worker lists, put into D1 in bulk. In each list three rows share a time or a name, so
// that a page that ends between them shows whether the list goes on by the id.

import { env, runInDurableObject } from 'cloudflare:test';
import { keyAt } from '../catalog/reindex.ts';
import { searchVersion } from '../catalog/search-words.ts';
import { call, eventFields, newEvent, newPerson, type Person, password } from './calls.ts';
import { newShop } from './shop.ts';

export const many = 1_000;

type Value = string | number | null;
type Row = Record<string, Value>;

async function insert(table: string, rows: Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const values = columns.map((column) => `value ->> '$.${column}'`);
  await env.DB.prepare(`insert into ${table} (${columns.join()}) select ${values.join()} from json_each(?)`)
    .bind(JSON.stringify(rows))
    .run();
}

/** The seeded rows, in the order their times rise. */
export const numbers = Array.from({ length: many }, (_, i) => i);
export const named = (prefix: string, i: number) => `${prefix}_${String(i).padStart(16, '0')}`;
/** Three rows of each moment. */
const momentOf = (i: number) => 1_700_000_000_000 + Math.floor(i / 3) * 1_000;

const plainTerms = {
  commissionBps: 1_000,
  serviceFee: null,
  commissionByType: [],
  commissionSteps: [],
  allotment: { kind: 'open' },
  validUntil: null,
  message: '',
};
const terms = JSON.stringify(plainTerms);

export type Stage = {
  organizer: Person;
  /** Whose events are a thousand to come and a thousand that are over. */
  impresario: Person;
  distributor: Person;
  buyer: Person;
  admin: { token: string };
  /** On sale, with an object of its own. */
  eventId: string;
  /** A draft. */
  draftId: string;
  dealId: string;
};

export async function fillWithThousands(): Promise<Stage> {
  const [shop, impresario, distributor, buyer, person] = await Promise.all([
    newShop(100),
    newPerson('organizer'),
    newPerson('distributor'),
    newPerson('buyer', true),
    newPerson('buyer'),
  ]);
  await env.DB.prepare("update users set role = 'admin' where id = ?").bind(person.id).run();
  const entered = { email: person.email, password };
  const admin = await call<{ accessToken: string }>('POST', '/api/auth/login', { body: entered });
  const draft = await newEvent(shop.organizer);
  const stage: Stage = {
    organizer: shop.organizer,
    impresario,
    distributor,
    buyer,
    admin: { token: admin.body.accessToken },
    eventId: shop.eventId,
    draftId: draft.id,
    dealId: named('dl', 0),
  };
  await fillEvents(stage);
  await fillDeals(stage);
  await fillOfEvent(stage);
  await fillMoney(stage);
  await fillOfAccount(stage);
  return stage;
}

async function fillEvents({ impresario }: Stage): Promise<void> {
  const soon = Math.ceil(Date.now() / 60_000) * 60_000 + 86_400_000;
  const event = (id: string, startsAt: number) => ({
    id,
    organizer_id: impresario.partyId,
    status: 'published',
    revision: 1,
    push_revision: 1,
    title: 'Концерт',
    description: '',
    starts_at: startsAt,
    ends_at: startsAt + 3_600_000,
    time_zone: eventFields.timeZone,
    venue_name: 'Зал',
    venue_address: 'Невский, 30',
    city: 'Санкт-Петербург',
    city_key: 'санкт-петербург',
    currency: 'RUB',
    language: 'ru',
    translations: '{}',
    hold_minutes: 15,
    search_text: '',
    search_version: searchVersion,
    created_at: 1,
  });
  const startOf = (i: number) => soon + Math.floor(i / 3) * 60_000;
  await insert(
    'events',
    numbers.map((i) => event(named('evt', i), startOf(i))),
  );
  await insert(
    'events',
    numbers.map((i) => event(named('old', i), momentOf(i))),
  );
  const listed = numbers.map((i) => ({
    key: keyAt(startOf(i)) + (i % 3),
    event_id: named('evt', i),
    organizer_id: impresario.partyId,
    city_key: 'санкт-петербург',
    starts_at: startOf(i),
    ends_at: startOf(i) + 3_600_000,
    currency: 'RUB',
    price_from: 100,
  }));
  await insert('listed_events', listed);
  const report = (i: number) => {
    const verdict = verdicts[i % 3] ?? 'differs';
    const at = new Date(momentOf(i)).toISOString();
    return { eventId: named('evt', i), at, verdict, checks: [], jobsWaiting: 0, failedRefunds: 1 };
  };
  const reports = numbers.map((i) => ({
    event_id: named('evt', i),
    at: momentOf(i),
    checked_at: momentOf(i),
    seq: 1,
    verdict: report(i).verdict,
    report: JSON.stringify(report(i)),
  }));
  await insert('reconciliations', reports);
}

/** In the order they are listed. */
const verdicts = ['differs', 'agrees', 'unknown'];

async function fillDeals({ organizer, eventId, draftId, dealId }: Stage): Promise<void> {
  const party = (i: number) => ({
    id: named('pty', i),
    kind: 'distributor',
    name: `Касса ${Math.floor(i / 3)}`,
    name_key: `касса ${String(Math.floor(i / 3)).padStart(4, '0')}`,
    created_at: 1,
  });
  await insert('parties', numbers.map(party));
  const deal = (id: string, i: number, event: string, author: string) => ({
    id,
    event_id: event,
    organizer_id: organizer.partyId,
    distributor_id: named('pty', i),
    status: 'PENDING',
    version: id === dealId ? many : 1,
    author,
    created_at: 1,
    updated_at: momentOf(i),
  });
  await insert(
    'deals',
    numbers.flatMap((i) => [
      deal(named('dl', i), i, eventId, 'distributor'),
      deal(named('dl', many + i), i, draftId, 'organizer'),
    ]),
  );
  const version = (id: string, n: number) => ({ deal_id: id, version: n, author: 'distributor', terms, created_at: 1 });
  const ids = numbers.flatMap((i) => [named('dl', i), named('dl', many + i)]).filter((id) => id !== dealId);
  await insert('deal_versions', [...ids.map((id) => version(id, 1)), ...numbers.map((i) => version(dealId, i + 1))]);
  const message = (i: number) => ({ id: named('msg', i), deal_id: dealId, author: 'organizer', body: 'Да' });
  await insert(
    'deal_messages',
    numbers.map((i) => ({ ...message(i), created_at: momentOf(i) })),
  );
  const notification = (i: number) => ({ id: named('ntc', i), party_id: organizer.partyId, deal_id: named('dl', i) });
  await insert(
    'notices',
    numbers.map((i) => ({ ...notification(i), event_id: eventId, kind: 'offered', at: momentOf(i), mailed_at: 1 })),
  );
  await insert('standing_terms', [{ event_id: draftId, revision: 1, audience: 'invited', terms, updated_at: 1 }]);
  await insert(
    'invitations',
    numbers.map((i) => ({ event_id: draftId, distributor_id: named('pty', i), created_at: 1, told_at: 1 })),
  );
}

async function fillOfEvent({ organizer, eventId, draftId }: Stage): Promise<void> {
  const type = (i: number) => ({ id: named('tty', i), event_id: draftId, name: 'Партер', translations: '{}' });
  const stock = { price_minor: 100, capacity: 10, min_per_order: 1, max_per_order: 10, position: 0 };
  await insert(
    'ticket_types',
    numbers.map((i) => ({ ...type(i), ...stock, created_at: momentOf(i) })),
  );
  const discount = JSON.stringify({ kind: 'percent', bps: 1_000 });
  const code = (i: number) => ({ id: named('prm', i), event_id: draftId, code: `C${i}`, code_key: `c${i}`, discount });
  await insert(
    'promo_codes',
    numbers.map((i) => ({ ...code(i), created_at: momentOf(i) })),
  );
  const link = (i: number) => ({ id: named('dlk', i), event_id: eventId, gate: 'А', created_by: organizer.id });
  await insert(
    'door_links',
    numbers.map((i) => ({ ...link(i), created_at: momentOf(i), expires_at: momentOf(i) + 1 })),
  );
}

async function fillMoney({ organizer, buyer, eventId }: Stage): Promise<void> {
  const order = (i: number) => ({
    id: named('ord', i),
    event_id: eventId,
    seq: 1,
    organizer_id: organizer.partyId,
    status: 'paid',
    paid_late: 0,
    currency: 'RUB',
    face_minor: 100,
    service_fee_minor: 0,
    total_minor: 100,
    refunded_minor: 0,
    commission_minor: 0,
    buyer_name: 'Анна',
    buyer_email: buyer.email,
    locale: 'ru',
    created_at: momentOf(i),
  });
  await insert('orders', numbers.map(order));
  const ticket = (i: number) => ({ id: named('tkt', i), order_id: named('ord', i), event_id: eventId, seq: 1 });
  await insert(
    'tickets',
    numbers.map((i) => ({ ...ticket(i), number: `${i}`, ticket_type_id: 'tty', status: 'valid', face_minor: 100 })),
  );
  const entry = (i: number) => ({ id: named('ent', i), event_id: eventId, order_id: named('ord', i), kind: 'sale' });
  await insert(
    'ledger_entries',
    numbers.map((i) => ({ ...entry(i), at: momentOf(i) })),
  );
  const posting = (i: number, position: number) => ({
    entry_id: named('ent', i),
    position,
    account: position === 0 ? 'provider:test' : 'organizer',
    party_id: position === 0 ? null : organizer.partyId,
    kind: 'sale',
    amount_minor: position === 0 ? -100 : 100,
    currency: 'RUB',
    at: momentOf(i),
  });
  await insert(
    'ledger_postings',
    numbers.flatMap((i) => [posting(i, 0), posting(i, 1)]),
  );
  await insert(
    'failed_refunds',
    numbers.map((i) => ({ refund_id: named('rfd', i), event_id: eventId, failed_at: momentOf(i), mailed_at: 1 })),
  );
  const failedLetter = (i: number) => ({ order_id: named('ord', i), letter: 'tickets', event_id: eventId });
  await insert(
    'failed_letters',
    numbers.map((i) => ({ ...failedLetter(i), reason: 'refused', failed_at: momentOf(i), mailed_at: 1 })),
  );
  await runInDurableObject(env.EVENT_SALES.getByName(eventId), (_, state) => {
    state.storage.sql.exec(
      `insert into refunds (refund_id, order_id, kind, status, amount_minor, currency, ticket_ids, payment_id, reason,
          requested_at)
        select value, 'ord_' || value, 'late', 'failed', 100, 'RUB', '[]', 'pay_' || value, '', 1 from json_each(?)`,
      JSON.stringify(numbers.map((i) => named('rfd', i))),
    );
  });
}

async function fillOfAccount({ organizer }: Stage): Promise<void> {
  const yesterday = Date.now() - 86_400_000;
  const session = (i: number) => ({
    id: named('ses', i),
    user_id: organizer.id,
    created_at: yesterday + Math.floor(i / 3) * 1_000,
    expires_at: yesterday + 2 * 86_400_000,
  });
  await insert('sessions', numbers.map(session));
  const deed = { what: 'ticket-issued', user_id: organizer.id, role: 'organizer', party_id: organizer.partyId };
  await insert(
    'audit_log',
    numbers.map((i) => ({ id: named('aud', i), at: momentOf(i), ...deed })),
  );
}
