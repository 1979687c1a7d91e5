// What one network may hold, over HTTP: the free share, the proof beyond it, and the same call again with the proof.

import { createExecutionContext, env } from 'cloudflare:test';
import { afterEach, expect, it, vi } from 'vitest';
import type { HoldProof, PlacedHold, ProofTask } from '#core/contracts/sales.ts';
import { saltOf, startsWithZeros } from '#core/proof-of-work.ts';
import { handleRequest } from '../../app.ts';
import { addressHeader } from '../../http/network.ts';
import { type ApiResponse, call, type ErrorResponse, origin } from '../calls.ts';
import { newKey, newShop, ownAddress, type Shop } from '../shop.ts';

type Asked = { key?: string; quantity?: number; proof?: unknown; promoCode?: string };

function ask<Body = PlacedHold>(shop: Shop, from: string, asked: Asked = {}): Promise<ApiResponse<Body>> {
  const { key = newKey(), quantity = 10, ...more } = asked;
  return call<Body>('POST', `/api/widgets/${shop.widgetId}/holds`, {
    headers: { 'idempotency-key': key, [addressHeader]: from },
    body: { lines: [{ ticketTypeId: shop.ticketTypeId, quantity }], ...more },
  });
}

/** A hall of 1,000 whose free share this address holds already. */
async function atTheBound(): Promise<{ shop: Shop; from: string }> {
  const shop = await newShop(100_000, 1_000);
  const from = ownAddress();
  for (let i = 0; i < 2; i++) expect((await ask(shop, from)).status).toBe(201);
  return { shop, from };
}

function taskOf(refused: ApiResponse<ErrorResponse>): ProofTask & { kind: 'work' } {
  expect([refused.status, refused.body.error.code]).toEqual([403, 'proof-required']);
  const task = refused.body.error.details?.task as ProofTask;
  if (task.kind !== 'work') throw new Error(`a task of kind ${task.kind}`);
  return task;
}

/** As any client may do it by the document. */
async function solve({ task, parts, bits, iterations }: ProofTask & { kind: 'work' }): Promise<HoldProof> {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', bytes.encode(task), 'PBKDF2', false, ['deriveBits']);
  const answers: number[] = [];
  for (let part = 0; part < parts; part++) {
    for (let i = 0; ; i++) {
      const how = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes.encode(saltOf(part, i)), iterations };
      if (!startsWithZeros(new Uint8Array(await crypto.subtle.deriveBits(how, key, 256)), bits)) continue;
      answers.push(i);
      break;
    }
  }
  return { task, answers };
}

it('a hold beyond the share is refused with a task, and the same call with its proof is the hold', async () => {
  const { shop, from } = await atTheBound();
  const key = newKey();
  const task = taskOf(await ask<ErrorResponse>(shop, from, { key }));
  const proof = await solve(task);
  const placed = await ask(shop, from, { key, proof });
  expect(placed.status).toBe(201);
  expect(Date.parse(placed.body.expiresAt) - Date.now()).toBeLessThanOrEqual(3 * 60_000);
  // The answer was lost: the very same again, and again without the proof.
  for (const again of [await ask(shop, from, { key, proof }), await ask(shop, from, { key })]) {
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(again.body).toEqual(placed.body);
  }
  // Used once; and somebody elsewhere never needed it.
  taskOf(await ask<ErrorResponse>(shop, from, { proof, quantity: 1 }));
  expect((await ask(shop, ownAddress())).status).toBe(201);
});

it('a proof is worth nothing for another event, another network, another level, or without the work', async () => {
  const { shop, from } = await atTheBound();
  const task = taskOf(await ask<ErrorResponse>(shop, from));
  const solved = await solve(task);
  const other = await atTheBound();
  const tampered = (change: Record<string, unknown>) => {
    const [text = '', signature = ''] = task.task.split('.');
    const told = JSON.parse(Buffer.from(text, 'base64url').toString());
    return `${Buffer.from(JSON.stringify({ ...told, ...change })).toString('base64url')}.${signature}`;
  };
  taskOf(await ask<ErrorResponse>(other.shop, other.from, { proof: solved }));
  taskOf(await ask<ErrorResponse>(shop, from, { proof: { task: task.task, answers: [0, 1, 2, 3] } }));
  taskOf(await ask<ErrorResponse>(shop, from, { proof: { task: task.task, answers: [] } }));
  taskOf(await ask<ErrorResponse>(shop, from, { proof: { ...solved, task: tampered({ level: 9 }) } }));
  taskOf(await ask<ErrorResponse>(shop, from, { proof: { ...solved, task: 'nothing' } }));
  // A task of one's own making, with the work done for it: only the signature tells it from a task of ours.
  const forged = await solve({ ...task, task: tampered({ id: 'of-my-own-making' }) });
  taskOf(await ask<ErrorResponse>(shop, from, { proof: forged }));
  // Of Turnstile, where there is none.
  taskOf(await ask<ErrorResponse>(shop, from, { proof: { task: task.task, token: 'x' } }));
  for (const proof of [{ task: task.task }, { answers: [1] }, 'x', { ...solved, more: 1 }])
    expect((await ask(shop, from, { proof })).status).toBe(400);
  expect((await env.EVENT_SALES.getByName(shop.eventId).stock())[0]?.held).toBe(20);
});

it('all of an IPv6 /48 is judged as one network, and what comes without an address as one too', async () => {
  const shop = await newShop(100_000, 1_000);
  expect((await ask(shop, '2001:db8:7:1::1')).status).toBe(201);
  expect((await ask(shop, '2001:db8:7:2::1')).status).toBe(201);
  taskOf(await ask<ErrorResponse>(shop, '2001:db8:7:3::1', { quantity: 1 }));
  expect((await ask(shop, '2001:db8:8:1::1')).status).toBe(201);
});

it('wrong promo codes cost a proof after a few, and the right one of another buyer costs nothing', async () => {
  const shop = await newShop(100_000, 1_000);
  const body = { code: 'ВЕСНА-2036', discount: { kind: 'percent', bps: 1_000 } };
  const path = `/api/events/${shop.eventId}/promo-codes`;
  expect((await call('POST', path, { token: shop.organizer.token, body })).status).toBe(201);
  const from = ownAddress();
  const tries = [];
  for (let i = 0; i < 20; i++) {
    tries.push((await ask<ErrorResponse>(shop, from, { quantity: 1, promoCode: `ЛЕТО-${i}` })).body.error.code);
  }
  expect(tries.filter((code) => code === 'promo-code-unknown')).toHaveLength(5);
  const refused = await ask<ErrorResponse>(shop, from, { quantity: 1, promoCode: 'весна-2036' });
  const proof = await solve(taskOf(refused));
  expect((await ask(shop, from, { quantity: 1, promoCode: 'весна-2036', proof })).status).toBe(201);
  expect((await ask(shop, ownAddress(), { quantity: 1, promoCode: 'весна-2036' })).status).toBe(201);
});

it('nobody holds more than a fifth, and is told when to come again', async () => {
  const shop = await newShop(100_000, 100);
  const from = ownAddress();
  for (let i = 0; i < 2; i++) expect((await ask(shop, from)).status).toBe(201);
  const over = await ask<ErrorResponse>(shop, from, { quantity: 1 });
  expect([over.status, over.body.error.code]).toEqual([429, 'too-many-requests']);
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThanOrEqual(5);
  expect((await ask(shop, ownAddress())).status).toBe(201);
});

afterEach(() => {
  vi.restoreAllMocks();
});

it('where the operator has Turnstile its token is the proof, asked of Cloudflare before the object', async () => {
  const { shop, from } = await atTheBound();
  const withKeys = { ...env, TURNSTILE_SITE_KEY: 'site-key', TURNSTILE_SECRET_KEY: 'secret-key' };
  const key = newKey();
  const send = async (proof?: HoldProof) => {
    const request = new Request(`${origin}/api/widgets/${shop.widgetId}/holds`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, [addressHeader]: from },
      body: JSON.stringify({ lines: [{ ticketTypeId: shop.ticketTypeId, quantity: 1 }], proof }),
    });
    const response = await handleRequest(request, withKeys, createExecutionContext());
    return { status: response.status, body: await response.json<ErrorResponse>() };
  };
  const { error } = (await send()).body;
  const task = error.details?.task as ProofTask;
  expect([error.code, task.kind, 'siteKey' in task && task.siteKey]).toEqual([
    'proof-required',
    'turnstile',
    'site-key',
  ]);

  const asked: string[] = [];
  let verdict: () => Response = () => Response.json({ success: false });
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_input, init) => {
    asked.push(String(init?.body));
    return verdict();
  });
  expect((await send({ task: task.task, token: 'bad' })).body.error.code).toBe('proof-required');
  verdict = () => {
    throw new TypeError('network');
  };
  expect((await send({ task: task.task, token: 'good' })).body.error.code).toBe('busy');
  verdict = () => Response.json({ success: true });
  expect((await send({ task: task.task, token: 'good' })).status).toBe(201);
  expect(asked).toEqual([
    'secret=secret-key&response=bad',
    'secret=secret-key&response=good',
    'secret=secret-key&response=good',
  ]);
});
