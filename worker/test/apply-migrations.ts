// Every test file starts on an empty D1 with all migrations applied; applying them again changes nothing.
// And it ends with every alarm off: objects are evicted then, and one that is just writing in an alarm takes the
// whole runtime with it ("broken.outputGateBroken; evicted"), after which vitest waits for ever.

import { applyD1Migrations, type D1Migration, env, listDurableObjectIds, runInDurableObject } from 'cloudflare:test';
import { afterAll } from 'vitest';

declare global {
  namespace Cloudflare {
    interface Env {
      D1_MIGRATIONS: D1Migration[];
    }
  }
}

await applyD1Migrations(env.DB, env.D1_MIGRATIONS);

afterAll(async () => {
  // Twice: an alarm at work during the first round may have set the next one; it is given the time to end.
  for (let round = 0; round < 2; round++) {
    await quiet(env.EVENT_SALES);
    await quiet(env.CHECK_IN_GATE);
    await quiet(env.TEST_ACQUIRER);
    await scheduler.wait(250);
  }
});

async function quiet<Kind extends Rpc.DurableObjectBranded>(objects: DurableObjectNamespace<Kind>): Promise<void> {
  for (const id of await listDurableObjectIds(objects)) {
    await runInDurableObject(objects.get(id), (_object, state) => state.storage.deleteAlarm());
  }
}
