// The child process of `built-worker.ts`: workerd under miniflare, with the bindings of wrangler.toml.

import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptionsShape } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { hashingWorker, modulesOf } from '../local/bundle.ts';
import { developmentVars } from '../local/development.ts';
import { migrate } from '../local/migrations.ts';
import { root } from '../local/server.ts';
import { trialSecrets } from './secrets.ts';

type Options = {
  bundle: string;
  hashing: string;
  state: string;
  port: number;
  entryPort: number;
  origin: string;
  vars?: Record<string, string>;
  consumers?: boolean;
  objects?: Record<string, string>;
};

// `built-worker.ts` writes this into the command line; nothing else starts this file.
const options = JSON.parse(process.argv[2] ?? '{}') as Options;

const workerOptions: V4WorkerOptionsShape = unstable_getMiniflareWorkerOptions(
  join(root, 'wrangler.toml'),
).workerOptions;
// With static files another Worker would run in front of ours, and the API needs none.
delete workerOptions.assets;
// The modules are named one by one below.
delete workerOptions.modulesRules;
if (options.consumers === false) delete workerOptions.queueConsumers;

// The folder in which the two processes find each other.
const meeting = join(options.state, 'running-workers');
rmSync(meeting, { recursive: true, force: true });
const shared = {
  // miniflare would ask the internet for the location of this machine; there may be no internet.
  cf: false,
  telemetry: { enabled: false },
  unsafeDevRegistryPath: meeting,
} as const;

// The hashing Worker has a workerd of its own, as on the platform: Workers of one process share one thread.
const hashing = new Miniflare(
  convertV4MiniflareOptions({ ...shared, host: '127.0.0.1', ...hashingWorker(options.hashing) }),
);
await hashing.ready;

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host: '127.0.0.1',
    port: options.entryPort,
    unsafeTriggerHandlers: true,
    resourcePersistencePath: options.state,
    ...shared,
    ...workerOptions,
    name: 'foyer',
    modules: modulesOf(options.bundle),
    modulesRoot: options.bundle,
    bindings: {
      ...workerOptions.bindings,
      ...developmentVars,
      PUBLIC_ORIGIN: options.origin,
      ...trialSecrets,
      ...options.vars,
    },
    durableObjects: { ...workerOptions.durableObjects, ...ownObjects() },
    unsafeDirectSockets: [{ host: '127.0.0.1', port: options.port }],
  }),
);

function ownObjects() {
  const entries = Object.entries(options.objects ?? {});
  return Object.fromEntries(entries.map(([binding, className]) => [binding, { className, useSQLite: true }]));
}

await miniflare.ready;
await migrate(await miniflare.getD1Database('DB'));
console.log(`ready on ${options.origin}, modules in ${relative(root, options.bundle)}`);
