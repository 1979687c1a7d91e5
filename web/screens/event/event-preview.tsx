// What is typed as the event's page will show it. A picture for the eye alone: screen readers have the fields.

import type { TicketedEvent } from '#core/contracts/events.ts';
import { eventTime } from '../../format.ts';
import { t } from '../../language.ts';
import { EventFace } from '../../parts/event-face.tsx';
import { Markdown } from '../../parts/markdown.tsx';
import { readShownTime } from '../../typed-times.ts';
import type { EventDraft } from './event-draft.ts';

type Props = { event: TicketedEvent; draft: EventDraft };

export function EventPreview({ event, draft }: Props) {
  const when = whenOf(event, draft);
  const place = [draft.venueName, draft.address, draft.city].map((part) => part.trim()).filter((part) => part !== '');
  return (
    <aside class="preview" aria-hidden="true">
      <p class="hint">{t().editor.preview}</p>
      <div class="card">
        <EventFace event={event} kind="on-card" sizes="360px" />
        <p class="preview-title">{draft.title.trim() === '' ? '…' : draft.title}</p>
        {when !== null && <p class="when">{when}</p>}
        <p class="soft">{place.join(', ')}</p>
        <div class="preview-text">
          <Markdown text={draft.description} />
        </div>
        {draft.programme.trim() !== '' && (
          <div class="preview-text">
            <p class="state-title">{t().editor.programme}</p>
            <Markdown text={draft.programme} />
          </div>
        )}
      </div>
    </aside>
  );
}

/** Null while what is typed is no time. */
function whenOf(event: TicketedEvent, { startsAt, endsAt, timeZone }: EventDraft): string | null {
  const start = readShownTime(startsAt, timeZone, { at: event.startsAt, timeZone: event.timeZone });
  const end = readShownTime(endsAt, timeZone, { at: event.endsAt, timeZone: event.timeZone });
  return start.ok && end.ok && start.value < end.value
    ? eventTime({ startsAt: start.value, endsAt: end.value, timeZone })
    : null;
}
