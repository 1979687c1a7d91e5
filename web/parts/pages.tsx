// Lists in pages: the next page is appended below, and loading it twice does no harm.

import { useState } from 'preact/hooks';
import type { Answer } from '../answer.ts';
import { t } from '../language.ts';
import { type Load, useLoad } from '../use-load.ts';
import { Button } from './controls.tsx';
import { FailureNote } from './states.tsx';

type PageOf<Item> = { items: Item[]; next: string | null };

/** `Page`: what the response says beside its items; of several pages the latest counts. */
export type Pages<Item, Page extends PageOf<Item> = PageOf<Item>> = {
  load: Load<Page>;
  more(): Promise<void>;
  busy: boolean;
  failure: Parameters<typeof FailureNote>[0]['failure'];
};

export function usePages<Item, Page extends PageOf<Item> = PageOf<Item>>(
  key: string,
  fetchPage: (cursor: string | null, signal: AbortSignal) => Promise<Answer<Page>>,
): Pages<Item, Page> {
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
    if (answer.ok) load.replace({ ...answer.body, items: [...current.items, ...answer.body.items] });
  }
  return { load, more, busy: state.busy, failure: state.failure };
}

export function MoreButton({ pages }: { pages: Pick<Pages<never>, 'more' | 'busy' | 'failure'> }) {
  return (
    <div class="more">
      <FailureNote failure={pages.failure} />
      <Button busy={pages.busy} busyText={t().common.loading} onPress={pages.more}>
        {t().common.more}
      </Button>
    </div>
  );
}
