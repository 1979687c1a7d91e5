// Every answer a call gives is in /api/openapi.json: each operation is asked in every way its checks can refuse, by
// everybody, about something missing, foreign and own.

import { expect, it } from 'vitest';
import { app } from '../app.ts';
import { call, newPerson } from '../test/calls.ts';
import { newShop } from '../test/shop.ts';
import { openApiDocument, operationsOf } from './open-api.ts';

type Documented = { description: string };
const routes = operationsOf(app);
const document = openApiDocument(routes, 'Stage') as unknown as {
  paths: Record<string, Record<string, { responses: Record<string, Documented> }>>;
};

const bodies: [string, string | undefined, Record<string, string>][] = [
  ['no body', undefined, {}],
  ['no JSON', '{', {}],
  ['an unknown field', '{"unknown":1}', {}],
  ['text', 'text', { 'content-type': 'text/plain' }],
  ['too much', JSON.stringify({ text: 'a'.repeat(200 * 1024) }), {}],
];

it('no operation gives an answer that its document does not list', async () => {
  const shop = await newShop(199_900);
  const [distributor, buyer] = [await newPerson('distributor'), await newPerson('buyer')];
  const callers: [string, string | undefined][] = [
    ['nobody', undefined],
    ['a forger', 'not-a-token'],
    ['the organizer', shop.organizer.token],
    ['a distributor', distributor.token],
    ['a buyer', buyer.token],
  ];
  const own: Record<string, string> = {
    eventId: shop.eventId,
    typeId: shop.ticketTypeId,
    ticketTypeId: shop.ticketTypeId,
    widgetId: shop.widgetId,
  };
  const missing: string[] = [];
  for (const { method, path, operation } of routes) {
    const template = path.replace(/:([A-Za-z]+)/g, '{$1}');
    const listed = document.paths[template]?.[method.toLowerCase()]?.responses ?? {};
    for (const [who, token] of callers) {
      for (const [what, body, headers] of method === 'GET' ? bodies.slice(0, 1) : bodies) {
        // The checks before the body look at no address, so one body is enough for what is missing.
        for (const given of (what === 'no body' ? [own, {}] : [own]) as Record<string, string>[]) {
          const address = path.replace(/:([A-Za-z]+)/g, (_, name: string) => given[name] ?? 'nothing');
          // Only refusals are looked for: what ends a session or the event would spoil what follows.
          if (given === own && what === 'no body' && method !== 'GET' && who === 'the organizer') continue;
          const keys = { 'idempotency-key': crypto.randomUUID(), 'if-match': '"1"' };
          const response = await call(method, address, { token, body, headers: { ...keys, ...headers } });
          const error = response.status >= 400 ? response.body.error?.code : undefined;
          const entry = listed[response.status];
          if (entry === undefined || (error !== undefined && !entry.description.split(', ').includes(error))) {
            missing.push(`${operation.id}: ${response.status} ${error ?? ''} (${who}, ${what})`);
          }
        }
      }
    }
  }
  expect([...new Set(missing)]).toEqual([]);
});

it('every operation says that it may be refused for a bad credential, and while storage is busy', () => {
  for (const methods of Object.values(document.paths)) {
    for (const { responses } of Object.values(methods)) {
      expect(responses['401']?.description).toContain('unauthenticated');
      expect(responses['503']?.description).toContain('busy');
    }
  }
});
