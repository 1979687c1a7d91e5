// Files share a runtime and its modules: starting both anew costs more than most files. So every test file starts by
// emptying D1, the objects and R2 and applying all migrations, and ends by taking its mocks back.
// It ends with every alarm off: objects are evicted then, and one that is just writing in an alarm takes the
// whole runtime with it ("broken.outputGateBroken; evicted"), after which vitest waits for ever.

import {
  applyD1Migrations,
  type D1Migration,
  env,
  listDurableObjectIds,
  reset,
  runInDurableObject,
} from 'cloudflare:test';
import { afterAll, vi } from 'vitest';
import { forgetSettings } from '../settings/memory.ts';
import { forgetCalledObjects, isCalled } from './called-objects.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      D1_MIGRATIONS: D1Migration[];
    }
  }
}

await reset();
forgetCalledObjects();
await applyD1Migrations(env.DB, env.D1_MIGRATIONS);
// The module remembers what the file before it had saved.
forgetSettings();

afterAll(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  if ((await quietAll()) === 0) return;
  // Twice: an alarm at work during the first round may have set the next one; it is given the time to end.
  await scheduler.wait(250);
  await quietAll();
  await scheduler.wait(250);
});

/** How many objects this file has called: one that called none has nothing to wait for. */
async function quietAll(): Promise<number> {
  const counts = [await quiet(env.EVENT_SALES), await quiet(env.CHECK_IN_GATE), await quiet(env.TEST_ACQUIRER)];
  return counts.reduce((sum, count) => sum + count, 0);
}

async function quiet<Kind extends Rpc.DurableObjectBranded>(objects: DurableObjectNamespace<Kind>): Promise<number> {
  const ids = (await listDurableObjectIds(objects)).filter(isCalled);
  await Promise.all(
    ids.map((id) => runInDurableObject(objects.get(id), (_object, state) => state.storage.deleteAlarm())),
  );
  return ids.length;
}
