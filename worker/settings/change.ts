// A change of the settings: of one revision, once, with an audit entry that names the changed fields and nothing they say.

import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Settings, UpdateSettingsRequest } from '#core/contracts/settings.ts';
import { cleanPicture, logoBounds, type PictureRefusal } from '#core/pictures/pictures.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { defaultSettings, legalKinds } from '#core/settings.ts';
import { auditIfChanged } from '../audit/audit.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { settings } from '../schema/settings.ts';
import { removeLogoFiles, saveLogoFile } from './logo-files.ts';
import { rememberSettings } from './memory.ts';
import { columnsOf, ownRow, readLogo, readSettings, rowId } from './rows.ts';

type Columns = Partial<Omit<typeof settings.$inferInsert, 'id' | 'revision' | 'changedAt'>>;

export async function updateSettings(
  env: Env,
  by: Actor,
  revision: number,
  request: UpdateSettingsRequest,
): Promise<Result<Settings, 'stale-revision'>> {
  const { brandName, support, operator, texts = {} } = request;
  const columns: Columns = {};
  if (brandName !== undefined) columns.brandName = brandName;
  if (support !== undefined) columns.support = support;
  if (operator !== undefined) columns.operator = operator;
  for (const kind of legalKinds) {
    const text = texts[kind];
    if (text === undefined) continue;
    columns[columnsOf[kind].ru] = text.ru;
    columns[columnsOf[kind].en] = text.en;
  }
  return write(env, by, revision, columns);
}

/** The file is there before the row names it. */
export async function setLogo(
  env: Env,
  by: Actor,
  revision: number,
  bytes: Uint8Array,
): Promise<Result<Settings, 'stale-revision' | PictureRefusal>> {
  const picture = cleanPicture(bytes, logoBounds);
  if (!picture.ok) return refuse(picture.code, { fields: [{ path: 'picture', problem: picture.code }] });
  const { type, width, height } = picture.value;
  const id = createHash('sha256').update(picture.value.bytes).digest('hex').slice(0, 32);
  const logo = { id, type, width, height };
  const former = await readLogo(env);
  await saveLogoFile(env, logo, picture.value);
  const changed = await write(env, by, revision, { logo });
  if (changed.ok) await removeLogoFiles(env, [logo, former]);
  return changed;
}

/** Its files go at once: whoever may not use a picture any more must be able to take it away. */
export async function deleteLogo(env: Env, by: Actor, revision: number): Promise<Result<Settings, 'stale-revision'>> {
  const changed = await write(env, by, revision, { logo: null });
  if (changed.ok) await removeLogoFiles(env, [await readLogo(env)]);
  return changed;
}

async function write(
  env: Env,
  by: Actor,
  revision: number,
  columns: Columns,
): Promise<Result<Settings, 'stale-revision'>> {
  const db = databaseOf(env);
  const nowMs = Date.now();
  const { brandName, support, operator } = defaultSettings;
  const next = { revision: revision + 1, changedAt: nowMs };
  const entry = {
    what: 'settings-changed',
    by,
    before: { revision },
    after: { revision: revision + 1, fields: Object.keys(columns) },
  } as const;
  // The first change makes the row, and one of two first changes.
  const statement =
    revision === 0
      ? db
          .insert(settings)
          .values({ id: rowId, brandName, support, operator, ...columns, ...next })
          .onConflictDoNothing()
      : db
          .update(settings)
          .set({ ...columns, ...next })
          .where(and(ownRow, eq(settings.revision, revision)));
  const [written] = await db.batch([statement, auditIfChanged(db, entry, nowMs)]);
  const current = await readSettings(env);
  if (written.meta.changes === 0) return refuse('stale-revision', { revision: current.revision });
  rememberSettings(current);
  return ok(current);
}
