// The terms on the table: each line as it is now, and where the current version changed it, what it was before.

import type { DealWithVersions } from '#core/contracts/deals.ts';
import type { TicketType } from '#core/contracts/events.ts';
import { t } from '../../language.ts';
import { Section } from '../../parts/page.tsx';
import { versionBefore } from './deal-forecast.tsx';
import { termRows } from './deal-versions.tsx';

export function DealTable({ deal, types }: { deal: DealWithVersions; types: readonly TicketType[] }) {
  const text = t().deal;
  const none = t().common.none;
  const earlier = versionBefore(deal);
  const rows = termRows(types, deal.eventTimeZone)
    .map((row) => ({ ...row, now: row.text(deal), before: earlier === null ? null : row.text(earlier) }))
    .filter(({ now, before }) => now !== none || (before !== null && before !== none));
  const anyChanged = rows.some(({ now, before }) => before !== null && before !== now);
  return (
    <Section title={text.onTable} hint={anyChanged ? text.changedMarked : undefined}>
      <dl class="on-table">
        {rows.map(({ name, now, before }) => (
          <div key={name} class={before !== null && before !== now ? 'changed' : undefined}>
            <dt>{name}</dt>
            <dd>
              {before !== null && before !== now && before !== none && (
                <>
                  <del>
                    <span class="unseen">{text.was} </span>
                    {before}
                  </del>{' '}
                </>
              )}
              <strong>{now === none ? text.removed : now}</strong>
              {before === none && now !== none && <span class="added"> {text.added}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
