// The price of the order exactly as the server answered it to the hold: order lines, discount, service fee, total.

import type { PlacedHold, WidgetView } from '#core/contracts/sales.ts';
import { moneyText } from '#core/money-text.ts';
import type { Texts } from '../app.tsx';

type Props = { hold: PlacedHold; view: WidgetView; texts: Texts };

export function Lines({ hold, view, texts: { m, locale } }: Props) {
  // The hold names ticket types in the event's main language; the view has the translations.
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
            <td>{moneyText(locale, { amount: line.price.amount * line.quantity, currency })}</td>
          </tr>
        ))}
        {discount > 0 && (
          <tr>
            <th scope="row">{m.discount}</th>
            <td>−{moneyText(locale, { amount: discount, currency })}</td>
          </tr>
        )}
        {fee > 0 && (
          <tr>
            <th scope="row">{m.serviceFee}</th>
            <td>{moneyText(locale, { amount: fee, currency })}</td>
          </tr>
        )}
        <tr class="total">
          <th scope="row">{m.total}</th>
          <td>{moneyText(locale, hold.total)}</td>
        </tr>
      </tbody>
    </table>
  );
}
