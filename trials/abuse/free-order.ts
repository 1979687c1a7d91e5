// A free order in somebody's name, as a widget makes it: a hold, then the order with the address.

import { randomUUID } from 'node:crypto';
import { type ApiResponse, addressOf, type CallOptions, text } from '../../local/api-client.ts';

/** From a network of its own. True when both calls were accepted. */
export async function freeOrder(
  send: (method: string, path: string, options: CallOptions) => Promise<ApiResponse>,
  { widgetId, ticketTypeId, victim }: { widgetId: string; ticketTypeId: string; victim: string },
): Promise<boolean> {
  const from = addressOf(randomUUID());
  const lines = [{ ticketTypeId, quantity: 1 }];
  const held = await send('POST', `/api/widgets/${widgetId}/holds`, { key: randomUUID(), from, body: { lines } });
  if (held.status !== 201) return false;
  const body = { buyer: { name: 'Анна Петрова', email: victim }, locale: 'ru' };
  const path = `/api/holds/${text(held, 'holdId')}/order`;
  return (await send('POST', path, { key: randomUUID(), from, body })).status === 201;
}
