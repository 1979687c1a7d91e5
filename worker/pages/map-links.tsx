// Links to a place on the maps that the reader's language uses.

import type { Locale } from '#core/contracts/basics.ts';
import type { Venue } from '#core/contracts/events.ts';
import { publicText } from './public/public-text.ts';

type Props = { venue: Pick<Venue, 'name' | 'city' | 'address'>; locale: Locale };

export function MapLinks({ venue: { name, city, address }, locale }: Props) {
  const place = [city, address === '' ? name : address].join(', ');
  return (
    <>
      {publicText[locale].maps(place).map(([label, href]) => (
        <a class="button" href={href} target="_blank" rel="noopener nofollow">
          {label}
        </a>
      ))}
    </>
  );
}
