// What the terms mean in money for one ticket of each type: nobody should need a calculator to judge an offer.

import { type MoneyTerms, splitTicket } from '#core/commission.ts';
import type { Money } from '#core/contracts/basics.ts';
import type { TicketType } from '#core/contracts/events.ts';
import { money, percent, typeName } from '../format.ts';
import { locale, t } from '../language.ts';

type Terms = {
  commissionBps: number;
  serviceFee: Money | null;
  commissionByType: readonly { ticketTypeId: string; commissionBps: number }[];
};

export function SplitTable({ types, terms }: { types: readonly TicketType[]; terms: Terms }) {
  const text = t().deal;
  // The very rule the sale uses, for the first ticket: what is promised here is what will be posted.
  const moneyTerms: MoneyTerms = {
    commissionBps: terms.commissionBps,
    serviceFeeMinor: terms.serviceFee?.amount ?? 0,
    commissionByType: terms.commissionByType,
    commissionSteps: [],
  };
  return (
    <ul class="plain-list splits" aria-label={text.meaning}>
      {types.map((type) => {
        const feeMinor = type.price.amount === 0 ? 0 : moneyTerms.serviceFeeMinor;
        const ticket = { ticketTypeId: type.id, faceMinor: type.price.amount, feeMinor };
        const { commissionBps, commissionMinor } = splitTicket(moneyTerms, ticket, 1);
        const show = (amount: number) => money({ amount, currency: type.price.currency });
        return (
          <li key={type.id}>
            <p>
              <strong>{typeName(type, locale.value)}</strong> <span class="soft">{percent(commissionBps)}</span>
            </p>
            <dl class="facts">
              <Share name={text.meaningPays} value={show(type.price.amount + feeMinor)} />
              <Share name={text.meaningDistributor} value={show(commissionMinor + feeMinor)} />
              <Share name={text.meaningOrganizer} value={show(type.price.amount - commissionMinor)} />
            </dl>
          </li>
        );
      })}
    </ul>
  );
}

function Share({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
