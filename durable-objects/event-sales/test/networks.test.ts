// How much of an event one network may hold, and what it costs, in the real object with evictions between the steps.

import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { freeGuesses } from '#core/purchase-limits.ts';
import type { PlaceHold } from '../rpc.ts';
import {
  buy,
  hold,
  holdCommand,
  openOrder,
  type PublishedEvent,
  passTime,
  placeHold,
  publishedEvent,
  reportPayment,
} from './published-event.fixture.ts';

const minute = 60_000;
const home = ['home'];
// 1,000 places and orders of 10: 20 are free, 200 the most.
const hall = () => publishedEvent({ types: [{ capacity: 1_000, maxPerOrder: 10 }] });

let proofs = 0;
function proof(level: number) {
  proofs += 1;
  return { proofId: `proof-${proofs}`, level, expiresAtMs: Date.now() + 5 * minute };
}

function ask(at: PublishedEvent, quantity: number, more: Partial<PlaceHold> = {}) {
  return placeHold(at.stub, holdCommand(at, quantity, { networks: home, ...more }));
}

async function fill(at: PublishedEvent, times: number, more: () => Partial<PlaceHold> = () => ({})): Promise<void> {
  for (let i = 0; i < times; i++) expect(await ask(at, 10, more())).toMatchObject({ ok: true });
}

async function rowsOf(at: PublishedEvent, table: string): Promise<number> {
  return runInDurableObject(at.stub, (_, state) => state.storage.sql.exec(`select * from ${table}`).toArray().length);
}

const asksProof = (level: number) => ({ ok: false, code: 'proof-required', details: { level } });

it('beyond its free share a network needs a proof of work for each hold, and such a hold ends sooner', async () => {
  const at = await hall();
  await fill(at, 2);
  expect(await ask(at, 1)).toEqual(asksProof(1));
  await evictDurableObject(at.stub);
  expect(await ask(at, 1)).toEqual(asksProof(1));
  expect(await ask(at, 1, { networks: ['elsewhere'] })).toMatchObject({ ok: true });

  const paid = proof(1);
  const placed = await ask(at, 10, { proof: paid });
  expect(placed).toMatchObject({ ok: true });
  const livesMs = placed.ok ? Date.parse(placed.value.value.expiresAt) - Date.now() : 0;
  expect(livesMs).toBeGreaterThan(2 * minute);
  expect(livesMs).toBeLessThanOrEqual(3 * minute);

  expect(await ask(at, 10, { proof: proof(1) })).toMatchObject({ ok: true });
  // Used once, also after a restart; too cheap by now; too late.
  await evictDurableObject(at.stub);
  expect(await ask(at, 1, { proof: { ...paid, level: 9 } })).toEqual(asksProof(2));
  expect(await ask(at, 1, { proof: proof(1) })).toEqual(asksProof(2));
  expect(await ask(at, 1, { proof: { ...proof(9), expiresAtMs: Date.now() - 1 } })).toEqual(asksProof(2));
});

it('a network holds no more than a fifth of the capacity, whatever proofs it brings', async () => {
  const at = await hall();
  await fill(at, 20, () => ({ proof: proof(9) }));
  expect(await ask(at, 1, { proof: proof(9) })).toMatchObject({ code: 'too-many-requests' });
  expect(await at.stub.stock()).toMatchObject([{ held: 200 }]);
  // The wider network around it is as full; a hold of another one is nobody's business.
  expect(await ask(at, 1, { networks: ['other', 'home'] })).toMatchObject({ code: 'too-many-requests' });
  expect(await ask(at, 10, { networks: ['other'] })).toMatchObject({ ok: true });
});

it('sold, released and expired holds do not count as held by their network', async () => {
  const at = await hall();
  const { holdId } = await hold(at, 10, { networks: home });
  await openOrder(at, 10, { networks: home });
  expect(await ask(at, 1)).toEqual(asksProof(1));
  await at.stub.releaseHold(holdId);
  const bought = await buy(at, 10, { networks: home });
  expect(bought.status).toBe('paid');
  await fill(at, 1);
  expect(await ask(at, 1)).toEqual(asksProof(1));
  await passTime(at, 11 * minute);
  await fill(at, 2);
});

it('a hold sold as a free order does not count as held by its network', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1_000, priceMinor: 0 }] });
  await openOrder(at, 10, { networks: home });
  await openOrder(at, 10, { networks: home });
  await fill(at, 2);
});

it('holds that expire unsold raise the price of the next ones for an hour, also after a restart', async () => {
  const at = await hall();
  await fill(at, 2);
  await passTime(at, 11 * minute);
  await fill(at, 2);
  // Two lapses are one level more.
  expect(await ask(at, 1)).toEqual(asksProof(2));
  await evictDurableObject(at.stub);
  expect(await ask(at, 1)).toEqual(asksProof(2));
  await runInDurableObject(at.stub, (_, state) => {
    state.storage.sql.exec("update holds set ends_at = ends_at - ? where status = 'expired'", 61 * minute);
  });
  await evictDurableObject(at.stub);
  expect(await ask(at, 1)).toEqual(asksProof(1));
});

it('a rolled back group leaves the counts of networks as they were', async () => {
  const at = await hall();
  const broken = holdCommand(at, 10, { networks: home });
  await runInDurableObject(at.stub, (_, state) => {
    state.storage.sql.exec(
      `create trigger breaks before insert on answers when new.key = '${broken.key}' begin select raise(abort, 'x'); end`,
    );
  });
  await runInDurableObject(at.stub, (sales) => sales.placeHolds([broken]));
  await fill(at, 2);
  expect(await ask(at, 1)).toEqual(asksProof(1));
});

it('holds stored before networks were recorded count for no network', async () => {
  const at = await hall();
  await fill(at, 2);
  await runInDurableObject(at.stub, (_, state) => {
    state.storage.sql.exec('update holds set network = null, idempotency_key = null');
  });
  await evictDurableObject(at.stub);
  await fill(at, 2);
  await passTime(at, 11 * minute);
  expect(await at.stub.stock()).toMatchObject([{ held: 0 }]);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

const spring = {
  code: 'SPRING24',
  discount: { kind: 'percent' as const, bps: 1_000 },
  maxUses: null,
  fromMs: null,
  toMs: null,
  ticketTypeIds: null,
};

it('a network that tried wrong promo codes needs a proof for each further try, right or wrong; other networks need none', async () => {
  const at = await publishedEvent({ types: [{ capacity: 1_000 }], event: { promoCodes: [spring] } });
  const guess = (promoCode: string, more: Partial<PlaceHold> = {}) => ask(at, 1, { promoCode, ...more });
  for (let i = 0; i < freeGuesses; i++) expect(await guess(`NO${i}`)).toMatchObject({ code: 'promo-code-unknown' });
  await evictDurableObject(at.stub);
  // A try that is not paid for says nothing, or the price would tell.
  expect(await guess('NO')).toEqual(asksProof(1));
  expect(await guess('SPRING24')).toEqual(asksProof(1));
  expect(await ask(at, 1)).toMatchObject({ ok: true });
  expect(await guess('SPRING24', { networks: ['other'] })).toMatchObject({ ok: true });

  const paid = proof(1);
  expect(await guess('NO', { proof: paid })).toMatchObject({ code: 'promo-code-unknown' });
  expect(await guess('NO', { proof: paid })).toEqual(asksProof(1));
  expect(await guess('NO', { proof: proof(1) })).toMatchObject({ code: 'promo-code-unknown' });
  expect(await guess('SPRING24', { proof: proof(1) })).toEqual(asksProof(2));
  expect(await guess('SPRING24', { proof: proof(2) })).toMatchObject({ ok: true });
});

it('placing and releasing holds in a circle leaves only a withdrawn record of each for a while', async () => {
  const at = await publishedEvent();
  const command = holdCommand(at, 2, { networks: home });
  const placed = await placeHold(at.stub, command);
  if (!placed.ok) throw new Error(placed.code);
  await at.stub.releaseHold(placed.value.value.holdId);
  expect(await rowsOf(at, 'holds')).toBe(0);
  // A late copy of the request holds nothing behind the buyer's back.
  expect(await placeHold(at.stub, command)).toEqual({ ok: false, code: 'hold-expired' });
  expect(await placeHold(at.stub, { ...command, fingerprint: 'g' })).toMatchObject({ code: 'idempotency-key-reused' });
  const marks = await runInDurableObject(at.stub, (_, state) =>
    state.storage.sql.exec<{ answer: string; keep_until: number }>('select answer, keep_until from answers').toArray(),
  );
  expect(marks).toMatchObject([{ answer: '' }]);
  expect(marks[0]?.keep_until).toBeLessThan(Date.now() + 11 * minute);
});

it('trimming goes on until no old row is left', async () => {
  const at = await publishedEvent();
  await runInDurableObject(at.stub, (_, state) => {
    state.storage.sql.exec(
      `insert into answers (scope, key, fingerprint, answer, keep_until)
       with recursive n(i) as (select 1 union all select i + 1 from n where i < 9000)
       select 'hold:x', 'k' || i, 'f', '', 1 from n`,
    );
    state.storage.sql.exec('update event set trimmed_at = 0');
  });
  await evictDurableObject(at.stub);
  await runInDurableObject(at.stub, (sales) => sales.alarm());
  expect(await rowsOf(at, "answers where scope = 'hold:x'")).toBe(0);
});

it('a late payment of an expired hold does not change what its network holds', async () => {
  const at = await hall();
  const order = await openOrder(at, 10, { networks: home });
  await passTime(at, 16 * minute);
  expect(await at.stub.stock()).toMatchObject([{ held: 0 }]);
  expect(await reportPayment(at, order)).toMatchObject({ value: { status: 'paid' } });
  await fill(at, 2);
  expect(await ask(at, 1)).toMatchObject({ code: 'proof-required' });
});
