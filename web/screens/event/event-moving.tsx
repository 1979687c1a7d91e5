// An event at another time: postponed, with its buyers notified, or copied as a draft.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { locale, t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { FailureNote } from '../../parts/states.tsx';
import { localTimeText, readLocalTime, readShownTime, zoneHint } from '../../typed-times.ts';
import { useAction } from '../../use-action.ts';
import { fieldErrors, useForm } from '../../use-form.ts';
import type { Load } from '../../use-load.ts';

type Props = { event: TicketedEvent; load: Load<TicketedEvent> };

const names = { startsAt: 'startsAt', endsAt: 'endsAt', 'starts-in-past': 'startsAt' } as const;

export function Moving({ event, load }: Props) {
  const text = t().event;
  return (
    <>
      {event.status === 'published' && (
        <details class="fold">
          <summary>{text.postpone}</summary>
          <Postpone event={event} load={load} />
        </details>
      )}
      <details class="fold">
        <summary>{text.duplicate}</summary>
        <Duplicate event={event} />
      </details>
    </>
  );
}

function Postpone({ event, load }: Props) {
  const text = t().event;
  const form = useForm({
    startsAt: localTimeText(event.startsAt, event.timeZone),
    endsAt: localTimeText(event.endsAt, event.timeZone),
  });
  const send = useAction((json: { startsAt: string; endsAt: string }) =>
    read(
      api.events[':eventId'].postpone.$post(
        { param: { eventId: event.id }, json },
        { headers: { 'if-match': `"${event.revision}"` } },
      ),
    ),
  );
  const [reloading, setReloading] = useState(false);
  async function submit() {
    const startsAt = readShownTime(form.values.startsAt, event.timeZone, {
      at: event.startsAt,
      timeZone: event.timeZone,
    });
    const endsAt = readShownTime(form.values.endsAt, event.timeZone, { at: event.endsAt, timeZone: event.timeZone });
    const errors: Record<string, string> = {};
    if (!startsAt.ok) errors.startsAt = t().typed.time[startsAt.problem];
    if (!endsAt.ok) errors.endsAt = t().typed.time[endsAt.problem];
    else if (startsAt.ok && endsAt.value <= startsAt.value) errors.endsAt = t().editor.endsBefore;
    form.refuse(errors);
    if (!startsAt.ok || !endsAt.ok || Object.keys(errors).length > 0) return;
    const result = await send.run({ startsAt: startsAt.value, endsAt: endsAt.value });
    if (result?.ok === true) load.replace(result.body);
    if (result?.ok === false) {
      form.refuse(fieldErrors(result.failure, names));
      setReloading(result.failure.code === 'stale-revision');
    }
  }
  return (
    <Form onSubmit={submit} label={text.postpone}>
      <p class="soft">{text.postponeText}</p>
      <div class="pair">
        <TextField
          {...form.field('startsAt')}
          label={text.newStart}
          hint={zoneHint(locale.value, form.values.startsAt, event.timeZone)}
          type="datetime-local"
        />
        <TextField {...form.field('endsAt')} label={text.newEnd} type="datetime-local" />
      </div>
      <FailureNote failure={send.failure} />
      {reloading && <Button onPress={load.retry}>{t().editor.reload}</Button>}
      <Button kind="main" submit busy={send.busy}>
        {text.postponeSubmit}
      </Button>
    </Form>
  );
}

export function Duplicate({ event }: { event: TicketedEvent }) {
  const { route } = useLocation();
  const text = t().event;
  const form = useForm({ startsAt: '' });
  const send = useAction((startsAt: string) =>
    read(api.events[':eventId'].duplicate.$post({ param: { eventId: event.id }, json: { startsAt } })),
  );
  async function submit() {
    const startsAt = readLocalTime(form.values.startsAt, event.timeZone);
    form.refuse(startsAt.ok ? {} : { startsAt: t().typed.time[startsAt.problem] });
    if (!startsAt.ok) return;
    const result = await send.run(startsAt.value);
    if (result?.ok === true) route(`/my-events/${result.body.id}`);
    if (result?.ok === false) form.refuse(fieldErrors(result.failure, names));
  }
  return (
    <Form onSubmit={submit} label={text.duplicate}>
      <p class="soft">{text.duplicateText}</p>
      <TextField
        {...form.field('startsAt')}
        label={text.newStart}
        hint={zoneHint(locale.value, form.values.startsAt, event.timeZone)}
        type="datetime-local"
      />
      <FailureNote failure={send.failure} />
      <Button kind="main" submit busy={send.busy}>
        {text.duplicateSubmit}
      </Button>
    </Form>
  );
}
