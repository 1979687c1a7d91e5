// The whole ledger of an event for its organizer: balances of accounts, then every entry.

import { useState } from 'preact/hooks';
import type { EventLedger } from '#core/contracts/balance.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { LedgerEntries, PostingTable } from '../../parts/ledger-table.tsx';
import { Section } from '../../parts/page.tsx';
import { Empty, FailureNote, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';
import { useLoad } from '../../use-load.ts';
import { EventFrame } from '../event/event-frame.tsx';

export function EventLedgerScreen({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const load = useLoad(`ledger ${eventId}`, (signal) => fetchLedger(eventId, null, signal));
  return (
    <EventFrame eventId={eventId}>
      {(event) => (
        <Loaded load={load}>
          {(ledger) => <LedgerView eventId={eventId} first={ledger} timeZone={event.timeZone} />}
        </Loaded>
      )}
    </EventFrame>
  );
}

function fetchLedger(eventId: string, cursor: string | null, signal?: AbortSignal) {
  const query = cursor === null ? {} : { cursor };
  const init = signal === undefined ? {} : { init: { signal } };
  return read(api.events[':eventId'].ledger.$get({ param: { eventId }, query }, init));
}

function LedgerView({ eventId, first, timeZone }: { eventId: string; first: EventLedger; timeZone: string }) {
  const [later, setLater] = useState<EventLedger[]>([]);
  const pages = [first, ...later];
  const next = pages.at(-1)?.next ?? null;
  const more = useAction((cursor: string) => fetchLedger(eventId, cursor));
  const entries = pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <Empty title={t().ledger.empty} text={t().ledger.emptyText} />;
  return (
    <>
      <Section title={t().ledger.balance} hint={t().ledger.hint}>
        <PostingTable postings={first.balance} label={t().ledger.balance} />
      </Section>
      <Section title={t().ledger.entries}>
        <LedgerEntries entries={entries} timeZone={timeZone} />
        <FailureNote failure={more.failure} />
        {next !== null && (
          <Button
            busy={more.busy}
            busyText={t().common.loading}
            onPress={async () => {
              const result = await more.run(next);
              if (result?.ok === true) setLater([...later, result.body]);
            }}
          >
            {t().common.more}
          </Button>
        )}
      </Section>
    </>
  );
}
