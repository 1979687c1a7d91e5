import { expect, it } from 'vitest';
import { loadPart, PartMissing } from './load-part.ts';

const wait = () => Promise.resolve();

function failing(times: number) {
  let asked = 0;
  const load = () => {
    asked += 1;
    return asked <= times ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve('part');
  };
  return { load, asked: () => asked };
}

it('a part that failed once is asked for again', async () => {
  const once = failing(1);
  expect(await loadPart(once.load, wait)).toBe('part');
  expect(once.asked()).toBe(2);
});

it('a part that stays away is told as that', async () => {
  const gone = failing(9);
  await expect(loadPart(gone.load, wait)).rejects.toBeInstanceOf(PartMissing);
  expect(gone.asked()).toBe(2);
});
