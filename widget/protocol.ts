// Every message between the publisher's page and the frame on our origin, by direction, and the parsers that each side
// applies to what it receives. Neither side trusts the other: the page may be hostile, and so may any window that sends to
// the frame. No personal data and no token may be added here (docs/widget.md, "What crosses the boundary").

export const protocolVersion = 1;

/**
 * Frame → page by `postMessage`, once per load: "I am here, give me a port" (`hello`). Page → frame by `postMessage`, with
 * one MessagePort, through which everything else goes (`welcome`). Both carry the nonce of the frame's address.
 */
export type FirstContact = { foyer: typeof protocolVersion; kind: 'hello' | 'welcome'; nonce: string };

/** An order was placed or paid. The page can count the sale, but can neither find the buyer nor open the order. */
export type OrderChange = {
  kind: 'order';
  status: 'placed' | 'paid';
  orderId: string;
  quantity: number;
  total: { amount: number; currency: string };
};

/** Frame → page over the port. */
export type FrameMessage = { kind: 'ready' } | { kind: 'size'; height: number } | OrderChange;

type Theme = 'auto' | 'light' | 'dark';

/** Page → frame over the port. */
export type PageMessage = { kind: 'theme'; theme: Theme };

// No event page is 20,000 pixels long; a larger height would come from a forged message that pushes the page away.
const maxHeight = 20_000;

export function isFirstContact(data: unknown, kind: 'hello' | 'welcome', nonce: string): boolean {
  const it = fields(data);
  return it.foyer === protocolVersion && it.kind === kind && nonce !== '' && it.nonce === nonce;
}

/** Built anew field by field, so that no unknown field reaches the page's listeners. */
export function parseFrameMessage(data: unknown): FrameMessage | null {
  const it = fields(data);
  if (it.kind === 'ready') return { kind: 'ready' };
  if (it.kind === 'size') return isCount(it.height, maxHeight) ? { kind: 'size', height: it.height } : null;
  const { status, orderId, quantity } = it;
  const { amount, currency } = fields(it.total);
  if (it.kind !== 'order' || (status !== 'placed' && status !== 'paid')) return null;
  if (!isWord(orderId, /^ord_\w+$/) || !isWord(currency, /^[A-Z]{3}$/)) return null;
  if (!isCount(quantity, 1e4) || !isCount(amount, Number.MAX_SAFE_INTEGER)) return null;
  return { kind: 'order', status, orderId, quantity, total: { amount, currency } };
}

export function parsePageMessage(data: unknown): PageMessage | null {
  const it = fields(data);
  return it.kind === 'theme' && isTheme(it.theme) ? { kind: 'theme', theme: it.theme } : null;
}

function isTheme(value: unknown): value is Theme {
  return isWord(value, /^(auto|light|dark)$/);
}

function isWord(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function isCount(value: unknown, most: number): value is number {
  // `isInteger` is false for everything that is not a number.
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;
}

function fields(data: unknown): Readonly<Record<string, unknown>> {
  // Whatever came can be read by name (nothing and plain values become empty objects); what a name holds stays
  // unknown until it is checked.
  return Object(data);
}
