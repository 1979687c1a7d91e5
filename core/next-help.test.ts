import { expect, it } from 'vitest';
import { helpsFor, type SellingEvent } from './next-help.ts';

const day = 86_400_000;
const nowMs = 1_800_000_000_000;
const well: SellingEvent = {
  id: 'evt_1',
  startsAtMs: nowMs + 10 * day,
  hasCover: true,
  sold: 60,
  capacity: 100,
  partners: 1,
  hasOpenTerms: false,
};

it.each<[string, Partial<SellingEvent>, string | null]>([
  ['sells well', {}, null],
  ['has neither partners nor open terms', { partners: 0 }, 'partners'],
  ['has open terms and no partner yet', { partners: 0, hasOpenTerms: true }, null],
  ['has no cover', { hasCover: false }, 'cover'],
  ['has neither cover nor partners', { hasCover: false, partners: 0 }, 'partners'],
  ['is soon and has sold little', { sold: 33 }, 'few-sold'],
  ['is soon and has sold a third', { sold: 34 }, null],
  ['has sold little and is far', { sold: 0, startsAtMs: nowMs + 15 * day }, null],
  ['is sold out', { sold: 100, partners: 0 }, null],
  ['has no tickets', { sold: 0, capacity: 0, partners: 0 }, null],
  ['has begun', { startsAtMs: nowMs, partners: 0 }, null],
])('an event that %s', (_what, changes, kind) => {
  expect(helpsFor([{ ...well, ...changes }], nowMs)).toEqual(kind === null ? [] : [{ kind, eventId: 'evt_1' }]);
});

it('suggests three things at most, of the soonest events', () => {
  const events = [1, 2, 3, 4].map((n) => ({ ...well, id: `evt_${n}`, partners: 0 }));
  expect(helpsFor([well, ...events], nowMs).map(({ eventId }) => eventId)).toEqual(['evt_1', 'evt_2', 'evt_3']);
});
