// The cover of an event for its organizer: chosen, replaced, described, removed.

import { useState } from 'preact/hooks';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { api, putCover } from '../../api.ts';
import { type ApiResult, read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button, FileField, Form, TextField } from '../../parts/controls.tsx';
import { coverForm } from '../../parts/cover-form.ts';
import { EventFace } from '../../parts/event-face.tsx';
import { Section } from '../../parts/page.tsx';
import { Done, FailureNote, failureText } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';
import type { Load } from '../../use-load.ts';
import { otherLanguage } from './event-draft.ts';

type Props = { event: TicketedEvent; load: Load<TicketedEvent> };

export function EventCover({ event, load }: Props) {
  const text = t().cover;
  const revision = { headers: { 'if-match': `"${event.revision}"` } };
  const param = { eventId: event.id };
  const send = useAction((file: File) => prepared(event, file));
  const remove = useAction(() => read(api.events[':eventId'].cover.$delete({ param }, revision)));
  const take = (result: ApiResult<TicketedEvent> | null) => {
    if (result?.ok === true) load.replace(result.body);
  };
  if (event.status === 'cancelled' && event.cover === null) return null;
  return (
    <Section title={text.title}>
      <EventFace event={event} kind="whole" sizes="(max-width: 760px) 100vw, 620px" />
      {event.status !== 'cancelled' && (
        <FileField
          name="cover"
          label={event.cover === null ? text.choose : text.replace}
          hint={send.busy ? text.sending : text.hint}
          error={send.failure === null ? undefined : failureText(send.failure)}
          accept="image/jpeg,image/png,image/webp"
          disabled={send.busy}
          onFile={async (file) => take(await send.run(file))}
        />
      )}
      {send.failure?.code === 'stale-revision' && <Button onPress={load.retry}>{t().editor.reload}</Button>}
      {event.cover !== null && event.status !== 'cancelled' && (
        <>
          <AltText key={event.cover.url} event={event} onSaved={take} />
          <FailureNote failure={remove.failure} />
          <div class="actions">
            <Button busy={remove.busy} onPress={async () => take(await remove.run(undefined))}>
              {text.remove}
            </Button>
          </div>
        </>
      )}
    </Section>
  );
}

async function prepared(event: TicketedEvent, file: File): Promise<ApiResult<TicketedEvent>> {
  const form = await coverForm(file);
  if (form.ok) return putCover(event.id, event.revision, form.value);
  return { ok: false, failure: { code: form.code, fields: [], details: {}, requestId: null } };
}

function AltText({ event, onSaved }: { event: TicketedEvent; onSaved: (result: ApiResult<TicketedEvent>) => void }) {
  const text = t().cover;
  const other = otherLanguage(event.language);
  const form = useForm({ own: event.coverAlt, other: event.translations[other]?.coverAlt ?? '' });
  const [saved, setSaved] = useState(false);
  const save = useAction(() => {
    const { coverAlt: _former, ...rest } = event.translations[other] ?? {};
    const translated = form.values.other.trim();
    const texts = { ...rest, ...(translated === '' ? {} : { coverAlt: translated }) };
    const json = {
      coverAlt: form.values.own.trim(),
      translations: { ...event.translations, [other]: texts },
    };
    return read(
      api.events[':eventId'].$patch(
        { param: { eventId: event.id }, json },
        { headers: { 'if-match': `"${event.revision}"` } },
      ),
    );
  });
  async function submit() {
    const result = await save.run(undefined);
    if (result === null) return;
    setSaved(result.ok);
    onSaved(result);
  }
  return (
    <Form onSubmit={submit} label={text.title}>
      <TextField {...form.field('own')} label={text.alt[event.language]} hint={text.altHint} maxLength={300} optional />
      <TextField {...form.field('other')} label={text.alt[other]} maxLength={300} optional />
      <FailureNote failure={save.failure} />
      {saved && <Done text={text.altSaved} />}
      <div class="actions">
        <Button submit busy={save.busy} busyText={t().common.saving}>
          {text.altSave}
        </Button>
      </div>
    </Form>
  );
}
