// Every message that crosses between a publisher's page and the frame on our origin, per direction, and how each
// side judges what it receives. Neither side trusts the other: the page may be hostile, and so may anything that
// guesses at the frame's window. Nothing personal and no token may ever be added here (docs/widget.md, "What
// crosses the boundary").

export const protocolVersion = 1;

/** Frame → page by `postMessage`, once per load: "I am here, give me a port". */
export type Hello = { foyer: typeof protocolVersion; kind: 'hello'; nonce: string };

/** Page → frame by `postMessage`, with one MessagePort: everything else goes through it. */
export type Welcome = { foyer: typeof protocolVersion; kind: 'welcome'; nonce: string };

/** What the page is told of an order: enough to count a sale, too little to find a person or open the order. */
export type OrderNews = {
  kind: 'order';
  status: 'placed' | 'paid';
  orderId: string;
  quantity: number;
  total: { amount: number; currency: string };
};

/** Frame → page over the port. */
export type FrameSays = { kind: 'ready' } | { kind: 'size'; height: number } | OrderNews;

export type Theme = 'auto' | 'light' | 'dark';

/** Page → frame over the port. */
export type PageSays = { kind: 'theme'; theme: Theme };

// A page of 20,000 pixels is longer than any event; more would be a frame trying to bury its host.
const maxHeight = 20_000;

export function isFirstContact(data: unknown, kind: 'hello' | 'welcome', nonce: string): boolean {
  const it = fields(data);
  return it.foyer === protocolVersion && it.kind === kind && nonce !== '' && it.nonce === nonce;
}

/** Built again field by field, so that nothing unforeseen reaches the page's listeners. */
export function parseFrameSays(data: unknown): FrameSays | null {
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

export function parsePageSays(data: unknown): PageSays | null {
  const it = fields(data);
  return it.kind === 'theme' && isTheme(it.theme) ? { kind: 'theme', theme: it.theme } : null;
}

export function isTheme(value: unknown): value is Theme {
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
