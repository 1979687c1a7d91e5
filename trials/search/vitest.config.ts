// The measurement of the search, apart from the tests: `npx vitest run --config trials/search/vitest.config.ts`.

import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';

const root = new URL('../../', import.meta.url).pathname;
const secret = 'only-for-tests-only-for-tests-only-for-tests';

export default defineConfig({
  root,
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          ID_SECRET: secret,
          TEST_ACQUIRER_SECRET: secret,
          TOKEN_KEYS: '[]',
          D1_MIGRATIONS: await readD1Migrations('./migrations/d1'),
        },
      },
    })),
  ],
  test: { include: ['worker/catalog/search.bench.ts'], setupFiles: ['./worker/test/apply-migrations.ts'] },
});
