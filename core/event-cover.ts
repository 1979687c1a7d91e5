// The cover of an event as people are shown it: the addresses of its files. A cover's id is made of what it shows, so a file
// under an address never changes.

import type { CoverPart, EventCover } from './contracts/events.ts';
import type { PictureType } from './pictures/pictures.ts';

/** A cover as it is stored: which forms there are of it. */
export type StoredCover = {
  id: string;
  files: { part: CoverPart; type: PictureType; width: number; height: number }[];
};

const endings = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const;

export function coverPath(eventId: string, coverId: string, part: CoverPart, type: PictureType): string {
  return `/img/${eventId}/${coverId}/${part}.${endings[type]}`;
}

export function coverView(eventId: string, cover: StoredCover): EventCover | null {
  const files = cover.files.map(({ part, ...file }) => ({
    part,
    shown: { ...file, url: coverPath(eventId, cover.id, part, file.type) },
  }));
  const shown = (part: CoverPart) => files.find((file) => file.part === part)?.shown;
  const picture = shown('picture');
  if (picture === undefined) return null;
  const smaller = [shown('small'), shown('medium')].filter((file) => file !== undefined);
  return { ...picture, smaller, social: shown('social') ?? null };
}
