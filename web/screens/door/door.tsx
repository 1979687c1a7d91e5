// The door. A scan gets its result at once, and the field is ready for the next: a hardware scanner types a code and
// presses Enter, a phone reads with its camera. Both give a `code`; a printed number has a field of its own. The nonce
// of a scan is made before it is sent. When the response is lost, the same scan is sent with the same nonce and gets
// the first result, so that nobody is shown "already admitted" because of their own first try.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { CheckInResponse } from '#core/contracts/tickets.ts';
import { titleIn } from '#core/event-text.ts';
import { latinKeys } from '#core/latin-keys.ts';
import { api } from '../../api.ts';
import { type ApiResult, read } from '../../api-result.ts';
import { clock, dateTime, number } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Form, TextField } from '../../parts/controls.tsx';
import { Page } from '../../parts/page.tsx';
import { FailureNote } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLoad } from '../../use-load.ts';
import { DoorCamera } from './door-camera.tsx';
import { DoorNumber } from './door-number.tsx';
import { type Shown, Verdict } from './door-verdict.tsx';
import { keepGate, keptGate } from './gate-label.ts';

/** As `CheckInRequest` takes it. */
type Presented = { code: string } | { number: string; confirmed?: true };
export type Scan = { presented: Presented; nonce: string; scannedAt: string; gate: string };

const recentScans = 8;

export function Door({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const event = useLoad(eventId, (signal) =>
    read(api.events[':eventId'].$get({ param: { eventId } }, { init: { signal } })),
  );
  const stats = useLoad(`door ${eventId}`, (signal) =>
    read(api.events[':eventId'].door.$get({ param: { eventId } }, { init: { signal } })),
  );
  const timeZone = event.data?.timeZone ?? 'UTC';
  const lead = event.data !== null && (
    <>
      {titleIn(event.data, locale.value)} · {dateTime(event.data.startsAt, timeZone)}
    </>
  );
  return (
    <Page title={t().door.title} lead={lead} narrow actions={<a href="/door">{t().door.another}</a>}>
      <FailureNote failure={event.failure} />
      {stats.data !== null && (
        <p class="door-stats" role="status">
          {t().door.admittedOf(number(stats.data.admitted), number(stats.data.issued))}
        </p>
      )}
      <Scanner timeZone={timeZone} onScanned={stats.retry} judgeScan={(scan) => send(eventId, scan)} asksGate />
    </Page>
  );
}

type ScannerProps = {
  timeZone: string;
  onScanned: () => void;
  judgeScan: (scan: Scan) => Promise<ApiResult<CheckInResponse>>;
  /** A door link names its gate itself. */
  asksGate?: boolean;
};

export function Scanner({ timeZone, onScanned, judgeScan, asksGate = false }: ScannerProps) {
  const text = t().door;
  const field = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [gate, setGate] = useState(keptGate);
  const [scans, setScans] = useState<readonly Shown[]>([]);
  const waiting = useRef<Scan[]>([]);
  const [busy, setBusy] = useState(false);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const latest = scans[0];

  useEffect(() => field.current?.focus(), []);
  useEffect(() => takeStrayKeys(field), []);

  // Scans are judged one at a time and in order. A second code that arrives meanwhile waits, so none is lost.
  async function judge(scan: Scan) {
    waiting.current.push(scan);
    if (waiting.current.length > 1) return;
    setBusy(true);
    for (let next = waiting.current[0]; next !== undefined; next = waiting.current[0]) {
      const shown = shownOf(next, await judgeScan(next));
      setScans((earlier) =>
        [shown, ...earlier.filter((one) => one.scan.nonce !== shown.scan.nonce)].slice(0, recentScans),
      );
      waiting.current.shift();
    }
    setBusy(false);
    onScanned();
  }
  function present(presented: Presented) {
    // The focus returns to the scanner's field, because the scanner's Enter must press no button.
    field.current?.focus();
    void judge({ presented, nonce: crypto.randomUUID(), scannedAt: new Date().toISOString(), gate: gate.trim() });
  }
  function scan(code: string) {
    present({ code: latinKeys(code) });
  }
  function confirm({ presented }: Scan) {
    if ('number' in presented) present({ number: presented.number, confirmed: true });
  }
  function submit() {
    const typed = code.trim();
    field.current?.focus();
    if (typed === '') return;
    setCode('');
    scan(typed);
  }
  return (
    <>
      <Verdict
        shown={latest === undefined || latest.scan.nonce === dismissed ? null : latest}
        busy={busy}
        timeZone={timeZone}
        onRetry={judge}
        onConfirm={confirm}
        onDismiss={({ nonce }) => {
          setDismissed(nonce);
          field.current?.focus();
        }}
      />
      <DoorCamera onCode={scan} />
      <Form onSubmit={submit} label={text.title}>
        <div class="field">
          <label for="door-code">{text.code}</label>
          <div class="copy-line">
            <input
              id="door-code"
              ref={field}
              data-keeps-focus
              value={code}
              onInput={(e) => setCode(e.currentTarget.value)}
              aria-describedby="door-code-hint"
              autoComplete="off"
              autoCapitalize="off"
              spellcheck={false}
              enterkeyhint="go"
              maxLength={300}
            />
            <button type="submit" class="button main">
              {text.submit}
            </button>
          </div>
          <p class="hint" id="door-code-hint">
            {text.codeHint}
          </p>
        </div>
        {asksGate && (
          <TextField
            name="gate"
            value={gate}
            error={undefined}
            onValue={(value) => {
              setGate(value);
              keepGate(value);
            }}
            label={text.gate}
            hint={text.gateHint}
            maxLength={60}
            optional
          />
        )}
      </Form>
      <DoorNumber onNumber={(number) => present({ number: latinKeys(number) })} onCode={scan} />
      <Recent scans={scans} timeZone={timeZone} />
    </>
  );
}

function send(eventId: string, scan: Scan): Promise<ApiResult<CheckInResponse>> {
  return read(
    api['check-in'].$post({
      json: {
        eventId,
        ...scan.presented,
        nonce: scan.nonce,
        scannedAt: scan.scannedAt,
        ...(scan.gate === '' ? {} : { gate: scan.gate }),
      },
    }),
  );
}

/**
 * A scanner types wherever the focus is. Outside of a field its keys would press buttons, so they are sent to the
 * field.
 */
function takeStrayKeys(field: { current: HTMLInputElement | null }): () => void {
  const take = (event: KeyboardEvent) => {
    // The space key presses a focused button.
    const types = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (types && !(event.target instanceof HTMLInputElement)) field.current?.focus();
  };
  document.addEventListener('keydown', take);
  return () => document.removeEventListener('keydown', take);
}

function shownOf(scan: Scan, result: ApiResult<CheckInResponse>): Shown {
  return result.ok ? { scan, response: result.body, failure: null } : { scan, response: null, failure: result.failure };
}

function Recent({ scans, timeZone }: { scans: readonly Shown[]; timeZone: string }) {
  if (scans.length === 0) return null;
  return (
    <section>
      <h2>{t().door.recent}</h2>
      <ul class="plain-list">
        {scans.map(({ scan, response: result }) => (
          <li key={scan.nonce} class="split">
            <span>
              {clock(scan.scannedAt, timeZone)}{' '}
              <span class="soft">{result?.ticket?.number ?? textOf(scan).slice(0, 12)}</span>
            </span>
            <span>{result === null ? t().door.unknown : t().door.results[result.result]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function textOf({ presented }: Scan): string {
  return 'code' in presented ? presented.code : presented.number;
}
