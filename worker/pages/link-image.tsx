// The picture that messengers and search engines show beside a link to an event: its cover, or the art made of its id.

import type { EventCover } from '#core/contracts/events.ts';
import { facePicturePath, faceSizes } from '#core/event-face/face-paths.ts';

export type LinkImage = { url: string; type: string; width: number; height: number; alt: string };

export function linkImage(event: { id: string; cover: EventCover | null }, alt: string): LinkImage {
  if (event.cover === null) return { url: facePicturePath(event.id), type: 'image/png', ...faceSizes.wide, alt: '' };
  const { url, type, width, height } = event.cover.social ?? event.cover;
  return { url, type, width, height, alt };
}

export function LinkImageTags({ image, origin }: { image: LinkImage; origin: string }) {
  return (
    <>
      <meta property="og:image" content={origin + image.url} />
      <meta property="og:image:type" content={image.type} />
      <meta property="og:image:width" content={String(image.width)} />
      <meta property="og:image:height" content={String(image.height)} />
      {image.alt !== '' && <meta property="og:image:alt" content={image.alt} />}
    </>
  );
}
