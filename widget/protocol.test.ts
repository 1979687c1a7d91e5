import { describe, expect, it } from 'vitest';
import { isFirstContact, parseFrameMessage, parsePageMessage } from './protocol.ts';

const nonce = 'a-nonce-of-this-load';
const order = {
  kind: 'order',
  status: 'paid',
  orderId: 'ord_0123456789abcdef_x1',
  quantity: 2,
  total: { amount: 300000, currency: 'RUB' },
};

describe('first contact', () => {
  it('is taken with the version, the kind and the nonce of this load', () => {
    expect(isFirstContact({ foyer: 1, kind: 'hello', nonce }, 'hello', nonce)).toBe(true);
  });

  const hostile: [string, unknown][] = [
    ['another nonce', { foyer: 1, kind: 'hello', nonce: 'guessed' }],
    ['no nonce', { foyer: 1, kind: 'hello' }],
    ['another version', { foyer: 2, kind: 'hello', nonce }],
    ['the other direction', { foyer: 1, kind: 'welcome', nonce }],
    ['a string that looks like it', JSON.stringify({ foyer: 1, kind: 'hello', nonce })],
    ['nothing', null],
    ['a list', [1, 'hello', nonce]],
  ];
  it.each(hostile)('is refused: %s', (_name, data) => {
    expect(isFirstContact(data, 'hello', nonce)).toBe(false);
  });

  it('an empty nonce opens nothing, even to an empty nonce', () => {
    expect(isFirstContact({ foyer: 1, kind: 'hello', nonce: '' }, 'hello', '')).toBe(false);
  });
});

describe('what the frame says to the page', () => {
  it('ready, size and order are understood', () => {
    expect(parseFrameMessage({ kind: 'ready' })).toEqual({ kind: 'ready' });
    expect(parseFrameMessage({ kind: 'size', height: 640 })).toEqual({ kind: 'size', height: 640 });
    expect(parseFrameMessage(order)).toEqual(order);
  });

  it('whatever else rides along is dropped', () => {
    const smuggled = { ...order, orderToken: 'secret', buyer: { email: 'a@b.c' }, total: { ...order.total, x: 1 } };
    expect(parseFrameMessage(smuggled)).toEqual(order);
    expect(parseFrameMessage({ kind: 'size', height: 1, width: 2 })).toEqual({ kind: 'size', height: 1 });
  });

  const hostile: [string, unknown][] = [
    ['no object', 'size'],
    ['an unknown kind', { kind: 'navigate', url: 'https://evil.example' }],
    ['a negative height', { kind: 'size', height: -1 }],
    ['a height beyond every page', { kind: 'size', height: 1e9 }],
    ['a height that is a style', { kind: 'size', height: '100px;position:fixed' }],
    ['not a number', { kind: 'size', height: Number.NaN }],
    ['an unknown status', { ...order, status: 'refunded' }],
    ['markup for an id', { ...order, orderId: 'ord_<img>' }],
    ['a hold for an order', { ...order, orderId: 'hld_0123456789abcdef_x1' }],
    ['a fraction of a kopeck', { ...order, total: { amount: 0.5, currency: 'RUB' } }],
    ['a currency that is no code', { ...order, total: { amount: 1, currency: 'roubles' } }],
    ['no total', { ...order, total: null }],
  ];
  it.each(hostile)('is refused: %s', (_name, data) => {
    expect(parseFrameMessage(data)).toBeNull();
  });
});

describe('what the page says to the frame', () => {
  it('a theme is understood', () => {
    expect(parsePageMessage({ kind: 'theme', theme: 'dark', price: 1 })).toEqual({ kind: 'theme', theme: 'dark' });
  });

  it.each([[{ kind: 'theme', theme: 'url(x)' }], [{ kind: 'price', amount: 1 }], [undefined], [42]])(
    'is refused: %j',
    (data) => {
      expect(parsePageMessage(data)).toBeNull();
    },
  );
});
