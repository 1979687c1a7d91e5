// The audit log for the people whom it concerns.

import type { ComponentChildren } from 'preact';
import type { AuditEntry } from '#core/contracts/accounts.ts';
import type { SuspensionReason } from '#core/contracts/admin.ts';
import { type CurrencyCode, currencyDigits } from '#core/currencies.ts';
import { titleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { money, percent, stamp } from '../../format.ts';
import { locale, t } from '../../language.ts';
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
  const details = changed(entry);
  return (
    <li>
      <strong>{text.what_[entry.what]}</strong>
      <span class="soft">
        {' '}
        · {stamp(entry.at)} · <Who entry={entry} />
      </span>
      <About entry={entry} />
      {details !== '' && <div class="soft">{details}</div>}
    </li>
  );
}

function Who({ entry: { byMe, role, userId, names } }: { entry: AuditEntry }) {
  const text = t().security.log;
  if (byMe) return <>{text.me}</>;
  if (names.person !== null && userId !== null) return <a href={`/admin/people/${userId}`}>{names.person}</a>;
  return <>{role === null ? text.nobody : t().roles[role]}</>;
}

/** The event by its title and the subject by its name; an id stands only for what has none. */
function About({ entry }: { entry: AuditEntry }) {
  const { event } = entry;
  const subject = subjectOf(entry);
  if (event === null && subject === null) return null;
  return (
    <div class="soft">
      {event !== null && titleIn(event, locale.value)}
      {event !== null && subject !== null && ' · '}
      {subject}
    </div>
  );
}

function subjectOf({ subjectId, event, names }: AuditEntry): ComponentChildren {
  // The id of a session says nothing to anybody, nor does that of a thing of an event beside the event's title.
  if (subjectId === null || subjectId.startsWith('ses_')) return null;
  if (event !== null && names.subject === null && !subjectId.startsWith('ord_')) return null;
  if (names.subject === null) {
    return (
      <span class="code">
        <Subject id={subjectId} />
      </span>
    );
  }
  return subjectId.startsWith('usr_') ? <a href={`/admin/people/${subjectId}`}>{names.subject}</a> : names.subject;
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
