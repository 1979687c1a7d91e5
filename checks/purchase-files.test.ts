// The files of a purchase, as docs/architecture.md lists them: a table of those that are about it, and one of those that
// it shares with other subjects. A reader follows the first from click to mailed ticket, so it must be whole and short.

import { expect, it } from 'vitest';
import { imports, read } from './sources.ts';

/**
 * Each bound is what there is today: whoever needs one more file merges two, or says here why it has to grow. Three of
 * `shared` draw the face of the event on its tickets, as its page does; one was a part of the object's class, which had
 * become too long to read; one reads how the organizer is reached, which its letters say; one says where an order was made.
 * One of `purchase` judges the replies to the organizer's questions.
 */
const most = { purchase: 61, shared: 64 };

const page = read('docs/architecture.md');
const [, walk = ''] = /^## A purchase, from click.*?$(.*?)^## /ms.exec(page) ?? [];
const [ofPurchase = '', shared = ''] = walk.split('These are the files that are about a purchase.');

function filesIn(table: string): Set<string> {
  const files = [...table.matchAll(/`((?:core|durable-objects|worker|widget)\/[\w./-]+\.tsx?)`/g)];
  return new Set(files.map(([, file = '']) => file));
}

const purchase = filesIn(ofPurchase);
const others = filesIn(shared);

it('a purchase goes through no more files than the bound, and through none that both tables name', () => {
  expect(purchase.size).toBeGreaterThan(40);
  expect(others.size).toBeGreaterThan(30);
  expect([...purchase].filter((file) => others.has(file))).toEqual([]);
  expect(purchase.size).toBeLessThanOrEqual(most.purchase);
  expect(others.size).toBeLessThanOrEqual(most.shared);
});

/** Imported by the commands of a purchase, and no part of it while all goes well. */
const besideThePurchase: Record<string, string> = {
  'commands/return-money.ts': 'a payment that is too much or too late',
  'commands/confirm-order.ts': 'a free order that waits for the button in its letter',
  'rows/refunds.ts': 'refunds',
  'rows/failed-refunds.ts': 'refunds that the provider rejected',
};

const room = 'durable-objects/event-sales';
const commands = ['holds', 'open-orders', 'settle-payment', 'sell'].map((name) => `${room}/commands/${name}.ts`);

function reachedFrom(entries: readonly string[]): Set<string> {
  const reached = new Set(entries);
  for (const file of reached) {
    const beside = file.startsWith(room) && besideThePurchase[file.slice(room.length + 1)] !== undefined;
    if (beside) continue;
    for (const { source, target, typeOnly } of imports) {
      if (source.file === file && target !== null && !typeOnly) reached.add(target);
    }
  }
  return reached;
}

it('every file that the commands of a purchase import is in one of the two tables', () => {
  const reached = [...reachedFrom(commands)].filter((file) => !file.startsWith('migrations/'));
  expect(reached.length).toBeGreaterThan(30);
  const known = (file: string) =>
    purchase.has(file) || others.has(file) || besideThePurchase[file.slice(room.length + 1)] !== undefined;
  expect(reached.filter((file) => !known(file))).toEqual([]);
});
