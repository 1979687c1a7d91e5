// What the terms mean in money for one ticket of each type: nobody should need a calculator to judge an offer.

import type { Money } from '#core/contracts/basics.ts';
import type { TicketType } from '#core/contracts/events.ts';
import { money, percent, typeName } from '../format.ts';
import { locale, t } from '../language.ts';
import { splitTicket } from '../split-ticket.ts';

type Terms = {
  commissionBps: number;
  serviceFee: Money | null;
  commissionByType: readonly { ticketTypeId: string; commissionBps: number }[];
};

export function SplitTable({ types, terms }: { types: readonly TicketType[]; terms: Terms }) {
  const text = t().deal;
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
            const bps =
              terms.commissionByType.find((one) => one.ticketTypeId === type.id)?.commissionBps ?? terms.commissionBps;
            const split = splitTicket(type.price.amount, bps, terms.serviceFee?.amount ?? 0);
            const show = (amount: number) => money({ amount, currency: type.price.currency });
            return (
              <tr key={type.id}>
                <th scope="row">
                  {typeName(type, locale.value)} <span class="soft">{percent(bps)}</span>
                </th>
                <td class="amount">{show(split.buyerPays)}</td>
                <td class="amount">{show(split.distributorGets)}</td>
                <td class="amount">{show(split.organizerGets)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
