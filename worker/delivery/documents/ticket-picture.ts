// The face of the event at the head of its tickets: its cover, or the art that is made of its id, as on its page.

import type { OrderView } from '#core/contracts/sales.ts';
import { eventFace } from '#core/event-face/event-face.ts';
import { faceSizes } from '#core/event-face/face-paths.ts';
import type { Env } from '../../env.d.ts';
import { type ArtShape, artShapes } from './art-shapes.ts';

/** `cover` is a JPEG; null stands for the art. */
export type FaceOfEvent = { eventId: string; cover: { url: string; width: number; height: number } | null };

/** What covers the strip. A cover is higher, and is cut above and below. */
export type TicketPicture =
  | { kind: 'art'; shapes: ArtShape[] }
  | { kind: 'cover'; id: string; bytes: Uint8Array; ratio: number };

/** Of the strip, in points. */
export const strip = { width: 420, height: 44 };

/** Of a cover PDF takes the JPEG that messengers show. A cover that is too small for it has none, and the art stands in. */
export function faceOfEvent({ id, cover }: OrderView['event']): FaceOfEvent {
  const social = cover?.social;
  if (social?.type !== 'image/jpeg') return { eventId: id, cover: null };
  const { url, width, height } = social;
  return { eventId: id, cover: { url, width, height } };
}

export async function ticketPicture(env: Pick<Env, 'FILES'>, { eventId, cover }: FaceOfEvent): Promise<TicketPicture> {
  // The address of a cover's file is its key (`worker/catalog/cover-files.ts`).
  const object = cover === null ? null : await env.FILES.get(`covers${cover.url.slice('/img'.length)}`);
  if (cover === null || object === null) return { kind: 'art', shapes: artOf(eventId) };
  const bytes = new Uint8Array(await object.arrayBuffer());
  return { kind: 'cover', id: cover.url, bytes, ratio: cover.width / cover.height };
}

/** The middle of the wide art, as pages cut it. */
function artOf(eventId: string): ArtShape[] {
  const { wide } = faceSizes;
  const scale = strip.width / wide.width;
  return artShapes(eventFace(eventId, wide), scale, { x: 0, y: (strip.height - wide.height * scale) / 2 });
}
