// One mailing: how far it has come, whom it did not reach and why, and stopping it.

import { useState } from 'preact/hooks';
import type { TicketedEvent } from '#core/contracts/events.ts';
import type { Mailing } from '#core/contracts/mailings.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { number, stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Button } from '../../parts/controls.tsx';
import { Badge } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Loaded } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';

type Props = { event: TicketedEvent; mailing: Mailing; onChange: () => void };

const tones = { running: 'warn', done: 'good', cancelled: 'plain' } as const;

export function MailingRow({ event, mailing, onChange }: Props) {
  const text = t().mailings;
  const { subject, status, counts, at } = mailing;
  const over = counts.all - counts.waiting;
  return (
    <li>
      <div class="entry-head">
        <span>
          <strong>{subject}</strong> <Badge tone={tones[status]}>{text.status[status]}</Badge>
        </span>
        <span class="soft">{stamp(at, event.timeZone)}</span>
      </div>
      <p class="mailing-progress">
        <progress max={Math.max(1, counts.all)} value={over} aria-label={subject} />
        <span class="soft">{text.progress(counts.sent, counts.all)}</span>
        {status === 'running' && <Stop event={event} mailing={mailing} onChange={onChange} />}
      </p>
      {counts.leftOut > 0 && <p class="hint">{text.leftOut(counts.leftOut)}</p>}
      {counts.failed > 0 && <Failures eventId={event.id} mailing={mailing} />}
      <details class="fold">
        <summary>{text.text}</summary>
        <p class="mailing-text">{mailing.text}</p>
      </details>
    </li>
  );
}

function Stop({ event, mailing, onChange }: Props) {
  const text = t().mailings;
  const [asking, setAsking] = useState(false);
  const param = { eventId: event.id, mailingId: mailing.id };
  const stop = useAction(() => read(api.events[':eventId'].mailings[':mailingId'].cancel.$post({ param })));
  async function press() {
    const result = await stop.run(undefined);
    if (result?.ok !== true) return;
    setAsking(false);
    onChange();
  }
  return (
    <>
      <Button label={`${text.cancel}: ${mailing.subject}`} onPress={() => setAsking(true)}>
        {text.cancel}
      </Button>
      {asking && (
        <Confirm
          title={text.cancelAsk}
          text={text.cancelText(mailing.counts.waiting)}
          confirm={text.cancel}
          busy={stop.busy}
          failure={stop.failure}
          onConfirm={() => void press()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** Asked for when somebody wants to know. */
function Failures({ eventId, mailing }: { eventId: string; mailing: Mailing }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="fold" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t().mailings.failed(mailing.counts.failed)}</summary>
      {isOpen && <FailureList eventId={eventId} mailing={mailing} />}
    </details>
  );
}

function FailureList({ eventId, mailing }: { eventId: string; mailing: Mailing }) {
  const text = t().mailings;
  const param = { eventId, mailingId: mailing.id };
  const pages = usePages(`mailing failures ${mailing.id} ${number(mailing.counts.failed)}`, (cursor, signal) =>
    read(
      api.events[':eventId'].mailings[':mailingId'].failures.$get(
        { param, query: cursor === null ? {} : { cursor } },
        { init: { signal } },
      ),
    ),
  );
  return (
    <Loaded load={pages.load}>
      {({ items, next }) => (
        <>
          <ul class="plain-list">
            {items.map(({ orderId, number: orderNumber, name, email, reason }) => (
              <li key={orderId}>
                {name} · {email} · {t().common.order(orderNumber)}
                <span class="soft mailing-reason">{text.reason[reason]}</span>
              </li>
            ))}
          </ul>
          {next !== null && <MoreButton pages={pages} />}
        </>
      )}
    </Loaded>
  );
}
