// What is paid for, exactly as the server priced it at the hold: lines, fee on a line of its own, total.

import type { PlacedHold, WidgetView } from '#core/contracts/sales.ts';
import type { Words } from '../app.tsx';
import { money } from '../format/format.ts';

type Props = { hold: PlacedHold; view: WidgetView; words: Words };

export function Lines({ hold, view, words: { m, locale } }: Props) {
  // The hold names types in the event's own language; the view knows the reader's.
  const nameOf = (line: PlacedHold['lines'][number]) =>
    view.ticketTypes.find((type) => type.id === line.ticketTypeId)?.translations[locale] ?? line.name;
  const { currency } = hold.total;
  const sum = (pick: (line: PlacedHold['lines'][number]) => number) =>
    hold.lines.reduce((total, line) => total + pick(line), 0);
  const fee = sum((line) => line.serviceFee.amount);
  const discount = sum((line) => line.discount.amount);
  return (
    <table>
      <tbody>
        {hold.lines.map((line) => (
          <tr key={line.ticketTypeId}>
            <th scope="row">
              {nameOf(line)} × {line.quantity}
            </th>
            <td>{money(locale, { amount: line.price.amount * line.quantity, currency })}</td>
          </tr>
        ))}
        {discount > 0 && (
          <tr>
            <th scope="row">{m.discount}</th>
            <td>−{money(locale, { amount: discount, currency })}</td>
          </tr>
        )}
        {fee > 0 && (
          <tr>
            <th scope="row">{m.serviceFee}</th>
            <td>{money(locale, { amount: fee, currency })}</td>
          </tr>
        )}
        <tr class="total">
          <th scope="row">{m.total}</th>
          <td>{money(locale, hold.total)}</td>
        </tr>
      </tbody>
    </table>
  );
}
