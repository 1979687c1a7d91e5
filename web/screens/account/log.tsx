// The audit log for the people whom it concerns.

import type { AuditEntry } from '#core/contracts/accounts.ts';
import type { SuspensionReason } from '#core/contracts/admin.ts';
import { type CurrencyCode, currencyDigits } from '#core/currencies.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { money, percent, stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Page } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { Subject } from '../../parts/subject.tsx';
import type { ScreenProps } from '../../routes.ts';

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
                  <LogRow key={entry.id} entry={entry} />
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

export function LogRow({ entry }: { entry: AuditEntry }) {
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
      {entry.subjectId !== null && (
        <div class="code soft">
          <Subject id={entry.subjectId} />
        </div>
      )}
      {details !== '' && <div class="soft">{details}</div>}
    </li>
  );
}

// The table's keys are its codes.
const currencies = Object.keys(currencyDigits) as CurrencyCode[];

/** Only what changed, in words: "Capacity: 100 → 80". Fields that have no words here are left out. */
function changed({ before, after }: AuditEntry): string {
  const labels: Readonly<Record<string, string>> = t().security.log.fields;
  return Object.entries(labels)
    .flatMap(([name, label]) => {
      const [was, is] = [shown(name, before), shown(name, after)];
      if (was === is) return [];
      return [was === null ? `${label}: ${is}` : `${label}: ${was} → ${is ?? '—'}`];
    })
    .join(', ');
}

function shown(name: string, figures: AuditEntry['after']): string | null {
  const value = figures?.[name];
  const currency = currencies.find((one) => one === figures?.currency);
  if ((name === 'priceMinor' || name === 'amountMinor') && typeof value === 'number' && currency !== undefined) {
    return money({ amount: value, currency });
  }
  if (name === 'reason' && isReason(value)) return t().security.log.suspensionReasons[value];
  if (name === 'commissionBps' && typeof value === 'number') return percent(value);
  return typeof value === 'number' || typeof value === 'string' ? String(value) : null;
}

function isReason(value: unknown): value is SuspensionReason {
  return typeof value === 'string' && Object.hasOwn(t().security.log.suspensionReasons, value);
}
