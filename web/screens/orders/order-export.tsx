// The orders that the search finds as a file: asked for, made by the Worker in the background, then downloaded.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { JobView } from '#core/contracts/exports.ts';
import { api } from '../../api.ts';
import { type Failure, read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { FailureNote } from '../../parts/states.tsx';
import { fetchSignedIn } from '../../session.ts';
import { queryOf, type Search } from './order-search.tsx';

const firstPauseMs = 500;
const longestPauseMs = 5_000;

type State = { job: JobView | null; busy: boolean; failure: Failure | null; failed: boolean };
const idle: State = { job: null, busy: false, failure: null, failed: false };

export function OrderExport({ eventId, search }: { eventId: string; search: Search }) {
  const text = t().orders;
  const [state, setState] = useState<State>(idle);
  const left = useRef(new AbortController());
  useEffect(() => () => left.current.abort(), []);

  async function make(format: 'csv' | 'xlsx') {
    setState({ ...idle, busy: true });
    const { sort: _, ...filter } = queryOf(search);
    const started = await read(
      api.events[':eventId'].orders.export.$post({ param: { eventId }, json: { format, filter } }),
    );
    if (!started.ok) return setState({ ...idle, failure: started.failure });
    for (let pause = firstPauseMs; !left.current.signal.aborted; pause = Math.min(longestPauseMs, pause * 1.5)) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      const asked = await read(api.jobs[':jobId'].$get({ param: { jobId: started.body.jobId } }));
      // A lost connection changes nothing of the work: it is asked about again.
      if (!asked.ok && asked.failure.code === 'offline') continue;
      if (!asked.ok) return setState({ ...idle, failure: asked.failure });
      setState({ ...idle, job: asked.body, busy: true });
      if (asked.body.status === 'failed') return setState({ ...idle, failed: true });
      if (asked.body.file !== null) {
        await download(asked.body.file);
        return setState(idle);
      }
    }
  }

  return (
    <div class="export" role="status">
      <div class="actions">
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button key={format} busy={state.busy} onPress={() => void make(format)}>
            {text.exports[format]}
          </Button>
        ))}
      </div>
      {state.busy && <p class="hint">{text.exporting(state.job?.done ?? 0, state.job?.total ?? 0)}</p>}
      {state.failed && <p class="note bad">{text.exportFailed}</p>}
      <FailureNote failure={state.failure} />
    </div>
  );
}

/** By a request with the sign-in, because a plain link carries none. */
async function download({ url, name }: { url: string; name: string }): Promise<void> {
  const response = await fetchSignedIn(url);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
