// A ticket shop as people write it: Fastify, validating and fingerprinting as Foyer does, over one of the stores. The
// trial starts it as a process of its own: `node fastify-server.ts '{"port":…,"variant":…,"storePort":…}'`.

import { createHash, randomBytes } from 'node:crypto';
import fastify, { type FastifyReply } from 'fastify';
import { postgresSale } from './postgres-sale.ts';
import { redisSale } from './redis-sale.ts';
import type { Held, Variant } from './sale.ts';

// The trial writes this into the command line; nothing else starts this file.
const { port, variant, storePort } = JSON.parse(process.argv[2] ?? '{}') as {
  port: number;
  variant: Variant;
  storePort: number;
};

const sale = variant === 'redis' ? redisSale(storePort) : postgresSale(variant, storePort);
const holdMs = 10 * 60_000;
const price = 0;

type HoldBody = { lines: { ticketTypeId: string; quantity: number }[]; promoCode?: string };
type OrderBody = { buyer: { name: string; email: string }; locale: 'ru' | 'en'; returnUrl?: string };

const holdSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['lines'],
  properties: {
    lines: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['ticketTypeId', 'quantity'],
        properties: {
          ticketTypeId: { type: 'string', minLength: 1, maxLength: 80 },
          quantity: { type: 'integer', minimum: 1, maximum: 50 },
        },
      },
    },
    promoCode: { type: 'string', minLength: 1, maxLength: 40 },
  },
};

const orderSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['buyer', 'locale'],
  properties: {
    buyer: {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'email'],
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 120 },
        email: { type: 'string', format: 'email', maxLength: 254 },
      },
    },
    locale: { enum: ['ru', 'en'] },
    returnUrl: { type: 'string', format: 'uri', maxLength: 1000 },
  },
};

const headersSchema = {
  type: 'object',
  required: ['idempotency-key'],
  properties: { 'idempotency-key': { type: 'string', pattern: '^[\\x21-\\x7e]{16,255}$' } },
};

const strict = { customOptions: { removeAdditional: false, coerceTypes: false } } as const;
const app = fastify({ logger: false, ajv: strict });

/** The same key with another body is refused, so a hash of the body's canonical form is stored. */
function fingerprintOf(operation: string, body: unknown): string {
  return createHash('sha256').update(operation).update(canonical(body)).digest('base64url');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`;
}

type KeyHeader = { 'idempotency-key': string };

app.post<{ Params: { widgetId: string }; Body: HoldBody; Headers: KeyHeader }>(
  '/api/widgets/:widgetId/holds',
  { schema: { body: holdSchema, headers: headersSchema } },
  async (request, reply) => {
    const line = request.body.lines[0];
    if (line === undefined) return reply.code(400).send({ error: { code: 'invalid-request' } });
    const held = await sale.hold({
      widgetId: request.params.widgetId,
      key: `${request.params.widgetId}:${request.headers['idempotency-key']}`,
      fingerprint: fingerprintOf('placeHold', request.body),
      holdId: `hld_${randomBytes(16).toString('base64url')}`,
      ticketTypeId: line.ticketTypeId,
      quantity: line.quantity,
      expiresAtMs: Date.now() + holdMs,
    });
    return answerHold(reply, held, line);
  },
);

function answerHold(reply: FastifyReply, held: Held, line: { ticketTypeId: string; quantity: number }) {
  if (held.kind === 'sold-out') return reply.code(409).send({ error: { code: 'sold-out' } });
  if (held.kind === 'key-reused') return reply.code(422).send({ error: { code: 'idempotency-key-reused' } });
  const money = (amount: number) => ({ amount, currency: 'RUB' });
  if (held.replayed) reply.header('idempotency-replayed', 'true');
  return reply.code(201).send({
    holdId: held.holdId,
    lines: [
      {
        ...line,
        name: 'Вход',
        price: money(price),
        discount: money(0),
        serviceFee: money(0),
        total: money(price * line.quantity),
      },
    ],
    total: money(price * line.quantity),
    expiresAt: new Date(held.expiresAtMs).toISOString(),
  });
}

app.post<{ Params: { holdId: string }; Body: OrderBody; Headers: KeyHeader }>(
  '/api/holds/:holdId/order',
  { schema: { body: orderSchema, headers: headersSchema } },
  async (request, reply) => {
    if (sale.order === undefined) return reply.code(404).send({ error: { code: 'not-found' } });
    const ordered = await sale.order({
      holdId: request.params.holdId,
      key: request.headers['idempotency-key'],
      fingerprint: fingerprintOf('purchaseTicket', request.body),
      orderId: `ord_${randomBytes(12).toString('base64url')}`,
      ticketId: `tkt_${randomBytes(12).toString('base64url')}`,
      ...request.body.buyer,
    });
    if (ordered.kind === 'hold-expired') return reply.code(410).send({ error: { code: 'hold-expired' } });
    const total = { amount: price, currency: 'RUB' };
    return reply.code(201).send({
      orderId: ordered.orderId,
      orderToken: randomBytes(32).toString('base64url'),
      status: 'paid',
      total,
      ticketIds: [ordered.ticketId],
      payment: null,
    });
  },
);

// For the trial itself, not part of the measured path.
app.post<{ Body: { ticketTypeId: string; capacity: number } }>('/trial/prepare', async (request) => {
  await sale.prepare(request.body.ticketTypeId, request.body.capacity);
  return {};
});
app.get('/trial/counts', () => sale.counts());

await app.listen({ host: '127.0.0.1', port });
console.log('ready');
