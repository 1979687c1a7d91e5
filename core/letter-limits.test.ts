import { expect, it } from 'vitest';
import { letterRules, mostIn } from './letter-limits.ts';

it('keeps the promised bounds', () => {
  const strangers = [letterRules['free-order'].address, letterRules['address-check'].address];
  const inAll = (hours: number) => strangers.reduce((sum, allowances) => sum + mostIn(hours, allowances), 0);
  expect([inAll(0), inAll(1), inAll(24)]).toEqual([9, 18, 40]);
  expect(mostIn(1, letterRules.notice.address)).toBe(8);
  expect(mostIn(24, letterRules.notice.address)).toBe(48);
});

it.each(Object.entries(letterRules))(
  'a letter of class %s that is dropped can be ended, and one that cannot is kept',
  (_name, rule) => {
    if (rule.overAddress === 'withhold') expect(rule.neverAgain).not.toBeNull();
    if (rule.neverAgain === null) expect(rule.overAddress).toBe('wait');
  },
);

it('mails a paid ticket though nothing can be counted, and nothing a stranger made', () => {
  const sent = Object.entries(letterRules).filter(([, rule]) => rule.uncounted === 'send');
  expect(sent.map(([name]) => name)).toEqual(['paid-order']);
});
