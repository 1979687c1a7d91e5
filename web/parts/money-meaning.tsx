// What the terms mean in money, for one ticket of each type and for a full house, so that nobody needs a calculator to
// judge an offer. The figures come from the rules of the sale itself (core/full-house.ts); only the texts are here.

import type { MoneyTerms } from '#core/commission.ts';
import type { Money } from '#core/contracts/basics.ts';
import type { Allotment, DealTerms } from '#core/contracts/deals.ts';
import type { TicketType } from '#core/contracts/events.ts';
import { typeName } from '#core/event-text.ts';
import { fullHouse, type House, type HouseType, type Sums, splitOne } from '#core/full-house.ts';
import { money, percent, price } from '../format.ts';
import { locale, t } from '../language.ts';
import { Detail, Details } from './details.tsx';

export type PricedTerms = Pick<
  DealTerms,
  'commissionBps' | 'serviceFee' | 'commissionByType' | 'commissionSteps' | 'allotment'
>;

type Props = { types: readonly TicketType[]; terms: PricedTerms };

export function MoneyMeaning({ types, terms }: Props) {
  const text = t().deal.money;
  const sold = soldTypes(types);
  if (sold.length === 0) return null;
  return (
    <>
      <h3>{text.one}</h3>
      <ul class="plain-list splits" aria-label={text.one}>
        {sold.map((type) => (
          <li key={type.id}>
            <p>
              <strong>{typeName(type, locale.value)}</strong> <span class="soft">{price(type.price)}</span>
            </p>
            {oneTicketOf(type, terms).map((one) => (
              <Shares key={one.label} label={one.label} sums={one.sums} currency={type.price.currency} />
            ))}
          </li>
        ))}
      </ul>
      {housesOf(sold, terms).map(({ title, house }) => (
        <HouseView key={title} title={title} house={house} types={sold} />
      ))}
    </>
  );
}

function HouseView({ title, house, types }: { title: string; house: House; types: readonly TicketType[] }) {
  const text = t().deal.money;
  const currency = types[0]?.price.currency ?? 'RUB';
  const nameOf = (id: string) => {
    const type = types.find((one) => one.id === id);
    return type === undefined ? id : typeName(type, locale.value);
  };
  const [only] = house.types;
  const parts = house.types.length > 1 ? house.types : [];
  const total = only !== undefined && parts.length === 0 ? nameOf(only.ticketTypeId) : text.total;
  const label = (name: string, n: number) => `${name}, ${t().common.tickets(n)}`;
  return (
    <>
      <h3>{title}</h3>
      <ul class="plain-list splits" aria-label={title}>
        {parts.map((one) => (
          <li key={one.ticketTypeId}>
            <Shares label={label(nameOf(one.ticketTypeId), one.tickets)} sums={one} currency={currency} />
          </li>
        ))}
        <li class="sum">
          <Shares label={label(total, house.all.tickets)} sums={house.all} currency={currency} />
        </li>
      </ul>
    </>
  );
}

type SharesProps = { label: string; sums: Sums; currency: Money['currency'] };

function Shares({ label, sums, currency }: SharesProps) {
  const text = t().deal;
  const show = (amount: number) => money({ amount, currency });
  return (
    <>
      <p class="soft">{label}</p>
      <Details>
        <Detail name={text.meaningPays}>{show(sums.faceMinor + sums.feeMinor)}</Detail>
        {sums.feeMinor > 0 && <Detail name={text.money.fee}>{show(sums.feeMinor)}</Detail>}
        <Detail name={text.meaningDistributor}>{show(sums.commissionMinor + sums.feeMinor)}</Detail>
        <Detail name={text.meaningOrganizer}>{show(sums.faceMinor - sums.commissionMinor)}</Detail>
      </Details>
    </>
  );
}

/** No deal sells a hidden type. */
export function soldTypes(types: readonly TicketType[]): TicketType[] {
  return types.filter((type) => !type.hidden);
}

/** One ticket at the first rate and, where the commission has steps, at each step. */
export function oneTicketOf(type: TicketType, terms: PricedTerms): { label: string; sums: Sums }[] {
  const text = t().deal;
  const own = terms.commissionByType.some((one) => one.ticketTypeId === type.id);
  const steps = own ? [] : terms.commissionSteps;
  return [1, ...steps.map((step) => step.fromTicket)].map((ordinal) => {
    const split = splitOne(moneyTermsOf(terms), { id: type.id, priceMinor: type.price.amount }, ordinal);
    const rate = percent(split.commissionBps);
    return {
      label: ordinal === 1 ? text.money.rate(rate) : text.stepLine(ordinal, rate),
      sums: { tickets: 1, ...split },
    };
  });
}

/**
 * One full house, or two where the order of the sales changes the money. None when the sums exceed exact numbers, and
 * none when the reader may not know the number of tickets and the deal does not name it either.
 */
export function housesOf(
  types: readonly TicketType[],
  terms: PricedTerms,
): { title: string; order: string | null; house: House }[] {
  const text = t().deal.money;
  const hall = hallOf(types, terms.allotment);
  if (hall === null) return [];
  const cheapest = fullHouse(moneyTermsOf(terms), terms.allotment, hall, 'cheapest-first');
  const dearest = fullHouse(moneyTermsOf(terms), terms.allotment, hall, 'dearest-first');
  if (cheapest === null || dearest === null || cheapest.all.tickets === 0) return [];
  const title = text.house[terms.allotment.kind];
  const alike =
    cheapest.all.faceMinor === dearest.all.faceMinor && cheapest.all.commissionMinor === dearest.all.commissionMinor;
  if (alike) return [{ title, order: null, house: cheapest }];
  return [
    { title: `${title}: ${text.cheapestFirst}`, order: text.cheapestFirst, house: cheapest },
    { title: `${title}: ${text.dearestFirst}`, order: text.dearestFirst, house: dearest },
  ];
}

/** Null when the reader may not know the number of tickets and the deal does not name it either. */
export function hallOf(types: readonly TicketType[], allotment: Allotment): HouseType[] | null {
  const hall: HouseType[] = [];
  for (const type of types) {
    const capacity = type.capacity ?? promisedOf(type, allotment);
    if (capacity === null) return null;
    hall.push({ id: type.id, priceMinor: type.price.amount, capacity });
  }
  return hall;
}

/** The most that the deal itself lets be sold of this type. */
function promisedOf(type: TicketType, allotment: Allotment): number | null {
  if (allotment.kind === 'guarantee') {
    return allotment.lines.find((line) => line.ticketTypeId === type.id)?.quantity ?? 0;
  }
  return allotment.kind === 'cap' ? allotment.quantity : null;
}

export function moneyTermsOf(terms: PricedTerms): MoneyTerms {
  const { commissionBps, commissionByType, commissionSteps, serviceFee } = terms;
  return { commissionBps, commissionByType, commissionSteps, serviceFeeMinor: serviceFee?.amount ?? 0 };
}
