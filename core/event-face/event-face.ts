// The art of an event that has no cover: a poster drawn from its id, so that every event has a face, the same one in lists,
// on its page, in the widget, in letters, in previews of links and on tickets. The composition and the palette follow from
// the id alone; the same id gives another crop, not another picture, for another proportion.

import { compositions } from './compositions.ts';
import { type FaceSize, faceSizes } from './face-paths.ts';
import { palettes } from './palettes.ts';
import { hashOf, randomOf } from './random.ts';

/** An SVG document of flat shapes; nothing of it comes from what people typed. */
export function eventFace(eventId: string, { width, height }: FaceSize = faceSizes.square): string {
  const seed = hashOf(eventId);
  const random = randomOf(seed);
  const palette = palettes[random.index(palettes.length)] ?? palettes[0];
  const composition = compositions[random.index(compositions.length)] ?? compositions[0];
  if (palette === undefined || composition === undefined) throw new Error('no palette or composition');
  const shapes = composition({ width, height, palette, random });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${shapes}</svg>`;
}
