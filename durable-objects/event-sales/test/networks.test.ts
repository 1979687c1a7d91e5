// What one network may keep from the others, on the real object, with evictions between the steps.

import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { freeGuesses } from '#core/network-limits.ts';
import type { PlaceHold } from '../rpc.ts';
import { askHold, buy, hold, holdCommand, openOrder, passTime, type Scene, say, scene } from './scene.fixture.ts';

const minute = 60_000;
const home = ['home'];
// 1,000 places and orders of 10: 20 are free, 200 the most.
const hall = () => scene({ types: [{ capacity: 1_000, maxPerOrder: 10 }] });

let proofs = 0;
function proof(level: number) {
  proofs += 1;
  return { proofId: `proof-${proofs}`, level, expiresAtMs: Date.now() + 5 * minute };
}

function ask(at: Scene, quantity: number, more: Partial<PlaceHold> = {}) {
  return askHold(at.stub, holdCommand(at, quantity, { networks: home, ...more }));
}

async function fill(at: Scene, times: number, more: () => Partial<PlaceHold> = () => ({})): Promise<void> {
  for (let i = 0; i < times; i++) expect(await ask(at, 10, more())).toMatchObject({ ok: true });
}

async function rowsOf(at: Scene, table: string): Promise<number> {
  return runInDurableObject(at.stub, (_, state) => state.storage.sql.exec(`select * from ${table}`).toArray().length);
}

const asksProof = (level: number) => ({ ok: false, code: 'proof-required', details: { level } });

it('beyond its free share a network pays for each hold by a proof of its own, and such a hold ends sooner', async () => {
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

it('holds no more than a fifth, whatever it proves', async () => {
  const at = await hall();
  await fill(at, 20, () => ({ proof: proof(9) }));
  expect(await ask(at, 1, { proof: proof(9) })).toMatchObject({ code: 'too-many-requests' });
  expect(await at.stub.stock()).toMatchObject([{ held: 200 }]);
  // The wider network around it is as full; a hold of another one is nobody's business.
  expect(await ask(at, 1, { networks: ['other', 'home'] })).toMatchObject({ code: 'too-many-requests' });
  expect(await ask(at, 10, { networks: ['other'] })).toMatchObject({ ok: true });
});

it('what is sold, given back or lapsed is held no more', async () => {
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

it('a free order is a sale too', async () => {
  const at = await scene({ types: [{ capacity: 1_000, priceMinor: 0 }] });
  await openOrder(at, 10, { networks: home });
  await openOrder(at, 10, { networks: home });
  await fill(at, 2);
});

it('holds that lapse make the next ones dearer for an hour, also after a restart', async () => {
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

it('a group that is rolled back leaves the counts as they were', async () => {
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

it('holds from before networks were kept count for nobody', async () => {
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

it('who guesses codes pays for each further try, right or wrong; the right code of others is never in doubt', async () => {
  const at = await scene({ types: [{ capacity: 1_000 }], event: { promoCodes: [spring] } });
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

it('whoever holds and gives back in a circle leaves nothing but a short mark of each answer', async () => {
  const at = await scene();
  const command = holdCommand(at, 2, { networks: home });
  const placed = await askHold(at.stub, command);
  if (!placed.ok) throw new Error(placed.code);
  await at.stub.releaseHold(placed.value.value.holdId);
  expect(await rowsOf(at, 'holds')).toBe(0);
  // A late copy of the request holds nothing behind the buyer's back.
  expect(await askHold(at.stub, command)).toEqual({ ok: false, code: 'hold-expired' });
  expect(await askHold(at.stub, { ...command, fingerprint: 'g' })).toMatchObject({ code: 'idempotency-key-reused' });
  const marks = await runInDurableObject(at.stub, (_, state) =>
    state.storage.sql.exec<{ answer: string; keep_until: number }>('select answer, keep_until from answers').toArray(),
  );
  expect(marks).toMatchObject([{ answer: '' }]);
  expect(marks[0]?.keep_until).toBeLessThan(Date.now() + 11 * minute);
});

it('trimming goes on until nothing old is left', async () => {
  const at = await scene();
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

it('a late payment takes nothing of a share that is gone already', async () => {
  const at = await hall();
  const order = await openOrder(at, 10, { networks: home });
  await passTime(at, 16 * minute);
  expect(await at.stub.stock()).toMatchObject([{ held: 0 }]);
  expect(await say(at, order)).toMatchObject({ value: { status: 'paid' } });
  await fill(at, 2);
  expect(await ask(at, 1)).toMatchObject({ code: 'proof-required' });
});
