// The guest list of an event: found by name or number at the door, printed for the day when everything else fails, taken as
// a table. Who is in moves by itself.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { TicketedEvent } from '#core/contracts/events.ts';
import type { Guest, GuestPage } from '#core/contracts/guests.ts';
import { csvLine, csvStart } from '#core/csv.ts';
import { titleIn, typeName } from '#core/event-text.ts';
import { replyText } from '#core/questions.ts';
import { api } from '../../api.ts';
import { type ApiResult, type Failure, read } from '../../api-result.ts';
import { dateTime, number } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { Badge } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Empty, FailureNote, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useForm } from '../../use-form.ts';
import { useLive } from '../../use-live.ts';
import { EventFrame } from '../event/event-frame.tsx';
import { Replies } from './replies.tsx';

export function GuestListScreen({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const q = useLocation().query.q ?? '';
  const pages = usePages<Guest, GuestPage>(`guests ${eventId} ${q}`, (cursor, signal) =>
    readGuests(eventId, q, cursor, signal),
  );
  useLive(pages.load);
  const text = t().guests;
  return (
    <EventFrame eventId={eventId}>
      {(event) => (
        <>
          <GuestSearch key={q} eventId={eventId} q={q} />
          <Loaded load={pages.load}>
            {({ items, next, expected, inside }) => (
              <>
                <p class="guest-count">
                  {inside === null
                    ? text.insideUnknown(number(expected))
                    : text.inside(number(inside), number(expected))}
                </p>
                {items.length > 0 && <Take event={event} q={q} />}
                {items.length === 0 ? (
                  <Empty title={q === '' ? text.empty : text.nothingFound} />
                ) : (
                  <Guests guests={items} />
                )}
                {next !== null && <MoreButton pages={pages} />}
              </>
            )}
          </Loaded>
        </>
      )}
    </EventFrame>
  );
}

function readGuests(eventId: string, q: string, cursor: string | null, signal: AbortSignal) {
  const query = { ...(q === '' ? {} : { q }), ...(cursor === null ? {} : { cursor }) };
  return read(api.events[':eventId'].guests.$get({ param: { eventId }, query }, { init: { signal } }));
}

function GuestSearch({ eventId, q }: { eventId: string; q: string }) {
  const { route } = useLocation();
  const form = useForm({ q });
  const text = t().guests;
  const at = `/my-events/${eventId}/guests`;
  return (
    <search class="search order-search">
      <Form
        onSubmit={() => {
          const typed = form.values.q.trim();
          route(typed === '' ? at : `${at}?${new URLSearchParams({ q: typed })}`);
        }}
      >
        <div class="words">
          <TextField {...form.field('q')} label={text.search} hint={text.searchHint} type="search" maxLength={100} />
          <Button kind="main" submit>
            {text.find}
          </Button>
        </div>
      </Form>
    </search>
  );
}

function Guests({ guests }: { guests: readonly Guest[] }) {
  const text = t().guests;
  return (
    <table class="orders guests">
      <caption class="unseen">{text.title}</caption>
      <thead>
        <tr>
          <th scope="col">{text.name}</th>
          <th scope="col">{text.type}</th>
          <th scope="col" class="wide-only">
            {text.ticket}
          </th>
          <th scope="col" class="wide-only">
            {text.order}
          </th>
          <th scope="col">{text.state}</th>
        </tr>
      </thead>
      <tbody>
        {guests.map((guest) => (
          <tr key={guest.ticketId}>
            <td>
              <strong>{guest.name}</strong>
              <span class="soft narrow-only number">{guest.number}</span>
              <Replies replies={guest.replies} />
            </td>
            <td>{typeName(guest.type, locale.value)}</td>
            <td class="wide-only number">{guest.number}</td>
            <td class="wide-only number">{guest.orderNumber}</td>
            <td>{guest.admitted === true ? <Badge tone="good">{text.in}</Badge> : <span class="tick-box" />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The whole list, not the pages that were opened: on paper, or as a table with cells that no program runs. */
function Take({ event, q }: { event: TicketedEvent; q: string }) {
  const [printed, setPrinted] = useState<readonly Guest[] | null>(null);
  const [state, setState] = useState<{ busy: boolean; failure: Failure | null }>({ busy: false, failure: null });
  const text = t().guests;
  async function take(use: (guests: readonly Guest[]) => void) {
    setState({ busy: true, failure: null });
    const all = await allGuests(event.id, q);
    setState({ busy: false, failure: all.ok ? null : all.failure });
    if (all.ok) use(all.body);
  }
  function print(guests: readonly Guest[]) {
    setPrinted(guests);
    // The list is drawn before the browser looks at the page.
    requestAnimationFrame(() => requestAnimationFrame(() => window.print()));
  }
  return (
    <>
      <div class="actions">
        <Button busy={state.busy} onPress={() => void take(print)}>
          {text.print}
        </Button>
        <Button busy={state.busy} onPress={() => void take((guests) => download(event, guests))}>
          {text.csv}
        </Button>
      </div>
      <FailureNote failure={state.failure} />
      {printed !== null && (
        <div class="paper-only">
          <h2>{titleIn(event, locale.value)}</h2>
          <p>
            {dateTime(event.startsAt, event.timeZone)} · {text.printedAt(new Date().toLocaleString(locale.value))}
          </p>
          <Guests guests={printed} />
        </div>
      )}
    </>
  );
}

async function allGuests(eventId: string, q: string): Promise<ApiResult<Guest[]>> {
  const guests: Guest[] = [];
  let cursor: string | null = null;
  do {
    const page: ApiResult<GuestPage> = await readGuests(eventId, q, cursor, new AbortController().signal);
    if (!page.ok) return page;
    guests.push(...page.body.items);
    cursor = page.body.next;
  } while (cursor !== null);
  return { ok: true, body: guests };
}

function download(event: TicketedEvent, guests: readonly Guest[]): void {
  const text = t().guests;
  const asked = new Map(guests.flatMap(({ replies }) => replies.map((one) => [one.questionId, one.label])));
  const head = [text.name, text.type, text.ticket, text.order, text.state, ...asked.values()];
  const lines = guests.map((guest) => [
    guest.name,
    typeName(guest.type, locale.value),
    guest.number,
    guest.orderNumber,
    guest.admitted === true ? text.in : '',
    ...[...asked.keys()].map((id) => {
      const reply = guest.replies.find((one) => one.questionId === id);
      return reply === undefined ? '' : replyText(reply, t().common.yes);
    }),
  ]);
  const file = new Blob([csvStart, ...[head, ...lines].map(csvLine)], { type: 'text/csv;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${text.fileName}-${event.startsAt.slice(0, '2026-11-26'.length)}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
