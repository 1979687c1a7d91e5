// The door links of an event: made, copied once, revoked.

import { useState } from 'preact/hooks';
import type { DoorLink, NewDoorLink } from '#core/contracts/accounts.ts';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { CopyRow } from '../../parts/copy-row.tsx';
import { Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { FailureNote, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { localTimeText, readLocalTime, zoneHint } from '../../typed-times.ts';
import { useAction } from '../../use-action.ts';
import { fieldErrors, useForm } from '../../use-form.ts';
import { EventFrame } from '../event/event-frame.tsx';

export function DoorLinks({ params }: ScreenProps) {
  return <EventFrame eventId={params.eventId ?? ''}>{(event) => <Links event={event} />}</EventFrame>;
}

function Links({ event }: { event: TicketedEvent }) {
  const text = t().doorLinks;
  const eventId = event.id;
  const pages = usePages<DoorLink>(`door-links ${eventId}`, (cursor, signal) => {
    const query = cursor === null ? {} : { cursor };
    return read(api.events[':eventId']['door-links'].$get({ param: { eventId }, query }, { init: { signal } }));
  });
  const { load } = pages;
  const [made, setMade] = useState<NewDoorLink | null>(null);
  function revoked(link: DoorLink) {
    // A link that was revoked must not be copied any more.
    if (made?.id === link.id) setMade(null);
    if (load.data === null) return;
    // The item is replaced in place, so that the pages that are loaded stay.
    const revokedAt = new Date().toISOString();
    const items = load.data.items.map((one) => (one.id === link.id ? { ...one, revokedAt } : one));
    load.replace({ ...load.data, items });
  }
  return (
    <>
      <Section title={text.title} hint={text.text}>
        <NewLink
          event={event}
          onMade={(link) => {
            setMade(link);
            load.retry();
          }}
        />
        {made !== null && (
          <div class="note good" role="status">
            <p>{text.made}</p>
            <CopyRow
              label={`${text.link}: ${made.gate}`}
              hint={text.live(dateTime(made.expiresAt, event.timeZone))}
              text={made.url}
              action={t().common.copy}
            />
          </div>
        )}
      </Section>
      <Section title={text.list}>
        <Loaded load={load}>
          {({ items, next }) =>
            items.length === 0 ? (
              <p class="soft">{text.none}</p>
            ) : (
              <>
                <ul class="plain-list">
                  {items.map((link) => (
                    <Row key={link.id} link={link} event={event} onRevoked={() => revoked(link)} />
                  ))}
                </ul>
                {next !== null && <MoreButton pages={pages} />}
              </>
            )
          }
        </Loaded>
      </Section>
    </>
  );
}

const dayMs = 86_400_000;

/** Until the morning after the event; a week for an event that is far away or over. */
function likelyEnd(event: TicketedEvent): string {
  const ends = Date.parse(event.endsAt) + 6 * 3_600_000;
  const near = ends > Date.now() && ends < Date.now() + 14 * dayMs;
  return localTimeText(new Date(near ? ends : Date.now() + 7 * dayMs).toISOString(), event.timeZone);
}

function NewLink({ event, onMade }: { event: TicketedEvent; onMade: (link: NewDoorLink) => void }) {
  const text = t().doorLinks;
  const form = useForm({ gate: '', expiresAt: likelyEnd(event) });
  const make = useAction((json: { gate: string; expiresAt: string }) =>
    read(api.events[':eventId']['door-links'].$post({ param: { eventId: event.id }, json })),
  );
  async function submit() {
    const gate = form.values.gate.trim();
    const expiresAt = readLocalTime(form.values.expiresAt, event.timeZone);
    const errors: Record<string, string> = {};
    if (gate === '') errors.gate = t().form.required;
    if (!expiresAt.ok) errors.expiresAt = t().typed.time[expiresAt.problem];
    form.refuse(errors);
    if (gate === '' || !expiresAt.ok) return;
    const result = await make.run({ gate, expiresAt: expiresAt.value });
    if (result?.ok === true) {
      form.set('gate', '');
      onMade(result.body);
    }
    if (result?.ok === false) {
      const found = fieldErrors(result.failure, { gate: 'gate', expiresAt: 'expiresAt' });
      form.refuse(
        found.expiresAt === undefined
          ? found
          : { ...found, expiresAt: text.untilHint(zoneHint(locale.value, form.values.expiresAt, event.timeZone)) },
      );
    }
  }
  return (
    <Form onSubmit={submit} label={text.title}>
      <TextField {...form.field('gate')} label={text.gate} hint={text.gateHint} maxLength={40} />
      <TextField
        {...form.field('expiresAt')}
        label={text.until}
        hint={text.untilHint(zoneHint(locale.value, form.values.expiresAt, event.timeZone))}
        type="datetime-local"
      />
      {make.failure !== null && make.failure.fields.length === 0 && <FailureNote failure={make.failure} />}
      <Button kind="main" submit busy={make.busy}>
        {text.submit}
      </Button>
    </Form>
  );
}

function Row({ link, event, onRevoked }: { link: DoorLink; event: TicketedEvent; onRevoked: () => void }) {
  const text = t().doorLinks;
  const [asking, setAsking] = useState(false);
  const revoke = useAction(() =>
    read(api.events[':eventId']['door-links'][':linkId'].$delete({ param: { eventId: event.id, linkId: link.id } })),
  );
  const live = link.revokedAt === null && Date.parse(link.expiresAt) > Date.now();
  const state =
    link.revokedAt !== null ? text.revoked : live ? text.live(dateTime(link.expiresAt, event.timeZone)) : text.over;
  async function confirm() {
    const result = await revoke.run(undefined);
    if (result?.ok !== true) return;
    setAsking(false);
    onRevoked();
  }
  return (
    <li class="split">
      <span>
        <strong>{link.gate}</strong>
        <br />
        <span class="soft">{state}</span>
      </span>
      {live && <Button onPress={() => setAsking(true)}>{text.revoke}</Button>}
      {asking && (
        <Confirm
          title={text.revokeTitle}
          text={text.revokeText(link.gate)}
          confirm={text.revoke}
          busy={revoke.busy}
          failure={revoke.failure}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}
