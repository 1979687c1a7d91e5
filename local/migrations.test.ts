// The database of one machine: every migration once, also in a folder that wrangler itself has migrated in part.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate, migrateState } from './migrations.ts';
import { root } from './server.ts';

const files = readdirSync(join(root, 'migrations', 'd1')).filter((name) => name.endsWith('.sql'));

let state: string;
let open: Miniflare | undefined;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'foyer-migrations-'));
});
afterEach(async () => {
  await open?.dispose();
  rmSync(state, { recursive: true, force: true });
});

async function database() {
  const resourcePersistencePath = join(state, 'v3');
  const d1Databases = { DB: '00000000-0000-0000-0000-000000000000' };
  open = new Miniflare(
    convertV4MiniflareOptions({ modules: true, script: 'export default {}', d1Databases, resourcePersistencePath }),
  );
  return open.getD1Database('DB');
}

it('every migration is applied once, and a second start applies none', async () => {
  await migrateState(state);
  await migrateState(state);
  const { results } = await (await database()).prepare('SELECT name FROM d1_migrations ORDER BY id').all();
  expect(results.map((row) => row.name)).toEqual(files.toSorted());
});

it('what wrangler has applied is not applied again', async () => {
  const db = await database();
  await migrate(db);
  // Without their names in wrangler's table the files would be applied again.
  const last = files.toSorted().at(-1) ?? '';
  await db.prepare('DELETE FROM d1_migrations WHERE name != ?').bind(last).run();
  await expect(migrate(db)).rejects.toThrow('already exists');
  await db.batch(files.map((name) => db.prepare('INSERT OR IGNORE INTO d1_migrations (name) VALUES (?)').bind(name)));
  await migrate(db);
});
