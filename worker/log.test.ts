import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LogFields } from '#core/log-line.ts';
import { log, logVersion } from './log.ts';

// Another file of the same runtime may have sent a request, which sets it.
beforeEach(() => logVersion(undefined));
afterEach(() => {
  vi.restoreAllMocks();
});

function lineOf(level: 'info' | 'warn' | 'error', fields: LogFields): Record<string, unknown> {
  const written = vi.spyOn(console, level).mockReturnValue(undefined);
  log(level, 'something-happened', fields);
  expect(written).toHaveBeenCalledOnce();
  const line = JSON.parse(String(written.mock.calls[0]?.[0]));
  written.mockRestore();
  return line;
}

it('a line of the log names its level, its event and its fields, and the version once it is known', () => {
  expect(lineOf('warn', { requestId: 'r1', code: 'busy', durationMs: 3 })).toEqual({
    level: 'warn',
    event: 'something-happened',
    requestId: 'r1',
    code: 'busy',
    durationMs: 3,
  });
  logVersion({ id: 'v7' });
  expect(lineOf('info', {})).toEqual({ level: 'info', event: 'something-happened', version: 'v7' });
});

it('a line of the log has the name and the place of an error, and never its message', () => {
  const error = new TypeError('insert into users values (anna@example.org)');
  const line = lineOf('error', { error });
  expect(line.error).toMatch(/^TypeError at .*log\.test/);
  expect(JSON.stringify(line)).not.toContain('anna');
  expect(lineOf('error', { error: 'anna@example.org' })).toMatchObject({ error: 'not an error' });
});
