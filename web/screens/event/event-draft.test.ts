// Two people edit one event: both changes survive, and where both changed the same field, the second is told.

import { expect, it } from 'vitest';
import { rebased } from '../../rebased.ts';
import { emptyDraft } from './event-draft.ts';

it('a save by somebody else comes in beside what was typed', () => {
  const base = { ...emptyDraft(), title: 'Вечер', city: 'Омск', programme: 'Бах' };
  const typed = { ...base, title: 'Вечер при свечах', programme: 'Бах, Гайдн' };
  const saved = { ...base, city: 'Томск', programme: 'Бах, Моцарт', tags: 'джаз' };
  const { draft, both } = rebased(base, typed, saved);
  expect(draft).toEqual({
    ...base,
    title: 'Вечер при свечах',
    city: 'Томск',
    tags: 'джаз',
    programme: 'Бах, Гайдн',
  });
  expect(both).toEqual(['programme']);
});

it('the same change made twice is no quarrel', () => {
  const base = { ...emptyDraft(), title: 'Вечер' };
  const same = { ...base, title: 'Утро' };
  expect(rebased(base, same, same)).toEqual({ draft: same, both: [] });
});
