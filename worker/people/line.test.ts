// The line before password hashing.

import { expect, it } from 'vitest';
import { makeLine } from './line.ts';

it('lets one work at a time, in the order they came', async () => {
  const inLine = makeLine(5_000);
  let working = 0;
  const order: number[] = [];
  const work = (n: number) => async () => {
    expect(++working).toBe(1);
    await scheduler.wait(5);
    working--;
    order.push(n);
    return n;
  };
  const results = await Promise.all([1, 2, 3].map((n) => inLine(work(n))));
  expect(results).toEqual([1, 2, 3].map((value) => ({ ok: true, value })));
  expect(order).toEqual([1, 2, 3]);
});

it('tells who waited too long to come again, without doing his work', async () => {
  const inLine = makeLine(20);
  const first = inLine(async () => scheduler.wait(120));
  const second = await inLine(async () => {
    throw new Error('never reached');
  });
  expect(second).toEqual({ ok: false, code: 'busy' });
  await first;
  expect(await inLine(async () => 'free again')).toEqual({ ok: true, value: 'free again' });
});

it('skips one that went away and one that failed', async () => {
  const inLine = makeLine(5_000);
  void inLine(() => new Promise(() => {}));
  expect(await inLine(async () => 'after it')).toEqual({ ok: true, value: 'after it' });
  await expect(inLine(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await inLine(async () => 'after that')).toEqual({ ok: true, value: 'after that' });
});
