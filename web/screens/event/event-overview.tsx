// One event for its organizer: what is missing before it can be published, the stock, and how to end it.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { api } from '../../api.ts';
import { type ApiResult, read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Button } from '../../parts/controls.tsx';
import { Section } from '../../parts/page.tsx';
import { Done, FailureNote, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';
import { type Load, useLoad } from '../../use-load.ts';
import { FailedLetters } from '../money/failed-letters.tsx';
import { FailedRefunds } from '../money/failed-refunds.tsx';
import { EventCover } from './event-cover.tsx';
import { otherLanguage } from './event-draft.ts';
import { EventFrame } from './event-frame.tsx';
import { Moving } from './event-moving.tsx';
import { PromoCodes } from './promo-codes.tsx';
import { Stock } from './stock.tsx';

export function EventOverview({ params, user }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const types = useLoad(`types ${eventId}`, (signal) =>
    read(api.events[':eventId']['ticket-types'].$get({ param: { eventId } }, { init: { signal } })),
  );
  return (
    <EventFrame eventId={eventId}>
      {(event, load) => (
        <>
          {event.status !== 'draft' && <FailedRefunds eventId={event.id} />}
          {event.status !== 'draft' && <FailedLetters eventId={event.id} />}
          <div class="actions">
            {event.status !== 'cancelled' && (
              <a class="button plain" href={`/my-events/${event.id}/edit`}>
                {t().common.edit}
              </a>
            )}
            {event.status === 'published' && user.role === 'organizer' && (
              <a class="button plain" href={`/my-events/${event.id}/offer`}>
                {t().event.offer}
              </a>
            )}
            {event.status !== 'draft' && (
              <a class="button plain" href={`/e/${event.id}`} target="_blank" rel="noreferrer">
                {t().event.sharePage}
              </a>
            )}
            {event.status !== 'draft' && (
              <a class="button plain" href={`/e/${event.id}`}>
                {t().event.publicPage}
              </a>
            )}
          </div>
          <Loaded load={types}>
            {({ items }) => (
              <>
                {event.status === 'draft' && (
                  <Publishing event={event} types={items} load={load} onPublished={types.retry} />
                )}
                <Stock event={event} types={items} onChange={types.retry} />
                <PromoCodes event={event} types={items} />
              </>
            )}
          </Loaded>
          <EventCover event={event} load={load} />
          <Moving key={event.revision} event={event} load={load} />
          <Ending event={event} load={load} />
        </>
      )}
    </EventFrame>
  );
}

type PartProps = { event: TicketedEvent; load: Load<TicketedEvent> };

type PublishingProps = PartProps & { types: TicketType[]; onPublished: () => void };

function Publishing({ event, types, load, onPublished }: PublishingProps) {
  const text = t().event;
  const publish = useAction(() => read(api.events[':eventId'].publish.$post({ param: { eventId: event.id } })));
  const translated = event.translations[otherLanguage(event.language)];
  const checks = [
    { label: text.check.text, done: true, needed: true },
    { label: text.check.types, done: types.length > 0, needed: true },
    { label: text.check.future, done: Date.parse(event.startsAt) > Date.now(), needed: true },
    { label: text.check.description, done: event.description !== '', needed: false },
    { label: text.check.cover, done: event.cover !== null, needed: false },
    { label: text.check.legal, done: event.legalDetails !== '', needed: false },
    { label: text.check.translated, done: translated?.title !== undefined, needed: false },
  ];
  const ready = checks.every((check) => check.done || !check.needed);
  async function run() {
    const result = await publish.run(undefined);
    if (result?.ok !== true) return;
    load.replace(result.body);
    // The event was published a moment ago, so the stock is read again.
    onPublished();
  }
  return (
    <Section title={text.checkList}>
      <ul class="checks">
        {checks.map((check) => (
          <li key={check.label} class={check.done ? 'done' : check.needed ? 'missing' : 'advised'}>
            {check.label}
            <span class="check-word">{check.done ? text.done : check.needed ? text.missing : text.advised}</span>
          </li>
        ))}
      </ul>
      <p class="soft">{text.publishText}</p>
      <FailureNote failure={publish.failure} />
      {ready && (
        <Button kind="main" busy={publish.busy} busyText={text.publishing} onPress={run}>
          {text.publish}
        </Button>
      )}
    </Section>
  );
}

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
