// Three rooms of tests: rules in plain Node, the Worker and its objects in workerd, stories in a real browser.

import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';
import { developmentVars } from './local/development.ts';
import { keepTemporaryFilesInMemory } from './local/temporary-folder.ts';

keepTemporaryFilesInMemory();

const testSecret = 'only-for-tests-only-for-tests-only-for-tests';

// One private key for tests, made up here; production's never leave their secret.
const testTokenKeys = JSON.stringify([
  {
    kty: 'OKP',
    crv: 'Ed25519',
    alg: 'EdDSA',
    kid: 'test-1',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  },
]);

// No test judges by time. This ends only a test that waits for what never comes, so that the run can name it; it is
// shorter than the silence after which the whole run is ended (local/vitest-run.ts).
const patienceMs = 120_000;

// The only assets the tests of the Worker read: tickets in other scripts.
async function ticketFonts() {
  const { makeTicketFonts } = await import('./local/ticket-fonts.ts');
  await makeTicketFonts();
}

export default defineConfig({
  test: {
    // Two at once, also where vitest would leave a core to itself: most of a file in workerd is waiting for its start.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'rules',
          // Files share their modules: loading fast-check and TypeScript's output anew costs more than most files.
          isolate: false,
          include: ['{checks,core,local,trials,web,widget}/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => {
            const { bundledHashingWorker } = await import('./local/bundle.ts');
            await ticketFonts();
            return {
              wrangler: { configPath: './wrangler.toml' },
              miniflare: {
                workers: [bundledHashingWorker()],
                bindings: {
                  ...developmentVars,
                  ID_SECRET: testSecret,
                  TEST_ACQUIRER_SECRET: testSecret,
                  TOKEN_KEYS: testTokenKeys,
                  TEST_ACQUIRER_LATE_SECONDS: '1',
                  D1_MIGRATIONS: await readD1Migrations('./migrations/d1'),
                },
              },
            };
          }),
        ],
        test: {
          name: 'workerd',
          // Files share two runtimes: see worker/test/apply-migrations.ts.
          isolate: false,
          include: ['worker/**/*.test.ts', 'durable-objects/**/*.test.ts'],
          setupFiles: ['./worker/test/apply-migrations.ts'],
          testTimeout: patienceMs,
          hookTimeout: patienceMs,
        },
      },
      {
        test: {
          name: 'stories',
          include: ['stories/**/*.test.ts'],
          environment: 'node',
          globalSetup: './stories/stage.ts',
          // Two processes, each with one browser and one server for all of its files (stories/stage.ts, stories/people.ts).
          isolate: false,
          // A story is told in order. Stories come after the other projects, which share two processes among themselves.
          sequence: { concurrent: false, groupOrder: 1 },
          testTimeout: patienceMs,
          hookTimeout: patienceMs,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
});
