import { env } from 'cloudflare:test';
import { describe, expect, it, vi } from 'vitest';
import type { Env } from '../env.d.ts';
import { callEventSales, callGate, callTestAcquirer, ObjectUnavailable, withRetries } from './event-object.ts';

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
    await expect(withRetries(call)).rejects.toBeInstanceOf(ObjectUnavailable);
    expect(calls.made).toBe(4);
  });

  it('is never repeated to an overloaded object', async () => {
    const { call, calls } = failing(1, { retryable: true, overloaded: true });
    await expect(withRetries(call)).rejects.toBeInstanceOf(ObjectUnavailable);
    expect(calls.made).toBe(1);
  });

  it('is never repeated after a bug', async () => {
    const { call, calls } = failing(1, {});
    await expect(withRetries(call)).rejects.toThrow('object');
    expect(calls.made).toBe(1);
  });
});

const calls = {
  sales: (env: Env, eventId: string) => callEventSales(env, eventId, (sales) => sales.stock()),
  gate: (env: Env, eventId: string) => callGate(env, eventId, (gate) => gate.stats()),
  acquirer: (env: Env, eventId: string) => callTestAcquirer(env, eventId, (acquirer) => acquirer.payment('pay_1')),
};

/** An environment whose objects note what they were called for. */
function noting(): { env: Env; noted: string[] } {
  const noted: string[] = [];
  const object = new Proxy({}, { get: (_, name) => async () => void noted.push(String(name)) });
  const namespace = { getByName: () => object };
  return {
    env: { ...env, EVENT_SALES: namespace, CHECK_IN_GATE: namespace, TEST_ACQUIRER: namespace } as unknown as Env,
    noted,
  };
}

const realNow = Date.now.bind(Date);
let hours = 0;
/** Each time further, so that it is a new step for the Worker's memory. */
function runAhead() {
  hours += 2;
  const byMs = hours * 3_600_000;
  return vi.spyOn(Date, 'now').mockImplementation(() => realNow() + byMs);
}

describe.each(Object.entries(calls))('after the clock was set back, the %s object', (_name, call) => {
  it('is told the time once, before it is called', async () => {
    const { env, noted } = noting();
    const clock = runAhead();
    await call(env, 'evt_a');
    expect(noted).not.toContain('tellTime');
    clock.mockRestore();
    noted.length = 0;
    await call(env, 'evt_a');
    await call(env, 'evt_a');
    expect(noted.map((name) => name === 'tellTime')).toEqual([true, false, false]);
  });

  it('is called though it ended when it was told', async () => {
    const { env, noted } = noting();
    const silent = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const clock = runAhead();
    await call(env, 'evt_b');
    clock.mockRestore();
    const ended = new Proxy(
      {},
      {
        get: (_, name) => async () => {
          noted.push(String(name));
          if (name === 'tellTime') throw Object.assign(new Error('the clock was set back'), { retryable: true });
        },
      },
    );
    const namespace = { getByName: () => ended };
    const stepped = {
      ...env,
      EVENT_SALES: namespace,
      CHECK_IN_GATE: namespace,
      TEST_ACQUIRER: namespace,
    } as unknown as Env;
    noted.length = 0;
    await call(stepped, 'evt_b');
    expect(noted).toHaveLength(2);
    silent.mockRestore();
  });
});
