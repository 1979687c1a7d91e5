// An organizer writes to the buyers of an event, and sees how what was written before has gone.

import type { Mailing } from '#core/contracts/mailings.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLive } from '../../use-live.ts';
import { EventFrame } from '../event/event-frame.tsx';
import { MailingForm } from './mailing-form.tsx';
import { MailingRow } from './mailing-row.tsx';
import './mailings.css';

export function Mailings({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const pages = usePages<Mailing>(`mailings ${eventId}`, (cursor, signal) =>
    read(
      api.events[':eventId'].mailings.$get(
        { param: { eventId }, query: cursor === null ? {} : { cursor } },
        { init: { signal } },
      ),
    ),
  );
  useLive(pages.load, pages.load.data?.items.some(({ status }) => status === 'running') ? 3 : 60);
  const text = t().mailings;
  return (
    <EventFrame eventId={eventId}>
      {(event) => (
        <>
          <Section title={text.title} hint={text.hint}>
            <MailingForm event={event} onStarted={pages.load.retry} />
          </Section>
          <Section title={text.earlier}>
            <Loaded load={pages.load}>
              {({ items, next }) => (
                <>
                  {items.length === 0 && <p class="soft">{text.none}</p>}
                  <ul class="plain-list mailings">
                    {items.map((mailing) => (
                      <MailingRow key={mailing.id} event={event} mailing={mailing} onChange={pages.load.retry} />
                    ))}
                  </ul>
                  {next !== null && <MoreButton pages={pages} />}
                </>
              )}
            </Loaded>
          </Section>
        </>
      )}
    </EventFrame>
  );
}
