// The cover of an event: put, replaced, removed. Pictures come in one form, so that a cover changes as a whole; each is
// judged by its bytes and kept without its notes. Nothing is decoded or scaled here: a picture of 24 megapixels takes
// 96 MB to decode, and an isolate has 128 (docs/decisions/0093).

import { createHash } from 'node:crypto';
import { type CoverPart, coverParts, socialHeight, type TicketedEvent } from '#core/contracts/events.ts';
import type { StoredCover } from '#core/event-cover.ts';
import { cleanPicture, coverBounds, type Picture, type PictureRefusal } from '#core/pictures/pictures.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { EventRow } from '../publishing/publishing.ts';
import { changeCatalog, readCatalog } from './change.ts';
import { removeCoverFiles, saveCoverFiles } from './cover-files.ts';
import { viewOf } from './events.ts';

type CoverForm = ReadonlyMap<CoverPart, Uint8Array>;

type File = Picture & { part: CoverPart };
type ChangeRefusal = 'stale-revision' | 'event-cancelled' | 'not-found' | 'busy' | 'capacity-below-sold';

export async function putCover(
  env: Env,
  event: EventRow,
  revision: number,
  form: CoverForm,
): Promise<Result<TicketedEvent, ChangeRefusal | PictureRefusal | 'invalid-request'>> {
  const read = filesOf(form);
  if (!read.ok) return read;
  const files = read.value;
  // Of the revision too: an id is used once, so removing an old cover's files never takes those of a new one.
  const hash = createHash('sha256').update(`${event.id} ${revision}`);
  for (const file of files) hash.update(`${file.part} ${file.bytes.length} `).update(file.bytes);
  const id = hash.digest('hex').slice(0, 32);
  await saveCoverFiles(env, event.id, id, files);
  const cover = { id, files: files.map(({ part, type, width, height }) => ({ part, type, width, height })) };
  const changed = await changeCover(env, event.id, revision, cover);
  // Sent twice at once, the very same cover may have been put by the other.
  if (!changed.ok && !(await isCoverOf(env, event.id, id))) await removeCoverFiles(env, event.id, id);
  return changed;
}

export async function removeCover(
  env: Env,
  event: EventRow,
  revision: number,
): Promise<Result<TicketedEvent, ChangeRefusal>> {
  return changeCover(env, event.id, revision, null);
}

async function changeCover(
  env: Env,
  eventId: string,
  revision: number,
  cover: StoredCover | null,
): Promise<Result<TicketedEvent, ChangeRefusal>> {
  let former: StoredCover | null = null;
  const changed = await changeCatalog<'stale-revision' | 'event-cancelled'>(env, eventId, ({ event }) => {
    if (event.revision !== revision) return refuse('stale-revision', { revision: event.revision });
    if (event.status === 'cancelled') return refuse('event-cancelled');
    former = event.cover;
    return ok({ event: { cover, revision: revision + 1 } });
  });
  if (!changed.ok) return changed;
  await removeFormer(env, eventId, former, cover);
  return ok(viewOf(changed.value));
}

async function removeFormer(env: Env, eventId: string, former: StoredCover | null, now: StoredCover | null) {
  if (former !== null && former.id !== now?.id) await removeCoverFiles(env, eventId, former.id);
}

async function isCoverOf(env: Env, eventId: string, coverId: string): Promise<boolean> {
  const now = await readCatalog(databaseOf(env), eventId);
  return now?.event.cover?.id === coverId;
}

function filesOf(form: CoverForm): Result<File[], PictureRefusal | 'invalid-request'> {
  const files: File[] = [];
  for (const [part, bytes] of form) {
    const picture = cleanPicture(bytes, coverBounds);
    if (!picture.ok) return refuse(picture.code, { fields: [{ path: part, problem: picture.code }] });
    files.push({ part, ...picture.value });
  }
  const whole = files.find(({ part }) => part === 'picture');
  if (whole === undefined) return badPart('picture', 'required');
  const wrong = files.find((file) => !fits(file, whole));
  return wrong === undefined ? ok(files) : badPart(wrong.part, 'wrong-size');
}

// A page keeps room by the picture's own size: a smaller one of another shape would jump or be squeezed.
function fits({ part, width, height }: File, whole: Picture): boolean {
  const asked = coverParts[part];
  if (asked === null) return true;
  if (part === 'social') return width === asked && height === socialHeight;
  return width === asked && width < whole.width && Math.abs(height - (asked * whole.height) / whole.width) <= 1;
}

function badPart(path: string, problem: string) {
  return refuse('invalid-request', { fields: [{ path, problem }] });
}
