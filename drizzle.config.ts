// `drizzle-kit generate` writes migrations/d1 from these schemas; released files are never edited.

import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: './worker/schema/*.ts',
  out: './migrations/d1',
});
