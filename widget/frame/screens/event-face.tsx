// The event's face: its cover, or the art that is made of its id. The title stands beside it at every step, so screen readers
// pass it by.

import type { WidgetView } from '#core/contracts/sales.ts';
import { facePath, faceSizes } from '#core/event-face/face-paths.ts';

/** `wide` above the choice of tickets, `small` beside the title at later steps and on tickets. */
export function EventFace({ event, shape }: { event: WidgetView['event']; shape: 'wide' | 'small' }) {
  const { cover, id } = event;
  const size = cover ?? faceSizes.wide;
  return (
    <img
      class={`face ${shape}`}
      src={cover === null ? facePath(id, 'wide') : (cover.smaller[0] ?? cover).url}
      srcset={cover === null || shape === 'small' ? undefined : srcsetOf(cover)}
      sizes="(min-width: 560px) 560px, 100vw"
      width={size.width}
      height={size.height}
      alt=""
      // A photograph is heavier than everything else here together, and the prices do not wait for it.
      fetchpriority={cover === null ? 'auto' : 'low'}
    />
  );
}

function srcsetOf(cover: NonNullable<WidgetView['event']['cover']>): string {
  return [...cover.smaller, cover].map(({ url, width }) => `${url} ${width}w`).join(', ');
}
