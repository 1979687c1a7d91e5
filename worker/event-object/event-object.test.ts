import { describe, expect, it } from 'vitest';
import { withRetries } from './event-object.ts';

function failing(times: number, marks: Record<string, boolean>) {
  const calls = { made: 0 };
  const call = async () => {
    calls.made += 1;
    if (calls.made <= times) throw Object.assign(new Error('object'), marks);
    return 'answer';
  };
  return { call, calls };
}

describe('a call to an event object', () => {
  it('is made again when the object restarted under it', async () => {
    const { call, calls } = failing(3, { retryable: true });
    expect(await withRetries(call)).toBe('answer');
    expect(calls.made).toBe(4);
  });

  it('ends in busy after three retries', async () => {
    const { call, calls } = failing(9, { retryable: true });
    await expect(withRetries(call)).rejects.toMatchObject({ code: 'busy', retryAfterSeconds: 2 });
    expect(calls.made).toBe(4);
  });

  it('is never repeated to an overloaded object', async () => {
    const { call, calls } = failing(1, { retryable: true, overloaded: true });
    await expect(withRetries(call)).rejects.toMatchObject({ code: 'busy' });
    expect(calls.made).toBe(1);
  });

  it('is never repeated after a bug', async () => {
    const { call, calls } = failing(1, {});
    await expect(withRetries(call)).rejects.toThrow('object');
    expect(calls.made).toBe(1);
  });
});
