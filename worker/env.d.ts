// The bindings of wrangler.toml. `worker/config.ts` parses the variables once per isolate.

import type { CheckInGate } from '../durable-objects/check-in-gate/check-in-gate.ts';
import type { EventSales } from '../durable-objects/event-sales/event-sales.ts';
import type { OutboxMessage } from '../durable-objects/event-sales/outbox/messages.ts';
import type { TestAcquirer } from '../durable-objects/test-acquirer/test-acquirer.ts';
import type Hashing from '../hashing/hashing.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      DB: D1Database;
      FILES: R2Bucket;
      EMAIL: SendEmail;
      /** Absent in a deployment that made none: the exact counters hold without it. */
      FIRST_LINE?: RateLimit;
      VERSION?: WorkerVersionMetadata;
      /** The Worker of `hashing/`. */
      HASHING: Service<Hashing>;
      ASSETS: Fetcher;
      FACTS: Queue<OutboxMessage>;
      LETTERS: Queue<OutboxMessage>;
      HOUSEKEEPING: Queue<unknown>;
      EVENT_SALES: DurableObjectNamespace<EventSales>;
      CHECK_IN_GATE: DurableObjectNamespace<CheckInGate>;
      TEST_ACQUIRER: DurableObjectNamespace<TestAcquirer>;

      ENVIRONMENT: string;
      PUBLIC_ORIGIN: string;
      MAIL_SENDER: string;
      MAIL_FROM: string;
      SMTP_URL?: string;
      REGISTRATIONS_PER_HOUR: string;
      PAYMENT_PROVIDERS: string;
      ALLOW_TEST_PAYMENTS: string;
      TEST_ACQUIRER_LATE_SECONDS: string;

      ID_SECRET: string;
      TOKEN_KEYS: string;
      /** Only where the test acquirer is on. */
      TEST_ACQUIRER_SECRET?: string;
      /** Only where the operator has Turnstile. */
      TURNSTILE_SITE_KEY?: string;
      TURNSTILE_SECRET_KEY?: string;
    }
  }
}

export type Env = Cloudflare.Env;
