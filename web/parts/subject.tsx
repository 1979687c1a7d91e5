// What an entry is about: an order by its number, anything else by its id.

import { orderNumber } from '#core/order-number.ts';
import { t } from '../language.ts';

export function Subject({ id }: { id: string }) {
  return id.startsWith('ord_') ? <span>{t().common.order(orderNumber(id))}</span> : <code>{id}</code>;
}
