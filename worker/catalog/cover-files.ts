// The files of covers in R2. A cover's id is made of what it shows, so a file under a name never changes: whoever has it
// may keep it. The address of a file is its key, and serving one reads no D1.

import type { CoverPart } from '#core/contracts/events.ts';
import { coverPath, type StoredCover } from '#core/event-cover.ts';
import type { PictureType } from '#core/pictures/pictures.ts';
import type { Env } from '../env.d.ts';
import { eventIdOf } from '../ids/ids.ts';

const types: Record<string, PictureType> = { jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp' };

function keyOf(eventId: string, coverId: string, part: CoverPart, type: PictureType): string {
  return `covers${coverPath(eventId, coverId, part, type).slice('/img'.length)}`;
}

/** The file of an address; null for what no cover could be called. */
export async function coverFile(env: Env, named: { eventId: string; coverId: string; file: string }) {
  const eventId = eventIdOf(env, 'evt', named.eventId);
  const [, part, ending = ''] = /^(picture|small|medium|social)\.(jpg|png|webp)$/.exec(named.file) ?? [];
  const type = types[ending];
  if (eventId === null || part === undefined || type === undefined || !/^[0-9a-f]{32}$/.test(named.coverId))
    return null;
  const object = await env.FILES.get(`covers/${eventId}/${named.coverId}/${named.file}`);
  return object === null ? null : { object, type };
}

export async function saveCoverFiles(
  env: Env,
  eventId: string,
  coverId: string,
  files: readonly { part: CoverPart; type: PictureType; bytes: Uint8Array }[],
): Promise<void> {
  await Promise.all(
    files.map(({ part, type, bytes }) =>
      env.FILES.put(keyOf(eventId, coverId, part, type), bytes, { httpMetadata: { contentType: type } }),
    ),
  );
}

/** A copy of an event has files of its own: its cover outlives the first one's. False when they are not all there. */
export async function copyCoverFiles(
  env: Env,
  fromEventId: string,
  toEventId: string,
  cover: StoredCover,
): Promise<boolean> {
  const copied = await Promise.all(
    cover.files.map(async ({ part, type }) => {
      const object = await env.FILES.get(keyOf(fromEventId, cover.id, part, type));
      if (object === null) return false;
      await env.FILES.put(keyOf(toEventId, cover.id, part, type), await object.arrayBuffer(), {
        httpMetadata: { contentType: type },
      });
      return true;
    }),
  );
  return copied.every(Boolean);
}

/** One cover's files, or all an event ever had. */
export async function removeCoverFiles(env: Env, eventId: string, coverId?: string): Promise<void> {
  const prefix = `covers/${eventId}/${coverId === undefined ? '' : `${coverId}/`}`;
  for (;;) {
    const { objects, truncated } = await env.FILES.list({ prefix });
    if (objects.length > 0) await env.FILES.delete(objects.map(({ key }) => key));
    if (!truncated) return;
  }
}
