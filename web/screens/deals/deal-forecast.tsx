// What the terms on the table mean in money: one ticket of each type as a divided bar, and a slider for "if so many are
// sold", beside what the version before would have given. Every figure is computed by the rules of the sale itself.

import { useState } from 'preact/hooks';
import type { Deal, DealTerms, DealWithVersions } from '#core/contracts/deals.ts';
import type { TicketType } from '#core/contracts/events.ts';
import { typeName } from '#core/event-text.ts';
import { type HouseType, type Sums, soldInTurn } from '#core/full-house.ts';
import { money, price } from '../../format.ts';
import { locale, t } from '../../language.ts';
import {
  hallOf,
  housesOf,
  MoneyMeaning,
  moneyTermsOf,
  oneTicketOf,
  type PricedTerms,
  soldTypes,
} from '../../parts/money-meaning.tsx';
import { Section } from '../../parts/page.tsx';

type Side = Deal['author'];
type Props = { deal: DealWithVersions; side: Side; types: readonly TicketType[] };

export function DealForecast({ deal, side, types }: Props) {
  const text = t().deal;
  const sold = soldTypes(types);
  if (sold.length === 0) return null;
  return (
    <Section title={text.money.title}>
      <ul class="forecast" aria-label={text.money.one}>
        {sold.map((type) => (
          <OneTicket key={type.id} type={type} terms={deal} side={side} other={otherName(deal, side)} />
        ))}
      </ul>
      <IfSold deal={deal} side={side} types={sold} />
      <details class="fold">
        <summary>{text.money.exactly}</summary>
        <MoneyMeaning types={types} terms={deal} />
      </details>
    </Section>
  );
}

type OneProps = { type: TicketType; terms: PricedTerms; side: Side; other: string };

function OneTicket({ type, terms, side, other }: OneProps) {
  const [first, ...steps] = oneTicketOf(type, terms);
  if (first === undefined) return null;
  const currency = type.price.currency;
  return (
    <li>
      <p class="split">
        <b>{typeName(type, locale.value)}</b>
        <span class="soft number">{price({ amount: first.sums.faceMinor + first.sums.feeMinor, currency })}</span>
      </p>
      <SplitBar sums={first.sums} side={side} other={other} currency={currency} />
      {steps.map(({ label, sums }) => (
        <p key={label} class="soft">
          {label}: {t().deal.money.yours} {money({ amount: shareOf(sums, side), currency })}
        </p>
      ))}
    </li>
  );
}

type BarProps = { sums: Sums; side: Side; other: string; currency: TicketType['price']['currency'] };

/** Blue is the reader, amber is the other side; both sums stand beside the bar. */
function SplitBar({ sums, side, other, currency }: BarProps) {
  const [mine, theirs] = [shareOf(sums, side), shareOf(sums, side === 'organizer' ? 'distributor' : 'organizer')];
  const all = Math.max(1, mine + theirs);
  return (
    <>
      <span class="split-bar" aria-hidden="true">
        {mine > 0 && <i class="you" style={{ flexGrow: mine / all }} />}
        {theirs > 0 && <i class="partner" style={{ flexGrow: theirs / all }} />}
      </span>
      <p class="split split-legend">
        <span class="you">
          {t().deal.money.yours} <b>{money({ amount: mine, currency })}</b>
        </span>
        <span class="partner">
          {other} <b>{money({ amount: theirs, currency })}</b>
        </span>
      </p>
    </>
  );
}

/** The organizer has the price less the commission; the distributor the commission and the service fee. */
function shareOf({ faceMinor, feeMinor, commissionMinor }: Sums, side: Side): number {
  return side === 'organizer' ? faceMinor - commissionMinor : commissionMinor + feeMinor;
}

function otherName(deal: Deal, side: Side): string {
  return side === 'organizer' ? deal.distributor.name : deal.organizer.name;
}

function IfSold({ deal, side, types }: { deal: DealWithVersions; side: Side; types: readonly TicketType[] }) {
  const [house] = housesOf(types, deal);
  const most = house?.house.all.tickets ?? 0;
  const [count, setCount] = useState<number | null>(null);
  const hall = hallOf(types, deal.allotment);
  if (hall === null || most === 0) return null;
  const chosen = Math.min(count ?? Math.ceil(most / 2), most);
  const text = t().deal.money;
  const now = soldInTurn(moneyTermsOf(deal), deal.allotment, hall, chosen);
  if (now === null) return null;
  const currency = types[0]?.price.currency ?? 'RUB';
  const show = (amount: number) => money({ amount, currency });
  return (
    <div class="if-sold">
      <label class="split">
        <span>{text.ifSold}</span>
        <strong>{types.length > 1 ? text.inTurn(t().common.tickets(chosen)) : t().common.tickets(chosen)}</strong>
        <input
          type="range"
          min={0}
          max={most}
          value={chosen}
          onInput={(e) => setCount(Number(e.currentTarget.value))}
          aria-valuetext={t().common.tickets(chosen)}
        />
      </label>
      <p class="split soft" aria-hidden="true">
        <span>0</span>
        <span>{most}</span>
      </p>
      <dl class="if-sold-sums" aria-live="polite">
        <div>
          <dt>{text.youGet}</dt>
          <dd>{show(shareOf(now, side))}</dd>
        </div>
        <div>
          <dt>{text.theyGet(otherName(deal, side))}</dt>
          <dd>{show(shareOf(now, side === 'organizer' ? 'distributor' : 'organizer'))}</dd>
        </div>
        <Before deal={deal} side={side} hall={hall} count={chosen} now={shareOf(now, side)} show={show} />
      </dl>
    </div>
  );
}

type BeforeProps = {
  deal: DealWithVersions;
  side: Side;
  hall: readonly HouseType[];
  count: number;
  now: number;
  show: (amountMinor: number) => string;
};

/** The same sale by the version before; nothing when that version could not sell so many. */
function Before({ deal, side, hall, count, now, show }: BeforeProps) {
  const earlier = versionBefore(deal);
  const sums = earlier === null ? null : soldInTurn(moneyTermsOf(earlier), earlier.allotment, hall, count);
  if (earlier === null || sums === null) return null;
  const share = shareOf(sums, side);
  const text = t().deal.money;
  return (
    <div>
      <dt>{text.before(earlier.version)}</dt>
      <dd>{show(share)}</dd>
      {share !== now && (
        <dd class="note-line">{share > now ? text.more(show(share - now)) : text.less(show(now - share))}</dd>
      )}
    </div>
  );
}

/** The version before the current one; null for a first offer. */
export function versionBefore(deal: DealWithVersions): (DealTerms & { version: number }) | null {
  return deal.versions.find(({ version }) => version === deal.version - 1) ?? null;
}
