// Every test file starts on an empty D1 with all migrations applied; applying them again changes nothing.

import { applyD1Migrations, type D1Migration, env } from 'cloudflare:test';

declare global {
  namespace Cloudflare {
    interface Env {
      D1_MIGRATIONS: D1Migration[];
    }
  }
}

await applyD1Migrations(env.DB, env.D1_MIGRATIONS);
