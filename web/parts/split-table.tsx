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
    <div class="scroll">
      <table aria-label={text.meaning} class="split-table">
        <thead>
          <tr>
            <th scope="col">{text.meaningType}</th>
            <th scope="col" class="amount">
              {text.meaningPays}
            </th>
            <th scope="col" class="amount">
              {text.meaningDistributor}
            </th>
            <th scope="col" class="amount">
              {text.meaningOrganizer}
            </th>
          </tr>
        </thead>
        <tbody>
          {types.map((type) => {
            const feeMinor = type.price.amount === 0 ? 0 : moneyTerms.serviceFeeMinor;
            const ticket = { ticketTypeId: type.id, faceMinor: type.price.amount, feeMinor };
            const { commissionBps, commissionMinor } = splitTicket(moneyTerms, ticket, 1);
            const show = (amount: number) => money({ amount, currency: type.price.currency });
            return (
              <tr key={type.id}>
                <th scope="row">
                  {typeName(type, locale.value)} <span class="soft">{percent(commissionBps)}</span>
                </th>
                <td class="amount">{show(type.price.amount + feeMinor)}</td>
                <td class="amount">{show(commissionMinor + feeMinor)}</td>
                <td class="amount">{show(type.price.amount - commissionMinor)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
