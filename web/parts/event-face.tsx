// An event's face wherever the dashboard shows it: its cover, or the art drawn from its id. Its dimensions are known
// before it is loaded, so nothing on the page moves when it arrives.

import type { TicketedEvent } from '#core/contracts/events.ts';
import { facePath, faceSizes } from '#core/event-face/face-paths.ts';
import { textsOf } from '#core/event-text.ts';
import { locale } from '../language.ts';

type Kind = 'whole' | 'on-card' | 'thumb';
type Cover = NonNullable<TicketedEvent['cover']>;
type Props = { event: TicketedEvent; kind: Exclude<Kind, 'thumb'>; sizes: string };

/** Small and square, beside the title of the event. */
export function EventThumb({ event }: { event: Pick<TicketedEvent, 'id' | 'cover'> }) {
  const { id, cover } = event;
  if (cover === null) return <EventArt eventId={id} kind="thumb" loading="lazy" />;
  // The title beside it names the event already, so screen readers skip the picture.
  return <CoverPicture cover={cover} kind="thumb" sizes="56px" alt="" />;
}

export function EventFace({ event, kind, sizes }: Props) {
  const { cover } = event;
  if (cover === null) return <EventArt eventId={event.id} kind={kind} loading={kind === 'whole' ? 'eager' : 'lazy'} />;
  return <CoverPicture cover={cover} kind={kind} sizes={sizes} alt={textsOf(event, locale.value).coverAlt} />;
}

function CoverPicture({ cover, kind, sizes, alt }: { cover: Cover; kind: Kind; sizes: string; alt: string }) {
  return (
    <img
      class={`face ${kind}`}
      src={cover.url}
      srcset={[...cover.smaller, cover].map((file) => `${file.url} ${file.width}w`).join(', ')}
      sizes={sizes}
      width={cover.width}
      height={cover.height}
      alt={alt}
      loading={kind === 'whole' ? 'eager' : 'lazy'}
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
