// What the end of a test file needs: the alarms of exactly these objects are taken off (apply-migrations.ts).

import { env, listDurableObjectIds, reset, runInDurableObject } from 'cloudflare:test';
import { beforeEach, expect, it } from 'vitest';
import { callEventSales } from '../event-object/event-object.ts';
import { forgetCalledObjects, isCalled } from './called-objects.ts';

const isCalledByName = (name: string) => isCalled(env.EVENT_SALES.idFromName(name));

/** An object with something on the disk, as an earlier test file leaves it. */
async function leftByAnEarlierFile(name: string): Promise<void> {
  const id = env.EVENT_SALES.idFromName(name);
  await runInDurableObject(env.EVENT_SALES.get(id), (_, state) => state.storage.setAlarm(Date.now() + 3_600_000));
  await reset();
  forgetCalledObjects();
}

beforeEach(forgetCalledObjects);

it('an object of an earlier file is still listed, and not called', async () => {
  await leftByAnEarlierFile('evt_earlier');
  const listed = (await listDurableObjectIds(env.EVENT_SALES)).map(String);
  expect(listed).toContain(env.EVENT_SALES.idFromName('evt_earlier').toString());
  expect(isCalledByName('evt_earlier')).toBe(false);
});

it('an object of an earlier file that this one calls again is called', async () => {
  await leftByAnEarlierFile('evt_again');
  await env.EVENT_SALES.getByName('evt_again').stock();
  expect([isCalledByName('evt_again'), isCalledByName('evt_other')]).toEqual([true, false]);
});

it('an object is called by its id, and by the product', async () => {
  env.CHECK_IN_GATE.get(env.CHECK_IN_GATE.idFromName('evt_gate'));
  expect(isCalled(env.CHECK_IN_GATE.idFromName('evt_gate'))).toBe(true);
  await callEventSales(env, 'evt_product', (sales) => sales.stock());
  expect(isCalledByName('evt_product')).toBe(true);
});
