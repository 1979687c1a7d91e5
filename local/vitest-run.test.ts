import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import type { Progress } from './test-progress.ts';
import { runVitest, watch } from './vitest-run.ts';

const folders: string[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function run(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'foyer-vitest-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return runVitest(['--globals', '--root', folder], { cwd: folder, output: 'dropped' });
}

it('ends a run by silence, however long it took, and names the files that were running', async () => {
  vi.useFakeTimers();
  const child = new EventEmitter();
  const end = vi.fn(() => child.emit('close', null));
  const result = watch(child, end);
  const tell = (progress: Progress) => child.emit('message', progress);
  for (const file of ['good.test.ts', 'hangs.test.ts']) tell({ kind: 'file-started', file });
  for (let minutes = 0; minutes < 40; minutes += 4) {
    await vi.advanceTimersByTimeAsync(4 * 60_000);
    tell({ kind: 'test-ended', file: 'good.test.ts', test: 'passes', state: 'passed', error: '' });
  }
  tell({ kind: 'file-ended', file: 'good.test.ts' });
  expect(end).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(end).toHaveBeenCalledOnce();
  expect(await result).toEqual({
    passed: 10,
    failed: 1,
    failures: ['vitest was ended: no test has ended for 5 minutes; running were hangs.test.ts'],
  });
});

it('a run that ends badly and names nothing has failed', async () => {
  const child = new EventEmitter();
  const result = watch(child, () => {});
  child.emit('close', 137);
  expect(await result).toMatchObject({ failures: ['vitest ended with 137 and named no test'] });
});

it('names every test that failed, was skipped or could not be loaded', async () => {
  const { passed, failures } = await run({
    'one.test.js':
      "it('passes', () => {}); describe('a', () => it('fails', () => expect(1).toBe(2))); it.skip('waits', () => {})",
    'two.test.js': "throw new Error('no such table')",
    'three.test.js': "beforeAll(() => { throw new Error('no server') }); it('is not reached', () => {})",
  });
  expect(passed).toBe(1);
  expect(failures.sort()).toEqual([
    expect.stringMatching(/^one\.test\.js > a > fails: expected 1 to be 2/),
    'one.test.js > waits: skipped',
    'three.test.js > is not reached: skipped',
    'three.test.js: no server',
    'two.test.js: no such table',
  ]);
});

it('a run without any test has failed', async () => {
  expect(await run({})).toMatchObject({ passed: 0, failed: 1 });
});
