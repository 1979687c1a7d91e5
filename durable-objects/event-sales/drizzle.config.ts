// `drizzle-kit generate --config durable-objects/event-sales/drizzle.config.ts` writes the next migration.

import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  driver: 'durable-sqlite',
  schema: './durable-objects/event-sales/schema.ts',
  out: './migrations/event-sales',
});
