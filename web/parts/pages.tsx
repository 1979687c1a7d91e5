// Lists that come in pages: the next page is added below, and asking for it again does no harm.

import { useState } from 'preact/hooks';
import type { Answer } from '../answer.ts';
import { t } from '../language.ts';
import { type Load, useLoad } from '../use-load.ts';
import { Button } from './controls.tsx';
import { FailureNote } from './states.tsx';

export type PageOf<Item> = { items: Item[]; next: string | null };

export type Pages<Item> = {
  load: Load<PageOf<Item>>;
  more(): Promise<void>;
  busy: boolean;
  failure: Parameters<typeof FailureNote>[0]['failure'];
};

export function usePages<Item>(
  key: string,
  fetchPage: (cursor: string | null, signal: AbortSignal) => Promise<Answer<PageOf<Item>>>,
): Pages<Item> {
  const load = useLoad(key, (signal) => fetchPage(null, signal));
  const [state, setState] = useState<{ busy: boolean; failure: Pages<Item>['failure'] }>({
    busy: false,
    failure: null,
  });

  async function more() {
    const current = load.data;
    if (current === null || current.next === null || state.busy) return;
    setState({ busy: true, failure: null });
    const answer = await fetchPage(current.next, new AbortController().signal);
    setState({ busy: false, failure: answer.ok ? null : answer.failure });
    if (answer.ok) load.replace({ items: [...current.items, ...answer.body.items], next: answer.body.next });
  }
  return { load, more, busy: state.busy, failure: state.failure };
}

export function MoreButton<Item>({ pages }: { pages: Pages<Item> }) {
  return (
    <div class="more">
      <FailureNote failure={pages.failure} />
      <Button busy={pages.busy} busyText={t().common.loading} onPress={pages.more}>
        {t().common.more}
      </Button>
    </div>
  );
}
