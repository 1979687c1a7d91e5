import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  driver: 'durable-sqlite',
  schema: './durable-objects/test-acquirer/schema.ts',
  out: './migrations/test-acquirer',
});
