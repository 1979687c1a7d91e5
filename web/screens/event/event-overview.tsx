// One event for its organizer: what is missing before it can be published, the stock, and how to end it.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
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

function Ending({ event, load }: PartProps) {
  const { route } = useLocation();
  const text = t().event;
  const [asking, ask] = useState<'cancel' | 'delete' | 'unpublish' | null>(null);
  const cancel = useAction(() => read(api.events[':eventId'].cancel.$post({ param: { eventId: event.id } })));
  const remove = useAction(() => read(api.events[':eventId'].$delete({ param: { eventId: event.id } })));

  const unpublish = useAction(() => read(api.events[':eventId'].unpublish.$post({ param: { eventId: event.id } })));

  async function runUnpublish() {
    const result = await unpublish.run(undefined);
    if (result?.ok !== true) return;
    ask(null);
    load.replace(result.body);
  }
  async function runCancel() {
    const result = await cancel.run(undefined);
    if (result?.ok !== true) return;
    ask(null);
    load.replace(result.body);
  }
  async function runDelete() {
    const result = await remove.run(undefined);
    if (result?.ok === true) route('/my-events', true);
  }
  if (event.status === 'cancelled') return <Done text={text.cancelled} />;
  return (
    <Section title={text.dangerTitle}>
      <div class="actions">
        {event.status === 'published' && <Button onPress={() => ask('unpublish')}>{text.unpublish}</Button>}
        {event.status === 'published' && (
          <Button kind="danger" onPress={() => ask('cancel')}>
            {text.cancelEvent}
          </Button>
        )}
        {event.status === 'draft' && (
          <Button kind="danger" onPress={() => ask('delete')}>
            {text.deleteDraft}
          </Button>
        )}
      </div>
      {asking === 'unpublish' && (
        <Confirm
          title={text.unpublishTitle}
          text={text.unpublishText}
          confirm={text.unpublish}
          busy={unpublish.busy}
          failure={unpublish.failure}
          onConfirm={runUnpublish}
          onClose={() => ask(null)}
        />
      )}
      {asking === 'cancel' && (
        <Confirm
          title={text.cancelTitle}
          text={text.cancelText}
          confirm={text.cancelConfirm}
          busy={cancel.busy}
          failure={cancel.failure}
          onConfirm={runCancel}
          onClose={() => ask(null)}
        />
      )}
      {asking === 'delete' && (
        <Confirm
          title={text.deleteTitle}
          text={text.deleteText}
          confirm={text.deleteDraft}
          busy={remove.busy}
          failure={remove.failure}
          onConfirm={runDelete}
          onClose={() => ask(null)}
        />
      )}
    </Section>
  );
}
