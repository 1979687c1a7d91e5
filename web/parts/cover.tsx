// An event's cover wherever the dashboard shows it. Its room is kept by its size, so that nothing jumps as it comes.

import type { TicketedEvent } from '#core/contracts/events.ts';
import { textsOf } from '#core/event-text.ts';
import { locale } from '../language.ts';

type Props = { event: TicketedEvent; kind: 'whole' | 'card'; sizes: string };

export function Cover({ event, kind, sizes }: Props) {
  const { cover } = event;
  if (cover === null) return null;
  const all = [...cover.smaller, cover];
  return (
    <img
      class={kind === 'card' ? 'cover on-card' : 'cover whole'}
      src={cover.url}
      srcset={all.map((file) => `${file.url} ${file.width}w`).join(', ')}
      sizes={sizes}
      width={cover.width}
      height={cover.height}
      alt={textsOf(event, locale.value).coverAlt}
      loading={kind === 'card' ? 'lazy' : 'eager'}
      decoding="async"
    />
  );
}
