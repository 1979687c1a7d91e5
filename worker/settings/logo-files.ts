// The files of the logo in R2. An id is made of what the logo shows, so a file under a name never changes. The file that a
// new logo replaces stays until the next change: pages that were made before still show it.

import type { Settings } from '#core/contracts/settings.ts';
import type { Picture, PictureType } from '#core/pictures/pictures.ts';
import type { Env } from '../env.d.ts';
import type { StoredLogo } from '../schema/settings.ts';

const folder = 'brand/';
const endings = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const;
const types: Record<string, PictureType> = { jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp' };

export function logoView({ id, type, width, height }: StoredLogo): NonNullable<Settings['logo']> {
  return { url: `/img/brand/${nameOf({ id, type })}`, type, width, height };
}

function nameOf({ id, type }: Pick<StoredLogo, 'id' | 'type'>): string {
  return `${id}.${endings[type]}`;
}

/** The file of an address; null for what no logo could be called. */
export async function logoFile(env: Env, file: string) {
  const type = types[/^[0-9a-f]{32}\.(jpg|png|webp)$/.exec(file)?.[1] ?? ''];
  if (type === undefined) return null;
  const object = await env.FILES.get(folder + file);
  return object === null ? null : { object, type };
}

export async function saveLogoFile(env: Env, logo: StoredLogo, { bytes, type }: Picture): Promise<void> {
  await env.FILES.put(folder + nameOf(logo), bytes, { httpMetadata: { contentType: type } });
}

export async function removeLogoFiles(env: Env, except: readonly (StoredLogo | null)[]): Promise<void> {
  const staying = new Set(except.flatMap((logo) => (logo === null ? [] : [folder + nameOf(logo)])));
  const { objects } = await env.FILES.list({ prefix: folder });
  const going = objects.map(({ key }) => key).filter((key) => !staying.has(key));
  if (going.length > 0) await env.FILES.delete(going);
}
