// Lists in pages: the next page is appended below, and loading it twice does no harm. Back shows at once what was loaded
// when the list was left, and reads the same pages anew.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { ApiResult } from '../api-result.ts';
import { savedList, saveList } from '../history-entry.ts';
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

type FetchPage<Page> = (cursor: string | null, signal: AbortSignal) => Promise<ApiResult<Page>>;

export function usePages<Item, Page extends PageOf<Item> = PageOf<Item>>(
  key: string,
  fetchPage: FetchPage<Page>,
): Pages<Item, Page> {
  const load = useLoad(
    key,
    (signal) => fetchPages<Item, Page>(savedList(key).pages, fetchPage, signal),
    () => savedList<Page>(key).data,
  );
  const [state, setState] = useState<{ busy: boolean; failure: Pages<Item>['failure'] }>({
    busy: false,
    failure: null,
  });
  const loaded = useRef({ key, pages: savedList(key).pages });
  if (loaded.current.key !== key) loaded.current = { key, pages: savedList(key).pages };
  useEffect(() => {
    if (load.data !== null) saveList(key, loaded.current.pages, load.data);
  }, [key, load.data]);

  async function more() {
    const current = load.data;
    if (current === null || current.next === null || state.busy) return;
    setState({ busy: true, failure: null });
    const result = await fetchPage(current.next, new AbortController().signal);
    setState({ busy: false, failure: result.ok ? null : result.failure });
    if (!result.ok) return;
    loaded.current.pages += 1;
    load.replace({ ...result.body, items: [...current.items, ...result.body.items] });
  }
  return { load, more, busy: state.busy, failure: state.failure };
}

async function fetchPages<Item, Page extends PageOf<Item>>(
  count: number,
  fetchPage: FetchPage<Page>,
  signal: AbortSignal,
): Promise<ApiResult<Page>> {
  let result = await fetchPage(null, signal);
  for (let page = 1; page < count && result.ok && result.body.next !== null; page += 1) {
    const { items, next }: PageOf<Item> = result.body;
    const further = await fetchPage(next, signal);
    if (!further.ok) return further;
    result = { ok: true, body: { ...further.body, items: [...items, ...further.body.items] } };
  }
  return result;
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
