// What an event sells: ticket types with their stock, promo codes, and what buyers are asked.

import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLive } from '../../use-live.ts';
import { useLoad } from '../../use-load.ts';
import { PromoCodes } from '../tickets/promo-codes.tsx';
import { Questions } from '../tickets/questions.tsx';
import { Stock } from '../tickets/stock.tsx';
import { EventFrame } from './event-frame.tsx';

export function EventTickets({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const types = useLoad(`types ${eventId}`, (signal) =>
    read(api.events[':eventId']['ticket-types'].$get({ param: { eventId } }, { init: { signal } })),
  );
  useLive(types);
  return (
    <EventFrame eventId={eventId}>
      {(event) => (
        <Loaded load={types}>
          {({ items }) => (
            <>
              <Stock event={event} types={items} />
              <PromoCodes event={event} types={items} />
              <Questions event={event} types={items} />
            </>
          )}
        </Loaded>
      )}
    </EventFrame>
  );
}
