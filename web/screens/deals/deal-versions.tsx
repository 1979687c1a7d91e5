// The versions of a deal as columns. What changed from one to the next is marked.

import type { Allotment, Deal, DealTerms, DealWithVersions } from '#core/contracts/deals.ts';
import type { TicketType } from '#core/contracts/events.ts';
import { typeName } from '#core/event-text.ts';
import type { Sums } from '#core/full-house.ts';
import { assertNever } from '#core/result.ts';
import { dateTime, money, percent, stamp } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Detail } from '../../parts/details.tsx';
import { housesOf, oneTicketOf, soldTypes } from '../../parts/money-meaning.tsx';

type Props = { deal: DealWithVersions; side: Deal['author']; types: readonly TicketType[] };
type Row = { name: string; text: (version: DealTerms) => string; prose?: boolean };

export function VersionTable({ deal, side, types }: Props) {
  const text = t().deal;
  const versions = [...deal.versions].sort((a, b) => b.version - a.version);
  const rows = rowsOf(types, deal.eventTimeZone).filter((row) =>
    versions.some((version) => row.text(version) !== t().common.none),
  );
  return (
    // Wide on a phone: the keyboard must be able to reach and scroll it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region without links inside needs it (WCAG 2.1.1)
    <section class="scroll" aria-label={text.versions} tabIndex={0}>
      <table class="versions">
        <thead>
          <tr>
            <td class="corner" />
            {versions.map((version) => (
              <th scope="col" key={version.version}>
                {text.version(version.version)}
                {version.version === deal.version && versions.length > 1 && (
                  <span class="badge good push">{text.current}</span>
                )}
                <br />
                <span class="soft">
                  {version.author === side ? text.you : text.versionBy(text.sides[version.author])}
                  <br />
                  {stamp(version.createdAt, deal.eventTimeZone)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {rows.map((row) => (
          <tbody key={row.name}>
            {/* On a phone the name stands above its versions, so that two of them fit beside each other. */}
            <tr class="row-name">
              <th colSpan={versions.length + 1} scope="rowgroup">
                {row.name}
              </th>
            </tr>
            <tr>
              <th scope="row">{row.name}</th>
              {versions.map((version, i) => {
                const earlier = versions[i + 1];
                const changed = earlier !== undefined && row.prose !== true && row.text(earlier) !== row.text(version);
                return (
                  <td key={version.version} class={row.prose === true ? 'prose' : undefined}>
                    {changed ? <mark>{row.text(version)}</mark> : row.text(version)}
                  </td>
                );
              })}
            </tr>
          </tbody>
        ))}
      </table>
    </section>
  );
}

/** The terms as a list, when there is only one version of them. */
export function TermsFacts({
  terms,
  types,
  timeZone,
}: {
  terms: DealTerms;
  types: readonly TicketType[];
  timeZone: string;
}) {
  const rows = rowsOf(types, timeZone).filter((row) => row.prose !== true && row.text(terms) !== t().common.none);
  return (
    <dl class="terms">
      {rows.map((row) => (
        <Detail key={row.name} name={row.name}>
          {row.text(terms)}
        </Detail>
      ))}
    </dl>
  );
}

function rowsOf(types: readonly TicketType[], timeZone: string): Row[] {
  const text = t().deal;
  return [
    ...termRows(types, timeZone),
    ...moneyRows(types),
    {
      name: text.rows.message,
      text: (version) => (version.message === '' ? t().common.none : version.message),
      prose: true,
    },
  ];
}

/** The terms line by line, as both sides read them; `none` for what a version does not have. */
export function termRows(types: readonly TicketType[], timeZone: string): Row[] {
  const text = t().deal;
  const none = t().common.none;
  const nameOf = (id: string) => {
    const type = types.find((one) => one.id === id);
    return type === undefined ? id : typeName(type, locale.value);
  };
  const list = (parts: readonly string[]) => (parts.length === 0 ? none : parts.join('; '));
  return [
    { name: text.rows.commission, text: (version) => percent(version.commissionBps) },
    {
      name: text.rows.byType,
      text: (version) =>
        list(version.commissionByType.map((one) => `${nameOf(one.ticketTypeId)}: ${percent(one.commissionBps)}`)),
    },
    {
      name: text.rows.steps,
      text: (version) =>
        list(version.commissionSteps.map((step) => text.stepLine(step.fromTicket, percent(step.commissionBps)))),
    },
    { name: text.rows.fee, text: (version) => (version.serviceFee === null ? none : money(version.serviceFee)) },
    { name: text.rows.allotment, text: (version) => allotmentText(version.allotment, nameOf, timeZone) },
    {
      name: text.rows.validUntil,
      text: (version) => (version.validUntil === null ? none : dateTime(version.validUntil, timeZone)),
    },
  ];
}

/** The terms in money: both shares of one ticket of each type and of a full house. */
function moneyRows(types: readonly TicketType[]): Row[] {
  const text = t().deal.money;
  const sold = soldTypes(types);
  const currency = sold[0]?.price.currency ?? 'RUB';
  const shares = ({ commissionMinor, feeMinor, faceMinor }: Sums) =>
    text.shares(
      money({ amount: commissionMinor + feeMinor, currency }),
      money({ amount: faceMinor - commissionMinor, currency }),
    );
  const tickets = sold.map((type) => ({
    name: text.oneOf(typeName(type, locale.value)),
    text: (version: DealTerms) =>
      oneTicketOf(type, version)
        .map(({ label, sums }, _at, all) => (all.length === 1 ? shares(sums) : `${label}: ${shares(sums)}`))
        .join('\n'),
  }));
  const house: Row = {
    name: text.wholeHouse,
    text: (version) =>
      housesOf(sold, version)
        .map(({ house: { all }, order }) =>
          [order, t().common.tickets(all.tickets), shares(all)].filter(Boolean).join(': '),
        )
        .join('\n'),
  };
  return sold.length === 0 ? [] : [...tickets, house];
}

function allotmentText(allotment: Allotment, nameOf: (ticketTypeId: string) => string, timeZone: string): string {
  const text = t().deal;
  switch (allotment.kind) {
    case 'open':
      return text.openLine;
    case 'cap':
      return text.capLine(allotment.quantity);
    case 'guarantee': {
      const parts = allotment.lines.map((one) => `${nameOf(one.ticketTypeId)}: ${one.quantity}`);
      return text.guaranteeLine(parts.join(', '), dateTime(allotment.releaseAt, timeZone));
    }
    default:
      return assertNever(allotment);
  }
}
