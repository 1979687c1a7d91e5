import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestAcquirer, testCards, type WebhookEvent } from './test-acquirer.ts';

let n = 0;
let acquirer: DurableObjectStub<TestAcquirer>;

beforeEach(() => {
  n += 1;
  acquirer = env.TEST_ACQUIRER.getByName(`evt_${n}`);
});

const request = (key = 'ord_a:1') => ({
  key,
  reference: 'ord_a_1',
  amountMinor: 150_000,
  currency: 'RUB',
  seller: 'Ромашка',
  title: 'Концерт',
  locale: 'ru' as const,
  returnUrl: 'http://localhost:8787/o/ord_a_1',
  expiresAtMs: Date.now() + 600_000,
});

function cardThat(behaviour: (typeof testCards)[number]['behaviour']): string {
  return testCards.find((card) => card.behaviour === behaviour)?.number ?? '';
}

async function opened(): Promise<string> {
  const made = await acquirer.createPayment(request());
  if (!made.ok) throw new Error('no payment');
  return made.value.paymentId;
}

/** Webhooks not delivered yet, in the order they are due. */
function owed(): Promise<{ webhook: WebhookEvent; attempts: number }[]> {
  return runInDurableObject(acquirer, (_object, state) =>
    state.storage.sql
      .exec('select body, attempts from notices order by due_at, n')
      .toArray()
      .map((row) => ({ webhook: JSON.parse(String(row.body)) as WebhookEvent, attempts: Number(row.attempts) })),
  );
}

describe('creating a payment', () => {
  it('returns the same payment for the same key', async () => {
    const first = await acquirer.createPayment(request());
    const again = await acquirer.createPayment(request());
    expect(again).toEqual(first);
    expect(await acquirer.createPayment(request('ord_a:2'))).not.toEqual(first);
  });

  it('refuses the same key with another amount', async () => {
    await acquirer.createPayment(request());
    expect(await acquirer.createPayment({ ...request(), amountMinor: 1 })).toMatchObject({
      ok: false,
      code: 'key-reused',
    });
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses an amount of %s', async (amountMinor) => {
    expect(await acquirer.createPayment({ ...request(), amountMinor })).toMatchObject({
      ok: false,
      code: 'bad-amount',
    });
  });
});

describe('a card', () => {
  it('a card that succeeds is charged once, however often it is presented', async () => {
    const id = await opened();
    for (let i = 0; i < 3; i++) await acquirer.pay(id, cardThat('succeeds'));
    await acquirer.pay(id, cardThat('declined'));
    expect(await acquirer.payment(id)).toMatchObject({ status: 'succeeded' });
    expect((await owed()).map((one) => one.webhook.type)).toEqual(['payment.succeeded']);
  });

  it('a declined card ends the payment unpaid', async () => {
    const id = await opened();
    expect(await acquirer.pay(id, cardThat('declined'))).toMatchObject({
      ok: true,
      value: { payment: { status: 'failed' } },
    });
    expect((await acquirer.payment(id))?.status).toBe('failed');
  });

  it('the card with an unclear result is charged all the same', async () => {
    const id = await opened();
    expect(await acquirer.pay(id, cardThat('unclear'))).toMatchObject({ ok: true, value: { unclear: true } });
    expect((await acquirer.payment(id))?.status).toBe('succeeded');
  });

  it('the repeated card sends one event three times and an earlier one in between', async () => {
    const id = await opened();
    await acquirer.pay(id, cardThat('repeated'));
    const told = (await owed()).map((one) => one.webhook);
    expect(told.map((one) => one.type)).toEqual([
      'payment.succeeded',
      'payment.succeeded',
      'payment.processing',
      'payment.succeeded',
    ]);
    expect(new Set(told.map((one) => one.id)).size).toBe(2);
  });

  it('a card number may be written in groups of four', async () => {
    expect(await acquirer.pay(await opened(), '4242 4242 4242 4242')).toMatchObject({ ok: true });
  });

  it('any other card number is refused and changes nothing', async () => {
    const id = await opened();
    expect(await acquirer.pay(id, '5555555555554444')).toMatchObject({ ok: false, code: 'not-a-test-card' });
    expect((await acquirer.payment(id))?.status).toBe('open');
  });
});

describe('cancelling', () => {
  it('a cancelled payment cannot be paid by any card', async () => {
    const id = await opened();
    expect((await acquirer.cancelPayment(id))?.status).toBe('cancelled');
    await acquirer.pay(id, cardThat('succeeds'));
    expect((await acquirer.payment(id))?.status).toBe('cancelled');
  });

  it('cancelling does not undo a paid payment', async () => {
    const id = await opened();
    await acquirer.pay(id, cardThat('succeeds'));
    expect((await acquirer.cancelPayment(id))?.status).toBe('succeeded');
  });
});

describe('refunds', () => {
  it('refunds never exceed what was paid', async () => {
    const id = await opened();
    await acquirer.pay(id, cardThat('succeeds'));
    expect(await acquirer.refundPayment({ key: 'r1', paymentId: id, amountMinor: 100_000 })).toMatchObject({
      ok: true,
    });
    expect(await acquirer.refundPayment({ key: 'r2', paymentId: id, amountMinor: 50_001 })).toMatchObject({
      ok: false,
    });
    expect(await acquirer.refundPayment({ key: 'r3', paymentId: id, amountMinor: 50_000 })).toMatchObject({ ok: true });
  });

  it('a refund is made once for one key', async () => {
    const id = await opened();
    await acquirer.pay(id, cardThat('succeeds'));
    const first = await acquirer.refundPayment({ key: 'r1', paymentId: id, amountMinor: 10 });
    expect(await acquirer.refundPayment({ key: 'r1', paymentId: id, amountMinor: 10 })).toEqual(first);
    expect((await acquirer.payment(id))?.refundedMinor).toBe(10);
    expect(await acquirer.refundPayment({ key: 'r1', paymentId: id, amountMinor: 20 })).toMatchObject({
      code: 'key-reused',
    });
  });

  it('a refund of a payment that was never paid is refused', async () => {
    expect(await acquirer.refundPayment({ key: 'r1', paymentId: await opened(), amountMinor: 10 })).toMatchObject({
      code: 'not-refundable',
    });
  });
});

describe('webhooks', () => {
  // The order behind these payments does not exist, so the merchant never answers 2xx.
  it('a webhook is sent again with longer pauses until the merchant answers 2xx', async () => {
    const id = await opened();
    await acquirer.pay(id, cardThat('succeeds'));
    await runDurableObjectAlarm(acquirer);
    const [first] = await owed();
    expect(first?.attempts).toBeGreaterThan(0);
    expect(await runInDurableObject(acquirer, (_object, state) => state.storage.getAlarm())).toBeGreaterThan(
      Date.now(),
    );
  });

  it('webhooks and payments survive the end of the object', async () => {
    const id = await opened();
    await acquirer.pay(id, cardThat('repeated'));
    await runInDurableObject(acquirer, (_object, state) => state.abort('evicted')).catch(() => undefined);
    acquirer = env.TEST_ACQUIRER.getByName(`evt_${n}`);
    expect((await acquirer.payment(id))?.status).toBe('succeeded');
    expect((await owed()).length).toBe(4);
  });
});

it('an acquirer that is down fails every call and loses nothing', async () => {
  const id = await opened();
  await acquirer.breakDownUntil(Date.now() + 60_000);
  // Asked inside the object: a throw that crosses the stub is reported as unheard, though the caller heard it.
  await runInDurableObject(acquirer, async (object) => {
    await expect((async () => object.payment(id))()).rejects.toThrow('down');
    await expect((async () => object.createPayment(request()))()).rejects.toThrow('down');
  });
  await acquirer.breakDownUntil(0);
  expect((await acquirer.payment(id))?.status).toBe('open');
});

describe('a clock that ran two hours ahead and is right again', () => {
  const hourMs = 3_600_000;
  const refusalOf = (told: Promise<unknown>) =>
    told.then(
      () => null,
      (error: unknown) => String(error),
    );

  it('times stored while the clock ran ahead delay no decision, no webhook and no alarm', async () => {
    const realNow = Date.now.bind(Date);
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => realNow() + 2 * hourMs);
    const [late, told] = [await opened(), await acquirer.createPayment(request('ord_a:2'))];
    await acquirer.pay(late, cardThat('late'));
    if (told.ok) await acquirer.pay(told.value.paymentId, cardThat('succeeds'));
    // A webhook that failed then: its next try is later still.
    await runInDurableObject(acquirer, (_object, state) => {
      state.storage.sql.exec('update notices set attempts = 1, due_at = due_at + 3600000');
    });
    clock.mockRestore();
    await evictDurableObject(acquirer);

    expect(await acquirer.payment(late)).toMatchObject({ status: 'processing' });
    const [alarmAt, dues] = await runInDurableObject(acquirer, async (_object, state) => [
      await state.storage.getAlarm(),
      state.storage.sql
        .exec<{ at: number }>(
          'select due_at as at from notices union all select decide_at from payments where decide_at > 0',
        )
        .toArray()
        .map(({ at }) => at),
    ]);
    expect(dues).toHaveLength(3);
    for (const at of dues ?? []) expect(at).toBeLessThanOrEqual(realNow());
    // Null once it is ringing.
    expect(alarmAt ?? 0).toBeLessThanOrEqual(realNow() + 1_000);
    await runDurableObjectAlarm(acquirer);
    expect(await acquirer.payment(late)).toMatchObject({ status: 'succeeded' });
  });

  it('a running object restarts when a caller tells it the right time', async () => {
    const id = await opened();
    await acquirer.tellTime(Date.now());
    expect(await refusalOf(acquirer.tellTime(Date.now() - 10 * 60_000))).toContain('the clock was set back');
    expect(await env.TEST_ACQUIRER.getByName(`evt_${n}`).payment(id)).toMatchObject({ status: 'open' });
  });
});
