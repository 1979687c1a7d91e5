// The migrations of D1 on one machine. `wrangler d1 migrations apply --local` starts a runtime for each file, which takes
// longer than everything else at the first start of a server. Here one runtime applies all of them. The table that
// says which were applied is wrangler's, so either goes on where the other ended.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_readConfig, unstable_splitSqlQuery } from 'wrangler';
import * as z from 'zod';
import { root } from './server.ts';

type Database = Awaited<ReturnType<Miniflare['getD1Database']>>;

const Databases = z.object({ d1_databases: z.array(z.object({ binding: z.string(), database_id: z.string() })) });

/** Applies what is missing to the database of the state folder that `wrangler dev --persist-to` is given. */
export async function migrateState(state: string): Promise<void> {
  const config = Databases.parse(unstable_readConfig({ config: join(root, 'wrangler.toml') }));
  const d1Databases = Object.fromEntries(config.d1_databases.map((one) => [one.binding, one.database_id]));
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: 'export default {}',
      d1Databases,
      // Wrangler names the version of the layout below the folder that it is given.
      resourcePersistencePath: join(state, 'v3'),
      // miniflare would ask the internet for the location of this machine; there may be no internet.
      cf: false,
      telemetry: { enabled: false },
    }),
  );
  try {
    await migrate(await miniflare.getD1Database('DB'));
  } finally {
    await miniflare.dispose();
  }
}

export async function migrate(db: Database): Promise<void> {
  await db.exec(
    'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)',
  );
  const done = await db.prepare('SELECT name FROM d1_migrations').all<{ name: string }>();
  const names = new Set(done.results.map((row) => row.name));
  const folder = join(root, 'migrations', 'd1');
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.sql') || names.has(name)) continue;
    const statements = unstable_splitSqlQuery(readFileSync(join(folder, name), 'utf8'));
    // One batch is one transaction: when a kill interrupts it, the migration is applied again.
    await db.batch([
      ...statements.map((statement) => db.prepare(statement)),
      db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name),
    ]);
  }
}
