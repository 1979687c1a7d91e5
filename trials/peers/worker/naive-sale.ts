// The object that people write first: each request looks up, reads, checks, updates and inserts by SQL, and is a commit
// of its own. And the echo, which does nothing: the cost of the call itself.

import { DurableObject } from 'cloudflare:workers';

export type PeerHold = {
  key: string;
  fingerprint: string;
  holdId: string;
  ticketTypeId: string;
  quantity: number;
};
export type PeerHeld = { kind: 'held' | 'sold-out' | 'key-reused'; holdId: string; expiresAtMs: number };

const holdMs = 10 * 60_000;

export class NaiveSale extends DurableObject {
  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS stock (ticket_type_id TEXT PRIMARY KEY, capacity INTEGER, free INTEGER);
      CREATE TABLE IF NOT EXISTS holds (key TEXT PRIMARY KEY, fingerprint TEXT, hold_id TEXT, ticket_type_id TEXT,
        quantity INTEGER, expires_at INTEGER)`);
  }

  prepare(ticketTypeId: string, capacity: number): void {
    this.ctx.storage.sql.exec('DELETE FROM holds; DELETE FROM stock');
    this.ctx.storage.sql.exec('INSERT INTO stock VALUES (?, ?, ?)', ticketTypeId, capacity, capacity);
  }

  placeHold(hold: PeerHold): PeerHeld {
    const { sql } = this.ctx.storage;
    const known = sql
      .exec<{ fingerprint: string; hold_id: string; expires_at: number }>(
        'SELECT fingerprint, hold_id, expires_at FROM holds WHERE key = ?',
        hold.key,
      )
      .toArray()[0];
    if (known !== undefined) {
      const kind = known.fingerprint === hold.fingerprint ? 'held' : 'key-reused';
      return { kind, holdId: known.hold_id, expiresAtMs: known.expires_at };
    }
    const stock = sql
      .exec<{ free: number }>('SELECT free FROM stock WHERE ticket_type_id = ?', hold.ticketTypeId)
      .toArray()[0];
    const expiresAtMs = Date.now() + holdMs;
    if ((stock?.free ?? 0) < hold.quantity) return { kind: 'sold-out', holdId: '', expiresAtMs };
    sql.exec('UPDATE stock SET free = free - ? WHERE ticket_type_id = ?', hold.quantity, hold.ticketTypeId);
    sql.exec(
      'INSERT INTO holds VALUES (?, ?, ?, ?, ?, ?)',
      hold.key,
      hold.fingerprint,
      hold.holdId,
      hold.ticketTypeId,
      hold.quantity,
      expiresAtMs,
    );
    return { kind: 'held', holdId: hold.holdId, expiresAtMs };
  }

  counts() {
    return this.ctx.storage.sql
      .exec<{ stored: number; distinctKeys: number; taken: number; free: number }>(
        `SELECT (SELECT count(*) FROM holds) AS stored, (SELECT count(DISTINCT key) FROM holds) AS distinctKeys,
           capacity - free AS taken, free FROM stock`,
      )
      .one();
  }
}

export class EchoSale extends DurableObject {
  placeHold(hold: PeerHold): PeerHeld {
    return { kind: 'held', holdId: hold.holdId, expiresAtMs: Date.now() + holdMs };
  }

  echo(value: unknown): unknown {
    return value;
  }
}
