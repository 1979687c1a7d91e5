// The form of an event's page: what is typed, what it is based on, and how it is saved. A change names the revision that it
// was made from (`If-Match`), so that it never overwrites what somebody else has saved meanwhile. A draft saves itself.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { cutText } from '#core/cut-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { rebased } from '../../rebased.ts';
import { useAction } from '../../use-action.ts';
import { fieldErrors, useForm } from '../../use-form.ts';
import { draftFields, draftOf, readDraft, type SavedFields } from './event-draft.ts';

export function useEventForm(opened: TicketedEvent) {
  const { route } = useLocation();
  // The event that the typed changes are based on: what was opened, or what somebody else saved since.
  const [event, setEvent] = useState(opened);
  const [merged, setMerged] = useState(false);
  const form = useForm(
    useMemo(() => draftOf(opened), [opened]),
    `event ${opened.id}`,
  );
  const send = useAction((body: SavedFields) =>
    read(
      api.events[':eventId'].$patch(
        { param: { eventId: event.id }, json: body },
        { headers: { 'if-match': `"${event.revision}"` } },
      ),
    ),
  );

  async function submit() {
    const draft = readDraft(form.values, event);
    form.refuse(draft.ok ? {} : draft.errors);
    if (!draft.ok) return;
    const result = await send.run(draft.event);
    if (result?.ok === true) {
      form.sent();
      route(`/my-events/${result.body.id}`);
    }
    if (result?.ok !== false) return;
    if (result.failure.code === 'stale-revision') await takeIn(event);
    else form.refuse(fieldErrors(result.failure, draftFields));
  }

  // Somebody else has saved meanwhile. Nothing typed is lost: their changes are merged, and the person looks at the
  // result before they save it.
  async function takeIn(base: TicketedEvent) {
    const fresh = await read(api.events[':eventId'].$get({ param: { eventId: base.id } }));
    if (!fresh.ok) return;
    const saved = draftOf(fresh.body);
    const { draft, both } = rebased(draftOf(base), form.values, saved);
    for (const [name, value] of Object.entries(draft)) form.set(name as keyof typeof draft, value);
    form.refuse(Object.fromEntries(both.map((name) => [name, t().editor.savedMeanwhile(cutText(saved[name], 120))])));
    setEvent(fresh.body);
    setMerged(true);
    send.clear();
  }

  // A draft is seen by its organizer alone, so nothing keeps it from being saved while it is written. What is on sale is
  // changed when somebody says so.
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const { isChanged, values } = form;
  const isQuiet = !merged && Object.keys(form.errors).length === 0;
  useAutosave({
    isOn: event.status === 'draft' && isChanged && isQuiet,
    typed: useMemo(() => [values, event.revision], [values, event.revision]),
    async save() {
      const draft = readDraft(values, event);
      if (!draft.ok) return;
      const result = await send.run(draft.event);
      if (result?.ok === true) {
        setEvent(result.body);
        form.stored(values);
        setSavedAt(new Date());
      } else if (result?.ok === false && result.failure.code === 'stale-revision') await takeIn(event);
    },
  });
  return { event, merged, form, send, submit, savedAt };
}

const restMs = 1_500;

type Autosave = {
  isOn: boolean;
  /** Whatever changes with what is typed, and with what it is based on. */
  typed: unknown;
  save(): Promise<void>;
};

/** Saves by itself, when typing has rested for a moment, and when the connection is back. */
function useAutosave({ isOn, typed, save }: Autosave): void {
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    if (!isOn) return;
    const again = () => void latest.current();
    const timer = setTimeout(again, restMs);
    // What could not be saved without a connection is saved when there is one.
    addEventListener('online', again);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', again);
    };
  }, [isOn, typed]);
}
