// The audit log, as those it concerns may read it.

import type { AuditEntry } from '#core/contracts/accounts.ts';
import { read } from '../answer.ts';
import { api } from '../api.ts';
import { stamp } from '../format.ts';
import { t } from '../language.ts';
import { Page } from '../parts/page.tsx';
import { MoreButton, usePages } from '../parts/pages.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import type { ScreenProps } from './guard.tsx';

export function Log(_screen: ScreenProps) {
  const text = t().security.log;
  const pages = usePages<AuditEntry>('audit', (cursor, signal) =>
    read(api.audit.$get({ query: cursor === null ? {} : { cursor } }, { init: { signal } })),
  );
  return (
    <Page title={text.title} lead={text.lead}>
      <Loaded load={pages.load}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty title={text.empty} />
          ) : (
            <>
              <ul class="plain-list log">
                {items.map((entry) => (
                  <Row key={entry.id} entry={entry} />
                ))}
              </ul>
              {next !== null && <MoreButton pages={pages} />}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Row({ entry }: { entry: AuditEntry }) {
  const text = t().security.log;
  const who = entry.byMe ? text.me : entry.role === null ? text.nobody : t().roles[entry.role];
  const details = changed(entry);
  return (
    <li>
      <strong>{text.what_[entry.what]}</strong>
      <span class="soft">
        {' '}
        · {stamp(entry.at)} · {who}
      </span>
      {entry.subjectId !== null && <div class="code soft">{entry.subjectId}</div>}
      {details !== '' && <div class="code soft">{details}</div>}
    </li>
  );
}

/** Only what differs: "capacity: 100 → 80". */
function changed({ before, after }: AuditEntry): string {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const shown = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return names
    .flatMap((name) => {
      const [was, is] = [before?.[name], after?.[name]];
      if (shown(was) === shown(is)) return [];
      if (was === undefined) return [`${name}: ${shown(is)}`];
      return [`${name}: ${shown(was)} → ${is === undefined ? '—' : shown(is)}`];
    })
    .join(', ');
}
