// A Worker as it is deployed: bundled by wrangler into a folder, and its modules as miniflare takes them.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { root } from './server.ts';

export const hashingConfig = 'hashing/wrangler.toml';

/** `args`: another entry than the configuration's, or another configuration. */
export function bundleWorker(outdir: string, args: readonly string[]): void {
  // Wrangler demands that the folder of assets exists, whether the browsers' parts were built or not.
  mkdirSync(join(root, 'dist', 'site'), { recursive: true });
  const all = ['deploy', ...args, '--dry-run', '--outdir', outdir];
  const ended = spawnSync(join(root, 'node_modules', '.bin', 'wrangler'), all, {
    cwd: root,
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1', NO_COLOR: '1' },
    encoding: 'utf8',
  });
  if (ended.status !== 0 || !existsSync(outdir)) {
    throw new Error(`wrangler ${all.join(' ')} failed:\n${ended.stdout ?? ''}${ended.stderr ?? ''}`);
  }
}

const moduleTypes = [
  [/\.js$/, 'ESModule'],
  [/\.wasm$/, 'CompiledWasm'],
  [/\.(ttf|bin)$/, 'Data'],
  [/\.(sql|txt|html)$/, 'Text'],
] as const;

export function modulesOf(folder: string) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const found = files.flatMap((name) => {
    const type = moduleTypes.find(([pattern]) => pattern.test(name))?.[1];
    return type === undefined ? [] : [{ type, path: join(folder, name) }];
  });
  // The first module is the entry; wrangler writes the bundle beside the files it imports.
  return found.sort((one, other) => Number(other.type === 'ESModule') - Number(one.type === 'ESModule'));
}

/** Bundles the hashing Worker as for a deployment; vitest's pool builds only the Worker under test. */
export function bundledHashingWorker() {
  const folder = join(root, 'dist', 'hashing');
  bundleWorker(folder, ['--config', hashingConfig]);
  return hashingWorker(folder);
}

/** The hashing Worker that `bundleWorker` wrote into `folder`. */
export function hashingWorker(folder: string) {
  const { modulesRules, ...options } = unstable_getMiniflareWorkerOptions(join(root, hashingConfig)).workerOptions;
  return { ...options, name: 'foyer-hashing', modules: modulesOf(folder), modulesRoot: folder };
}
