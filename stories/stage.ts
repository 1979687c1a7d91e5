// The stage of the stories: the real server with an empty state, a real browser, and a page on another origin for the
// distributor's HTML. One server serves all stories of a run; each story makes its own people.

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureBrowser } from '../local/browser.ts';
import { prepare, startServer } from '../local/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    origin: string;
    /** The folder of the server's data, for what only the operator's commands do. */
    state: string;
    browserPath: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const state = mkdtempSync(join(tmpdir(), 'foyer-stories-'));
  const browserPath = ensureBrowser();
  const port = await freePort();
  await prepare({ port, state });
  const server = await startServer({ port, state, logFile: join(state, 'server.log') });
  project.provide('origin', server.origin);
  project.provide('state', state);
  project.provide('browserPath', browserPath);
  return async () => {
    await server.stop();
    rmSync(state, { recursive: true, force: true });
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
