// The organizer's note on an order. When a colleague has saved meanwhile, their text is shown beside what is typed here,
// and nothing is saved until the person has seen it.

import { useState } from 'preact/hooks';
import type { OrderNote as Note } from '#core/contracts/order-desk.ts';
import { maxNoteLength } from '#core/order-note.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Button, TextArea } from '../../parts/controls.tsx';
import { Done, FailureNote, Loaded } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';
import { fieldErrors, saidAtFields, useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';

const readNote = (orderId: string, signal?: AbortSignal) =>
  read(api.orders[':orderId'].note.$get({ param: { orderId } }, signal && { init: { signal } }));

export function OrderNote({ orderId, timeZone }: { orderId: string; timeZone: string }) {
  const load = useLoad(`note ${orderId}`, (signal) => readNote(orderId, signal));
  return (
    <>
      <h3>{t().orders.note.title}</h3>
      <Loaded load={load}>{(note) => <NoteForm orderId={orderId} first={note} timeZone={timeZone} />}</Loaded>
    </>
  );
}

function NoteForm({ orderId, first, timeZone }: { orderId: string; first: Note; timeZone: string }) {
  const text = t().orders.note;
  const [note, setNote] = useState(first);
  const [theirs, setTheirs] = useState<Note | null>(null);
  const [saved, setSaved] = useState(false);
  const form = useForm({ text: first.text }, `order-note ${orderId}`);
  const send = useAction((json: { text: string }) =>
    read(
      api.orders[':orderId'].note.$put(
        { param: { orderId }, json },
        { headers: { 'if-match': `"${(theirs ?? note).revision}"` } },
      ),
    ),
  );

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    setSaved(false);
    const result = await send.run({ text: form.values.text });
    if (result === null) return;
    if (result.ok) {
      setNote(result.body);
      setTheirs(null);
      form.sent({ text: result.body.text });
      setSaved(true);
      return;
    }
    form.refuse(fieldErrors(result.failure, { text: 'text' }));
    if (result.failure.code !== 'stale-revision') return;
    const now = await readNote(orderId);
    if (now.ok) {
      setTheirs(now.body);
      send.clear();
    }
  }

  return (
    <form onSubmit={save} noValidate>
      <TextArea {...form.field('text')} label={text.label} hint={text.hint} rows={3} maxLength={maxNoteLength} />
      {theirs !== null && (
        <div class="note warn" role="alert">
          <p>{text.meanwhile(written(theirs, timeZone))}</p>
          <p>{theirs.text === '' ? text.removed : theirs.text}</p>
        </div>
      )}
      {note.changedAt !== null && theirs === null && <p class="hint">{written(note, timeZone)}</p>}
      <Done text={saved ? text.saved : null} />
      <FailureNote failure={saidAtFields(send.failure, { text: 'text' }) ? null : send.failure} />
      <div class="actions">
        <Button submit busy={send.busy} busyText={t().common.saving}>
          {text.save}
        </Button>
      </div>
    </form>
  );
}

function written({ author, changedAt }: Note, timeZone: string): string {
  const text = t().orders.note;
  if (author === null || changedAt === null) return '';
  const name = author.me ? text.me : author.role === 'admin' ? text.admin : (author.name ?? text.colleague);
  return text.written(name, stamp(changedAt, timeZone));
}
