// An event's face wherever the dashboard shows it: its cover, or the art drawn from its id. Its dimensions are known
// before it is loaded, so nothing on the page moves when it arrives.

import type { TicketedEvent } from '#core/contracts/events.ts';
import { facePath, faceSizes } from '#core/event-face/face-paths.ts';
import { textsOf } from '#core/event-text.ts';
import { locale } from '../language.ts';

type Kind = 'whole' | 'on-card' | 'thumb';
type Props = { event: TicketedEvent; kind: Kind; sizes: string };

export function EventFace({ event, kind, sizes }: Props) {
  const { cover } = event;
  const loading = kind === 'whole' ? 'eager' : 'lazy';
  if (cover === null) return <EventArt eventId={event.id} kind={kind} loading={loading} />;
  const all = [...cover.smaller, cover];
  return (
    <img
      class={`face ${kind}`}
      src={cover.url}
      srcset={all.map((file) => `${file.url} ${file.width}w`).join(', ')}
      sizes={sizes}
      width={cover.width}
      height={cover.height}
      // The title beside a small picture names the event already, so screen readers skip the picture.
      alt={kind === 'thumb' ? '' : textsOf(event, locale.value).coverAlt}
      loading={loading}
      decoding="async"
    />
  );
}

export function EventArt({ eventId, kind, loading }: { eventId: string; kind: Kind; loading: 'eager' | 'lazy' }) {
  const shape = kind === 'thumb' ? 'square' : 'wide';
  const { width, height } = faceSizes[shape];
  const src = facePath(eventId, shape);
  // The art says nothing about the event, so screen readers skip it.
  return (
    <img class={`face art ${kind}`} src={src} width={width} height={height} alt="" loading={loading} decoding="async" />
  );
}
