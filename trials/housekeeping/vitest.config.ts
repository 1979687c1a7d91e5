// What the cron costs with 100,000 live events: `npx vitest run --config trials/housekeeping/vitest.config.ts`.

import { resolve } from 'node:path';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';
import { developmentVars } from '../../local/development.ts';
import { trialSecrets } from '../secrets.ts';

const root = new URL('../../', import.meta.url).pathname;

/** The second Worker, as `vitest.config.ts` has it. */
async function hashing() {
  const { bundleWorker, hashingConfig, hashingWorker } = await import('../../local/bundle.ts');
  const folder = resolve(root, 'dist', 'hashing');
  bundleWorker(folder, ['--config', hashingConfig]);
  return hashingWorker(folder);
}

export default defineConfig({
  root,
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        workers: [await hashing()],
        bindings: {
          ...developmentVars,
          ...trialSecrets,
          D1_MIGRATIONS: await readD1Migrations('./migrations/d1'),
        },
      },
    })),
  ],
  test: {
    include: ['worker/reconciliation/hourly.bench.ts', 'worker/catalog/reindex.bench.ts'],
    setupFiles: ['./worker/test/apply-migrations.ts'],
    fileParallelism: false,
  },
});
