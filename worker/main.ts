// The Worker's entry: HTTP, the queue's consumer, the cron, and the object classes.

import { handleRequest } from './app.ts';
import { configOf } from './config.ts';
import type { Env } from './env.d.ts';
import { answerMisconfigured } from './http/misconfigured.ts';
import { logVersion } from './log.ts';
import { consume } from './queue/consumer.ts';
import { queueScheduled } from './scheduled.ts';

export { CheckInGate } from '../durable-objects/check-in-gate/check-in-gate.ts';
export { EventSales } from '../durable-objects/event-sales/event-sales.ts';
export { TestAcquirer } from '../durable-objects/test-acquirer/test-acquirer.ts';

export default {
  fetch(request, env, ctx) {
    logVersion(env.VERSION);
    return answerMisconfigured(request, env) ?? handleRequest(request, env, ctx);
  },
  async queue(batch, env) {
    logVersion(env.VERSION);
    configOf(env);
    await consume(batch, env);
  },
  async scheduled(controller, env) {
    logVersion(env.VERSION);
    configOf(env);
    await queueScheduled(env, controller.scheduledTime);
  },
} satisfies ExportedHandler<Env>;
