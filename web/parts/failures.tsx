// A list of failures that somebody has to act on. While it is empty, nothing is shown.

import type { ComponentChildren } from 'preact';
import { Section } from './page.tsx';
import { MoreButton, type Pages } from './pages.tsx';
import { Done } from './states.tsx';

type Props<Item> = {
  pages: Pages<Item>;
  title: string;
  hint: string;
  /** What was just done about one of them. The section stays visible with it when that one was the last. */
  done: string | null;
  row: (item: Item) => ComponentChildren;
};

export function Failures<Item>({ pages, title, hint, done, row }: Props<Item>) {
  const items = pages.load.data?.items ?? [];
  const hasMore = pages.load.data?.next != null;
  if (items.length === 0 && done === null && !hasMore) return null;
  return (
    <Section title={title} hint={hint}>
      <Done text={done} />
      <ul class="plain-list">{items.map(row)}</ul>
      {hasMore && <MoreButton pages={pages} />}
    </Section>
  );
}

/** The query of such a list: the next page, and only those of one event where one is named. */
export function failuresQuery(cursor: string | null, eventId: string | undefined) {
  return { ...(cursor === null ? {} : { cursor }), ...(eventId === undefined ? {} : { eventId }) };
}
