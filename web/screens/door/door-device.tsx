// The door for somebody with a door link and no account. The pass comes in the fragment and is stored for this tab
// only, so that a reload goes on scanning and a closed tab forgets it.

import { useState } from 'preact/hooks';
import type { DoorView } from '#core/contracts/accounts.ts';
import type { CheckInResponse } from '#core/contracts/tickets.ts';
import { titleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { type ApiResult, read } from '../../api-result.ts';
import { dateTime, number } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Page } from '../../parts/page.tsx';
import { Loaded } from '../../parts/states.tsx';
import { useLoad } from '../../use-load.ts';
import { type Scan, Scanner } from './door.tsx';

export function DoorDevice() {
  const [pass] = useState(passOfAddress);
  if (pass === null) return <Dead />;
  return <Gate pass={pass} />;
}

function Gate({ pass }: { pass: string }) {
  const text = t().doorLinks;
  const [over, setOver] = useState(false);
  const load = useLoad(`door ${pass}`, (signal) => ask<DoorView>(pass, '/api/door', { signal }));
  const eventId = load.data?.eventId ?? '';
  const event = useLoad(`door event ${eventId}`, (signal) =>
    eventId === ''
      ? new Promise<never>(() => undefined)
      : read(api.events[':eventId'].$get({ param: { eventId } }, { init: { signal } })),
  );
  async function judgeScan(scan: Scan) {
    const result = await judge(pass, scan);
    if (!result.ok && result.failure.code === 'unauthenticated') setOver(true);
    return result;
  }
  // The link ended while the page was open. There is no account to sign in to again.
  if (over || load.failure?.code === 'unauthenticated') return <Dead />;
  const timeZone = event.data?.timeZone ?? 'UTC';
  const lead = event.data !== null && (
    <>
      {titleIn(event.data, locale.value)} · {dateTime(event.data.startsAt, timeZone)}
    </>
  );
  return (
    <Page title={load.data === null ? text.devicePage : text.at(load.data.gate)} lead={lead} narrow>
      <Loaded load={load}>
        {(view) => (
          <>
            <p class="door-stats" role="status">
              {t().door.admittedOf(number(view.admitted), number(view.issued))}
            </p>
            <Scanner timeZone={timeZone} onScanned={load.retry} judgeScan={judgeScan} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Dead() {
  const text = t().doorLinks;
  return (
    <Page title={text.deadTitle} narrow>
      <p>{text.deadText}</p>
    </Page>
  );
}

function judge(pass: string, { presented, nonce, scannedAt }: Scan): Promise<ApiResult<CheckInResponse>> {
  return ask(pass, '/api/check-in', { method: 'POST', body: JSON.stringify({ ...presented, nonce, scannedAt }) });
}

// Not the typed client: it carries the session of whoever is signed in, and this device has none.
function ask<Body>(pass: string, path: string, init: RequestInit): Promise<ApiResult<Body>> {
  const headers = { authorization: `Bearer ${pass}`, 'content-type': 'application/json' };
  return read<Body>(fetch(path, { ...init, headers }));
}

const storageName = 'foyer-door-pass';

function passOfAddress(): string | null {
  const found = /^#([\w.-]{40,2000})$/.exec(location.hash)?.[1] ?? null;
  try {
    if (found === null) return sessionStorage.getItem(storageName);
    sessionStorage.setItem(storageName, found);
    history.replaceState(null, '', location.pathname);
  } catch {
    // Without storage the pass must stay in the address, or a reload would lose it.
  }
  return found;
}
