// The reconciliation of an event: one line for each check, green or red, and every difference by name.

import { useState } from 'preact/hooks';
import type { Check, Difference, ReconciliationReport } from '#core/contracts/reconciliation.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { Detail, Details } from '../../parts/details.tsx';
import { Badge, Section } from '../../parts/page.tsx';
import { Done, Empty, FailureNote, Loaded } from '../../parts/states.tsx';
import { Subject } from '../../parts/subject.tsx';
import type { ScreenProps } from '../../routes.ts';
import { session } from '../../session.ts';
import { useAction } from '../../use-action.ts';
import { type Load, useLoad } from '../../use-load.ts';
import { EventFrame } from '../event/event-frame.tsx';

type Latest = { report: ReconciliationReport | null };

export function EventReconciliation({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const load = useLoad(`reconciliation ${eventId}`, (signal) =>
    read(api.events[':eventId'].reconciliation.$get({ param: { eventId } }, { init: { signal } })),
  );
  return (
    <EventFrame eventId={eventId}>
      {(event) => (
        <Section title={t().reconciliation.title} hint={t().reconciliation.hint}>
          <Loaded load={load}>
            {({ report }) =>
              report === null ? (
                <Empty title={t().reconciliation.empty} text={t().reconciliation.emptyText} />
              ) : (
                <Report report={report} timeZone={event.timeZone} />
              )
            }
          </Loaded>
          <Actions eventId={eventId} load={load} />
        </Section>
      )}
    </EventFrame>
  );
}

function Actions({ eventId, load }: { eventId: string; load: Load<Latest> }) {
  const text = t().reconciliation;
  const [done, setDone] = useState<string | null>(null);
  const compare = useAction(() => read(api.events[':eventId'].reconcile.$post({ param: { eventId } })));
  const rebuild = useAction(() => read(api.events[':eventId'].rebuild.$post({ param: { eventId } })));
  async function compareNow() {
    setDone(null);
    const result = await compare.run(undefined);
    if (result?.ok !== true) return;
    load.replace(result.body);
    setDone(text.compared);
  }
  async function rebuildNow() {
    setDone(null);
    const result = await rebuild.run(undefined);
    if (result?.ok === true) setDone(text.rebuilt(result.body.orders));
  }
  return (
    <>
      <Done text={done} />
      <FailureNote failure={compare.failure ?? rebuild.failure} />
      <div class="actions">
        <Button kind="main" busy={compare.busy} busyText={text.comparing} onPress={compareNow}>
          {text.compare}
        </Button>
        {session.value.state === 'in' && session.value.user.role === 'admin' && (
          <Button busy={rebuild.busy} busyText={text.rebuilding} onPress={rebuildNow}>
            {text.rebuild}
          </Button>
        )}
      </div>
    </>
  );
}

function Report({ report, timeZone }: { report: ReconciliationReport; timeZone: string }) {
  const text = t().reconciliation;
  return (
    <>
      <div class={`note ${toneOf(report.verdict)}`}>
        <p>{text.verdict[report.verdict]}</p>
        <p class="hint">{text.at(stamp(report.at, timeZone))}</p>
      </div>
      <ul class="entries">
        {report.checks.map((one) => (
          <CheckLine key={one.name} check={one} />
        ))}
      </ul>
      {report.jobsWaiting > 0 && <p class="hint">{text.waiting(report.jobsWaiting)}</p>}
      {report.failedRefunds > 0 && <p class="hint">{text.failedRefunds(report.failedRefunds)}</p>}
    </>
  );
}

function CheckLine({ check }: { check: Check }) {
  const text = t().reconciliation;
  return (
    <li class="entry">
      <div class="entry-head">
        <strong>{text.checks[check.name].title}</strong>
        <Badge tone={toneOf(check.verdict)}>{text.badge[check.verdict]}</Badge>
      </div>
      <p class="hint">{text.checks[check.name].text}</p>
      {check.differences.map((one) => (
        <DifferenceLine key={`${one.kind} ${one.subject}`} difference={one} />
      ))}
      {check.differing > check.differences.length && (
        <p class="hint">{text.more(check.differing - check.differences.length)}</p>
      )}
    </li>
  );
}

function DifferenceLine({ difference }: { difference: Difference }) {
  const text = t().reconciliation;
  return (
    <Details>
      <Detail name={text.differences[difference.kind]}>
        <Subject id={difference.subject} />
      </Detail>
      <Detail name={text.expected}>{difference.expected}</Detail>
      <Detail name={text.found}>{difference.found}</Detail>
    </Details>
  );
}

function toneOf(verdict: Check['verdict']): 'good' | 'warn' | 'bad' {
  if (verdict === 'agrees') return 'good';
  return verdict === 'differs' ? 'bad' : 'warn';
}
