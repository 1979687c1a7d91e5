import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commonPasswordList, listFile } from './common-passwords.ts';

it('the list of common passwords is what its package says now', () => {
  const list = readFileSync(listFile, 'utf8');
  expect(list).toBe(commonPasswordList());
  expect(list.split('\n').length).toBeGreaterThan(10_000);
  expect(list.length).toBeLessThan(160_000);
});
