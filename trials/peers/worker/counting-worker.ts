// The product's Worker with counters in it: transactions and rows of the event's object, calls to it, statements to D1.
// It is only for counting; figures of time come from the build without counters.

import product, { EventSales as ProductEventSales } from '../../../worker/main.ts';

export * from '../../../worker/main.ts';

const tally = { purchases: 0, objectCalls: 0, transactions: 0, statements: 0, rowsWritten: 0, d1Statements: 0 };

/** A cursor counts its rows only when it has been read to its end, so it is asked later. */
let cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];

function addUpRows(): void {
  for (const cursor of cursors) tally.rowsWritten += cursor.rowsWritten;
  cursors = [];
}

export class EventSales extends ProductEventSales {
  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    countStorage(ctx.storage);
    super(ctx, env);
  }
}

function countStorage(storage: DurableObjectStorage): void {
  const transactionSync = storage.transactionSync.bind(storage);
  storage.transactionSync = (work) => {
    tally.transactions++;
    return transactionSync(work);
  };
  const { sql } = storage;
  const exec = sql.exec.bind(sql);
  sql.exec = <Row extends Record<string, SqlStorageValue>>(query: string, ...bindings: SqlStorageValue[]) => {
    tally.statements++;
    const cursor = exec<Row>(query, ...bindings);
    // Only its count is read, whatever its rows hold.
    cursors.push(cursor as unknown as (typeof cursors)[number]);
    return cursor;
  };
}

// A call reaches an object as a method of its class: each of those that the product defines is counted.
for (const name of Object.getOwnPropertyNames(ProductEventSales.prototype)) {
  const method: unknown = Reflect.get(ProductEventSales.prototype, name);
  if (typeof method !== 'function' || name === 'constructor' || name === 'alarm') continue;
  Reflect.set(EventSales.prototype, name, function count(this: EventSales, ...given: unknown[]): unknown {
    tally.objectCalls++;
    return Reflect.apply(method, this, given);
  });
}

const counted = new WeakMap<Cloudflare.Env, Cloudflare.Env>();

/** The same bindings, with a D1 that counts. Equal bindings give the same object, because the product caches by it. */
function countingEnv(env: Cloudflare.Env): Cloudflare.Env {
  const known = counted.get(env);
  if (known !== undefined) return known;
  const { DB } = env;
  const countingDb = new Proxy(DB, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name === 'prepare' || name === 'exec') tally.d1Statements++;
      return value.bind(target);
    },
  });
  const made = { ...env, DB: countingDb };
  counted.set(env, made);
  return made;
}

export default {
  ...product,
  async fetch(request: Request, env: Cloudflare.Env, ctx: ExecutionContext): Promise<Response> {
    if (new URL(request.url).pathname === '/trial/tally') {
      addUpRows();
      return Response.json(tally);
    }
    // workerd's own request type says more than the product asks for.
    return product.fetch(request as Parameters<typeof product.fetch>[0], countingEnv(env), ctx);
  },
};
