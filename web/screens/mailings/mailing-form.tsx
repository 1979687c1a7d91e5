// The letter as it is written: to whom, what, how it will look. The idempotency key belongs to the text: sent again after a
// lost response, it starts no second mailing.

import { useEffect, useState } from 'preact/hooks';
import type { TicketedEvent } from '#core/contracts/events.ts';
import type { MailingAudience, MailingRequest } from '#core/contracts/mailings.ts';
import { typeName } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { locale, t } from '../../language.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Button, Choice, Form, TextArea, TextField } from '../../parts/controls.tsx';
import { RestoredNote } from '../../parts/leaving.tsx';
import { FailureNote } from '../../parts/states.tsx';
import { useAction, useIdempotencyKey } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';
import { MailingPreview } from './mailing-preview.tsx';

const nothing = { audience: 'all', subject: '', text: '' };

/** Of the choice: a ticket type's id is the choice of that type. */
function audienceOf(choice: string): MailingAudience {
  if (choice === 'all' || choice === 'not-admitted') return { kind: choice };
  return { kind: 'types', ticketTypeIds: [choice] };
}

type Props = { event: TicketedEvent; onStarted: () => void };

export function MailingForm({ event, onStarted }: Props) {
  const { id: eventId } = event;
  const text = t().mailings;
  const form = useForm(nothing, `mailing ${eventId}`);
  const { audience, subject, text: body } = form.values;
  const [asking, setAsking] = useState(false);
  const [started, setStarted] = useState(false);
  const size = useAudienceSize(eventId, audience);
  const send = useStart(eventId);
  const isWritten = subject.trim() !== '' && body.trim() !== '';

  function ask() {
    setStarted(false);
    const missing = t().form.required;
    form.refuse({ ...(subject.trim() === '' && { subject: missing }), ...(body.trim() === '' && { text: missing }) });
    if (isWritten) setAsking(true);
  }
  async function start() {
    const result = await send.run({ audience: audienceOf(audience), subject: subject.trim(), text: body.trim() });
    if (result?.ok !== true) return;
    setAsking(false);
    setStarted(true);
    form.sent(nothing);
    onStarted();
  }
  return (
    <div class="mailing-form">
      <Form onSubmit={ask}>
        <RestoredNote form={form} />
        <AudienceField event={event} field={form.field('audience')} size={size} />
        <TextField {...form.field('subject')} label={text.subject} maxLength={120} />
        <TextArea {...form.field('text')} label={text.text} hint={text.textHint} rows={9} maxLength={5_000} />
        {started && (
          <p class="note good" role="status">
            {text.started}
          </p>
        )}
        <TestLetter eventId={eventId} content={isWritten ? { subject: subject.trim(), text: body.trim() } : null}>
          {size !== null && size > 0 && (
            <Button kind="main" submit busy={send.busy} busyText={text.sending}>
              {text.send(size)}
            </Button>
          )}
        </TestLetter>
      </Form>
      <MailingPreview eventId={eventId} subject={subject.trim()} text={body.trim()} />
      {asking && (
        <Confirm
          title={text.ask(size ?? 0)}
          text={text.askText(subject.trim())}
          confirm={text.confirm}
          kind="main"
          busy={send.busy}
          failure={send.failure}
          onConfirm={() => void start()}
          onClose={() => setAsking(false)}
        >
          {send.failure?.code === 'too-many-requests' && <p class="note bad">{text.tooMany}</p>}
        </Confirm>
      )}
    </div>
  );
}

/** Null while it is counted. */
function useAudienceSize(eventId: string, audience: string): number | null {
  const load = useLoad(`audience ${eventId} ${audience}`, (signal) =>
    read(
      api.events[':eventId'].mailings.audience.$post(
        { param: { eventId }, json: { audience: audienceOf(audience) } },
        { init: { signal } },
      ),
    ),
  );
  return load.data?.recipients ?? null;
}

function useStart(eventId: string) {
  const keyOf = useIdempotencyKey();
  return useAction((request: MailingRequest) =>
    read(
      api.events[':eventId'].mailings.$post(
        { param: { eventId }, json: request },
        { headers: { 'idempotency-key': keyOf(request) } },
      ),
    ),
  );
}

type AudienceProps = {
  event: TicketedEvent;
  field: ReturnType<ReturnType<typeof useForm<'audience'>>['field']>;
  size: number | null;
};

function AudienceField({ event: { id: eventId }, field, size }: AudienceProps) {
  const text = t().mailings;
  const types = useLoad(`types ${eventId}`, (signal) =>
    read(api.events[':eventId']['ticket-types'].$get({ param: { eventId } }, { init: { signal } })),
  );
  const items = types.data?.items ?? [];
  const said = field.value === 'not-admitted' ? text.recipientsAtMost : text.recipients;
  return (
    <Choice
      {...field}
      label={text.audience}
      hint={size === null ? text.counting : said(size)}
      options={[
        { value: 'all', label: text.all },
        { value: 'not-admitted', label: text.notAdmitted },
        ...(items.length > 1
          ? items.map((type) => ({ value: type.id, label: text.onlyType(typeName(type, locale.value)) }))
          : []),
      ]}
    />
  );
}

type TestProps = {
  eventId: string;
  content: { subject: string; text: string } | null;
  children: preact.ComponentChildren;
};

function TestLetter({ eventId, content, children }: TestProps) {
  const text = t().mailings;
  const [tested, setTested] = useState<{ address: string; sent: boolean } | null>(null);
  const test = useAction((json: { subject: string; text: string }) =>
    read(api.events[':eventId'].mailings.test.$post({ param: { eventId }, json })),
  );
  // What was said of another text is not true of this one.
  const written = JSON.stringify(content);
  useEffect(() => setTested(null), [written]);
  async function press() {
    if (content === null) return;
    const result = await test.run(content);
    if (result?.ok === true) setTested(result.body);
  }
  return (
    <>
      <FailureNote failure={test.failure} />
      {tested !== null && (
        <p class={tested.sent ? 'note good' : 'note bad'} role="status">
          {tested.sent ? text.tested(tested.address) : text.notTested(tested.address)}
        </p>
      )}
      <div class="actions">
        {children}
        {content !== null && (
          <Button busy={test.busy} busyText={text.testing} onPress={() => void press()}>
            {text.test}
          </Button>
        )}
      </div>
    </>
  );
}
