// A refusal is a value until HTTP answers it: a module that throws one hides from its callers that it can refuse.

import { expect, it } from 'vitest';
import { sources } from './sources.ts';

/** Where a `Refusal` becomes a response: the parts of HTTP, the routes and the pages. */
const edge = /^worker\/(http|routes|pages|delivery\/mailbox)\//;

it('a Refusal is made and thrown only where HTTP turns it into a response', () => {
  const product = sources.filter(({ room, isTest }) => room === 'worker' && !isTest);
  const makers = product.filter(({ text }) => /\bnew Refusal\(|\brefusalOf\(|\baccepted\(/.test(text));
  expect(makers.length).toBeGreaterThan(20);
  expect(makers.map(({ file }) => file).filter((file) => !edge.test(file))).toEqual([]);
});
