import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BatchResult } from '../../durable-objects/event-sales/rpc.ts';
import { Batches, type BatchLimits } from './batch.ts';
import { ObjectUnavailable } from './unavailable.ts';

type Send = (commands: number[]) => Promise<BatchResult<string>[]>;

const answerAll: Send = async (commands) => commands.map((command) => ({ result: `answer ${command}` }));

afterEach(() => vi.restoreAllMocks());

function batches(send: Send = answerAll, limits: Partial<BatchLimits> = {}) {
  const calls: number[][] = [];
  const asked = new Batches(
    (_target: null, _eventId, commands: number[]) => {
      calls.push(commands);
      return send(commands);
    },
    // A busy machine may stop for longer than a batch is open: only the tests of that limit set it.
    { answerWithinMs: 10_000, openForMs: 60_000, ...limits },
  );
  return { calls, ask: (command: number, eventId = 'evt_a') => asked.ask(null, eventId, command) };
}

describe('commands that arrive together', () => {
  it('ride in one call, and each has an answer of its own', async () => {
    const { ask, calls } = batches();
    expect(await Promise.all([ask(1), ask(2), ask(3)])).toEqual(['answer 1', 'answer 2', 'answer 3']);
    expect(calls).toEqual([[1, 2, 3]]);
    expect(await ask(4)).toBe('answer 4');
  });

  it('are never mixed with those of another event', async () => {
    const { ask, calls } = batches();
    await Promise.all([ask(1), ask(2, 'evt_b')]);
    expect(calls).toEqual([[1], [2]]);
  });

  it('fail alone when one of them meets a bug', async () => {
    const { ask } = batches(async (commands) =>
      commands.map((command) => (command === 2 ? { broken: true } : { result: `answer ${command}` })),
    );
    const outcomes = await Promise.allSettled([ask(1), ask(2), ask(3)]);
    expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('are all told to come again when the object is busy', async () => {
    const { ask } = batches(() => Promise.reject(new ObjectUnavailable('overloaded')));
    for (const outcome of await Promise.allSettled([ask(1), ask(2)])) {
      expect(outcome).toMatchObject({ reason: expect.any(ObjectUnavailable) });
    }
  });

  it('all fail, and none hangs, when the call itself meets a bug or answers too few', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const send of [() => Promise.reject(new Error('bug')), async () => []]) {
      const { ask } = batches(send);
      const outcomes = await Promise.allSettled([ask(1), ask(2)]);
      expect(outcomes.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    }
  });

  it('are told to ask again with the same key when no answer comes in time', async () => {
    const { ask } = batches(() => new Promise(() => {}), { answerWithinMs: 20 });
    await expect(ask(1)).rejects.toBeInstanceOf(ObjectUnavailable);
  });
});

describe('a batch', () => {
  it('that is full takes nobody in', async () => {
    const { ask, calls } = batches(answerAll, { most: 2 });
    await Promise.all([ask(1), ask(2), ask(3)]);
    expect(calls).toEqual([[1, 2], [3]]);
  });

  it('waits on while each turn brings company, but not for ever', async () => {
    const time = heldTime();
    const { ask, calls } = batches(answerAll, { gatherMs: 100, gatherAtMostMs: 150, openForMs: 1_000 });
    const answers = [ask(1)];
    // Company in the first turn and in the second: then the batch has waited for longer than it may.
    for (const command of [2, 3]) {
      answers.push(ask(command));
      await time.endTurn(100);
    }
    answers.push(ask(4));
    await time.endTurn(100);
    await Promise.all(answers);
    expect(calls).toEqual([[1, 2, 3], [4]]);
  });

  it('leaves after one turn when nobody joins', async () => {
    const time = heldTime();
    const { ask, calls } = batches(answerAll, { gatherMs: 20, gatherAtMostMs: 1_000, openForMs: 1_000 });
    const first = ask(1);
    await time.endTurn(20);
    const second = ask(2);
    await time.endTurn(20);
    await Promise.all([first, second]);
    expect(calls).toEqual([[1], [2]]);
  });

  it('that should have left long ago takes nobody in', async () => {
    const time = heldTime();
    const { ask, calls } = batches(answerAll, { gatherMs: 200, openForMs: 20 });
    const first = ask(1);
    time.pass(60);
    const second = ask(2);
    await time.endTurn(200);
    await time.endTurn(200);
    await Promise.all([first, second]);
    expect(calls).toEqual([[1], [2]]);
  });
});

/** The clock and the turns of waiting, moved by the test: a slow machine changes nothing. */
function heldTime() {
  let nowMs = 1_000_000;
  const turns: (() => void)[] = [];
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
  vi.spyOn(scheduler, 'wait').mockImplementation(() => new Promise((resolve) => turns.push(() => resolve())));
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return {
    pass,
    /** Ends the turn that was begun first, and lets everything that follows from it happen. */
    endTurn: async (ms: number): Promise<void> => {
      pass(ms);
      turns.shift()?.();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}
