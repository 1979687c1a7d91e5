// `drizzle-kit generate --config durable-objects/check-in-gate/drizzle.config.ts` writes the next migration.

import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  driver: 'durable-sqlite',
  schema: './durable-objects/check-in-gate/schema.ts',
  out: './migrations/check-in-gate',
});
