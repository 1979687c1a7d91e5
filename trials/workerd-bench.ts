// Benches that run inside workerd, apart from the tests: the Worker with its D1, as `vitest.config.ts` has them.

import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';
import { developmentVars } from '../local/development.ts';
import { trialSecrets } from './secrets.ts';

/** The bench files run one after the other: each measures alone. */
export function benchConfig(include: string[]) {
  return defineConfig({
    root: new URL('../', import.meta.url).pathname,
    plugins: [
      cloudflareTest(async () => {
        const { bundledHashingWorker } = await import('../local/bundle.ts');
        return {
          wrangler: { configPath: './wrangler.toml' },
          miniflare: {
            workers: [bundledHashingWorker()],
            bindings: {
              ...developmentVars,
              ...trialSecrets,
              D1_MIGRATIONS: await readD1Migrations('./migrations/d1'),
            },
          },
        };
      }),
    ],
    test: { include, setupFiles: ['./worker/test/apply-migrations.ts'], fileParallelism: false },
  });
}
