// PostgreSQL three ways: the transaction people write, the best single statement on a hot row, and a row per ticket.

import pg from 'pg';
import type { Held, Hold, Order, Ordered, Sale } from './sale.ts';

const schema = `
  DROP TABLE IF EXISTS tickets, orders, holds, units, stock;
  CREATE TABLE stock (ticket_type_id text PRIMARY KEY, capacity int NOT NULL, free int NOT NULL CHECK (free >= 0));
  CREATE TABLE units (id int PRIMARY KEY, ticket_type_id text NOT NULL, hold_key text);
  CREATE INDEX units_free ON units (ticket_type_id) WHERE hold_key IS NULL;
  CREATE TABLE holds (
    key text PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY, fingerprint text NOT NULL,
    hold_id text NOT NULL UNIQUE, ticket_type_id text NOT NULL, quantity int NOT NULL, taken int NOT NULL,
    expires_at bigint NOT NULL, ordered boolean NOT NULL DEFAULT false,
    CONSTRAINT taken_whole CHECK (taken = quantity)
  );
  CREATE TABLE orders (
    key text PRIMARY KEY, fingerprint text NOT NULL, order_id text NOT NULL UNIQUE, hold_id text NOT NULL UNIQUE,
    name text NOT NULL, email text NOT NULL
  );
  CREATE TABLE tickets (ticket_id text PRIMARY KEY, order_id text NOT NULL)`;

const insertColumns = 'holds (key, fingerprint, hold_id, ticket_type_id, quantity, taken, expires_at)';

// Named, so that each connection prepares it once.
const statements = {
  knownKey: 'SELECT fingerprint, hold_id, expires_at FROM holds WHERE key = $1',
  lockStock: 'SELECT free FROM stock WHERE ticket_type_id = $1 FOR UPDATE',
  takeStock: 'UPDATE stock SET free = free - $2 WHERE ticket_type_id = $1',
  insertHold: `INSERT INTO ${insertColumns} VALUES ($1, $2, $3, $4, $5, $5, $6)`,
  oneStatement: `
    WITH taken AS (
      UPDATE stock SET free = free - $5 WHERE ticket_type_id = $4 AND free >= $5
        AND NOT EXISTS (SELECT 1 FROM holds WHERE key = $1) RETURNING 1
    )
    INSERT INTO ${insertColumns} SELECT $1, $2, $3, $4, $5, $5, $6 FROM taken RETURNING seq`,
  skipLocked: `
    WITH picked AS (
      SELECT id FROM units WHERE ticket_type_id = $4 AND hold_key IS NULL LIMIT $5 FOR UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE units SET hold_key = $1 FROM picked WHERE units.id = picked.id RETURNING 1
    )
    INSERT INTO ${insertColumns}
      SELECT $1, $2, $3, $4, $5, (SELECT count(*) FROM taken)::int, $6 RETURNING seq`,
  lockHold: 'SELECT ordered, expires_at FROM holds WHERE hold_id = $1 FOR UPDATE',
  knownOrder: 'SELECT order_id FROM orders WHERE key = $1',
  insertOrder: 'INSERT INTO orders VALUES ($1, $2, $3, $4, $5, $6)',
  insertTicket: 'INSERT INTO tickets VALUES ($1, $2)',
  markOrdered: 'UPDATE holds SET ordered = true WHERE hold_id = $1',
} as const;

type Client = pg.Pool | pg.PoolClient;

async function ask<Row extends pg.QueryResultRow>(client: Client, name: keyof typeof statements, values: unknown[]) {
  const result = await client.query<Row>({ name, text: statements[name], values });
  return result.rows;
}

const valuesOf = (hold: Hold) => [
  hold.key,
  hold.fingerprint,
  hold.holdId,
  hold.ticketTypeId,
  hold.quantity,
  hold.expiresAtMs,
];
const held = (hold: Hold): Held => ({
  kind: 'held',
  holdId: hold.holdId,
  expiresAtMs: hold.expiresAtMs,
  replayed: false,
});

async function replayOf(client: Client, hold: Hold): Promise<Held | null> {
  const rows = await ask<{ fingerprint: string; hold_id: string; expires_at: string }>(client, 'knownKey', [hold.key]);
  const row = rows[0];
  if (row === undefined) return null;
  if (row.fingerprint !== hold.fingerprint) return { kind: 'key-reused' };
  return { kind: 'held', holdId: row.hold_id, expiresAtMs: Number(row.expires_at), replayed: true };
}

/** `work` in a transaction; what it throws rolls back. */
async function transaction<Value>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Value>): Promise<Value> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const value = await work(client);
    await client.query('COMMIT');
    return value;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

function holdForUpdate(pool: pg.Pool, hold: Hold): Promise<Held> {
  return transaction(pool, async (client) => {
    const known = await replayOf(client, hold);
    if (known !== null) return known;
    const rows = await ask<{ free: number }>(client, 'lockStock', [hold.ticketTypeId]);
    if ((rows[0]?.free ?? 0) < hold.quantity) return { kind: 'sold-out' };
    await ask(client, 'takeStock', [hold.ticketTypeId, hold.quantity]);
    await ask(client, 'insertHold', valuesOf(hold));
    return held(hold);
  });
}

async function holdByStatement(pool: pg.Pool, name: 'oneStatement' | 'skipLocked', hold: Hold): Promise<Held> {
  try {
    const rows = await ask(pool, name, valuesOf(hold));
    if (rows.length > 0) return held(hold);
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    // 23505: the key is there already; 23514: fewer units were free than asked for. Both rolled the statement back.
    if (code !== '23505' && code !== '23514') throw error;
  }
  return (await replayOf(pool, hold)) ?? { kind: 'sold-out' };
}

function orderForUpdate(pool: pg.Pool, order: Order): Promise<Ordered> {
  return transaction(pool, async (client) => {
    const known = await ask<{ order_id: string }>(client, 'knownOrder', [order.key]);
    if (known[0] !== undefined) return { kind: 'ordered', orderId: known[0].order_id, ticketId: '' };
    const rows = await ask<{ ordered: boolean; expires_at: string }>(client, 'lockHold', [order.holdId]);
    const hold = rows[0];
    if (hold === undefined || hold.ordered || Number(hold.expires_at) < Date.now()) return { kind: 'hold-expired' };
    const { key, fingerprint, orderId, holdId, name, email, ticketId } = order;
    await ask(client, 'insertOrder', [key, fingerprint, orderId, holdId, name, email]);
    await ask(client, 'insertTicket', [ticketId, orderId]);
    await ask(client, 'markOrdered', [holdId]);
    return { kind: 'ordered', orderId, ticketId };
  });
}

export type PostgresVariant = 'for-update' | 'one-statement' | 'skip-locked';

// As many as two cores feed; not tuned. `PEER_CONNECTIONS=N` tries another number.
const connections: Record<PostgresVariant, number> = { 'for-update': 16, 'one-statement': 8, 'skip-locked': 8 };

export function postgresSale(variant: PostgresVariant, port: number): Sale {
  const pool = new pg.Pool({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
    max: Number(process.env.PEER_CONNECTIONS ?? connections[variant]),
  });
  return {
    hold: (hold) => {
      if (variant === 'for-update') return holdForUpdate(pool, hold);
      return holdByStatement(pool, variant === 'one-statement' ? 'oneStatement' : 'skipLocked', hold);
    },
    order: (order) => orderForUpdate(pool, order),
    prepare: async (ticketTypeId, capacity) => {
      await pool.query(schema);
      await pool.query('INSERT INTO stock VALUES ($1, $2, $2)', [ticketTypeId, capacity]);
      if (variant === 'skip-locked') {
        await pool.query('INSERT INTO units SELECT n, $1, NULL FROM generate_series(1, $2::int) n', [
          ticketTypeId,
          capacity,
        ]);
      }
      // Statistics and a checkpoint before the measurement: autovacuum would do both during it.
      await pool.query('VACUUM ANALYZE');
      await pool.query('CHECKPOINT');
    },
    counts: () => counts(pool, variant),
    close: () => pool.end(),
  };
}

async function counts(pool: pg.Pool, variant: PostgresVariant) {
  const taken =
    variant === 'skip-locked'
      ? 'SELECT count(hold_key)::int AS taken, (count(*) - count(hold_key))::int AS free FROM units'
      : 'SELECT (capacity - free)::int AS taken, free FROM stock';
  const { rows } = await pool.query<Awaited<ReturnType<Sale['counts']>>>(`
    SELECT (SELECT count(*) FROM holds)::int AS stored, (SELECT count(DISTINCT key) FROM holds)::int AS "distinctKeys",
      (SELECT count(*) FROM orders)::int AS orders, taken, free FROM (${taken}) AS units`);
  const row = rows[0];
  if (row === undefined) throw new Error('no stock row');
  return row;
}
