import { expect, it } from 'vitest';
import { ClockWatch } from './clock-step.ts';

const minute = 60_000;
const start = 1_800_000_000_000;

it('tells no object the time while the clock runs forward, or while requests see it a moment apart', () => {
  const watch = new ClockWatch();
  for (const nowMs of [start, start + 5, start - 1_000, start + minute])
    expect(watch.mustTell('evt_a', nowMs)).toBe(false);
});

it('tells each object once after the clock was set back, and none once the time has caught up', () => {
  const watch = new ClockWatch();
  watch.mustTell('evt_a', start);
  expect(watch.mustTell('evt_a', start - 10 * minute)).toBe(true);
  watch.told('evt_a');
  expect(watch.mustTell('evt_a', start - 10 * minute + 5)).toBe(false);
  expect(watch.mustTell('evt_b', start - 9 * minute)).toBe(true);
  // Set back again: everybody again.
  expect(watch.mustTell('evt_a', start - 30 * minute)).toBe(true);
  expect(watch.mustTell('evt_a', start + minute)).toBe(false);
});

it('notices many small steps back, and a step back after the clock was set ahead again', () => {
  const watch = new ClockWatch();
  watch.mustTell('evt_a', start);
  expect(watch.mustTell('evt_a', start - 1_500)).toBe(false);
  expect(watch.mustTell('evt_a', start - 3_000)).toBe(true);
  watch.told('evt_a');
  expect(watch.mustTell('evt_a', start - 2_900)).toBe(false);

  watch.mustTell('evt_a', start - 10 * minute);
  watch.told('evt_a');
  expect(watch.mustTell('evt_a', start - minute)).toBe(false);
  expect(watch.mustTell('evt_a', start - 5 * minute)).toBe(true);
});
