// What the editors of an event's ticket types, promo codes and questions share: the page with the link back, and the ticks of
// which ticket types something is for.

import type { ComponentChildren } from 'preact';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { titleIn, typeName } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { locale } from '../../language.ts';
import { CheckField } from '../../parts/controls.tsx';
import { Page } from '../../parts/page.tsx';
import { Loaded } from '../../parts/states.tsx';
import type { Form as FormOf } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';

type PageProps = {
  eventId: string;
  title: string;
  /** Called when both are there. */
  children: (event: TicketedEvent, types: TicketType[]) => ComponentChildren;
};

export function EditorPage({ eventId, title, children }: PageProps) {
  const param = { eventId };
  const event = useLoad(eventId, (signal) => read(api.events[':eventId'].$get({ param }, { init: { signal } })));
  const types = useLoad(`types ${eventId}`, (signal) =>
    read(api.events[':eventId']['ticket-types'].$get({ param }, { init: { signal } })),
  );
  return (
    <Page
      title={title}
      narrow
      lead={
        <a href={`/my-events/${eventId}/tickets`}>{event.data === null ? '' : titleIn(event.data, locale.value)}</a>
      }
    >
      <Loaded load={event}>{(loaded) => <Loaded load={types}>{({ items }) => children(loaded, items)}</Loaded>}</Loaded>
    </Page>
  );
}

type TypesProps = { types: readonly TicketType[]; form: FormOf<string>; label: string; hint: string };

/** A tick a type; the form has it under `type <id>`. Nothing where there is one type only. */
export function TypeTicks({ types, form, label, hint }: TypesProps) {
  if (types.length < 2) return null;
  return (
    <fieldset class="radios">
      <legend>{label}</legend>
      <p class="hint">{hint}</p>
      {types.map((type) => (
        <CheckField key={type.id} {...form.field(`type ${type.id}`)} label={typeName(type, locale.value)} />
      ))}
    </fieldset>
  );
}
