// An event's settings: another time, a copy, and how it ends.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { api } from '../../api.ts';
import { type ApiResult, read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Button } from '../../parts/controls.tsx';
import { Section } from '../../parts/page.tsx';
import { Done } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';
import type { Load } from '../../use-load.ts';
import { EventFrame } from './event-frame.tsx';
import { Moving } from './event-moving.tsx';

export function EventSettings({ params }: ScreenProps) {
  return (
    <EventFrame eventId={params.eventId ?? ''}>
      {(event, load) => (
        <>
          <Moving key={event.revision} event={event} load={load} />
          <Ending event={event} load={load} />
        </>
      )}
    </EventFrame>
  );
}

type PartProps = { event: TicketedEvent; load: Load<TicketedEvent> };

type EndingKind = 'unpublish' | 'cancel' | 'delete';

function Ending({ event, load }: PartProps) {
  const { route } = useLocation();
  const text = t().event;
  const [asking, ask] = useState<EndingKind | null>(null);
  const end = useAction((kind: EndingKind) => endings[kind](event.id));
  const confirms: Record<EndingKind, { title: string; text: string; confirm: string }> = {
    unpublish: { title: text.unpublishTitle, text: text.unpublishText, confirm: text.unpublish },
    cancel: { title: text.cancelTitle, text: text.cancelText, confirm: text.cancelConfirm },
    delete: { title: text.deleteTitle, text: text.deleteText, confirm: text.deleteDraft },
  };
  function open(kind: EndingKind) {
    end.clear();
    ask(kind);
  }
  async function run(kind: EndingKind) {
    const result = await end.run(kind);
    if (result?.ok !== true) return;
    // A deleted draft has no page to go on with.
    if (result.body === null) return route('/my-events', true);
    ask(null);
    load.replace(result.body);
  }
  if (event.status === 'cancelled') return <Done text={text.cancelled} />;
  return (
    <Section title={text.dangerTitle}>
      <div class="actions">
        {event.status === 'published' && <Button onPress={() => open('unpublish')}>{text.unpublish}</Button>}
        {event.status === 'published' && (
          <Button kind="danger" onPress={() => open('cancel')}>
            {text.cancelEvent}
          </Button>
        )}
        {event.status === 'draft' && (
          <Button kind="danger" onPress={() => open('delete')}>
            {text.deleteDraft}
          </Button>
        )}
      </div>
      {asking !== null && (
        <Confirm
          key={asking}
          {...confirms[asking]}
          busy={end.busy}
          failure={end.failure}
          onConfirm={() => run(asking)}
          onClose={() => ask(null)}
        />
      )}
    </Section>
  );
}

/** Null: the draft is gone. */
const endings: Record<EndingKind, (eventId: string) => Promise<ApiResult<TicketedEvent | null>>> = {
  unpublish: (eventId) => read(api.events[':eventId'].unpublish.$post({ param: { eventId } })),
  cancel: (eventId) => read(api.events[':eventId'].cancel.$post({ param: { eventId } })),
  delete: async (eventId) => {
    const deleted = await read(api.events[':eventId'].$delete({ param: { eventId } }));
    return deleted.ok ? { ok: true, body: null } : deleted;
  },
};
