import { expect, it } from 'vitest';
import { logLine } from './log-line.ts';

it('a line of the log names level and event, and of an error its name and place without the message', () => {
  const line = logLine('warn', 'gate-silent', { eventId: 'evt_1', error: new TypeError('anna@example.org') });
  expect(JSON.parse(line)).toMatchObject({ level: 'warn', event: 'gate-silent', eventId: 'evt_1' });
  expect(JSON.parse(line).error).toMatch(/^TypeError at .*log-line\.test\.ts/);
  expect(line).not.toContain('anna');
});

it('a line without an error has no such field', () => {
  expect(logLine('info', 'started', {})).toBe('{"level":"info","event":"started"}');
});
