// The widget of the organizer's own channel, which sells without a deal.

import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Section } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { WidgetKitView } from '../../parts/widget-kit.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLoad } from '../../use-load.ts';
import { EventFrame } from './event-frame.tsx';

export function EventWidget({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  return (
    <EventFrame eventId={eventId}>
      {(event) =>
        event.status === 'published' ? <OwnWidget eventId={eventId} /> : <Empty title={t().widget.notPublished} />
      }
    </EventFrame>
  );
}

function OwnWidget({ eventId }: { eventId: string }) {
  const load = useLoad(`widget ${eventId}`, (signal) =>
    read(api.events[':eventId'].widget.$get({ param: { eventId } }, { init: { signal } })),
  );
  return (
    <Section title={t().event.ownWidget} hint={t().widget.eventText}>
      <Loaded load={load}>{(kit) => <WidgetKitView kit={kit} />}</Loaded>
    </Section>
  );
}
