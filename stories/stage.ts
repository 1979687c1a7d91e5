// The stage of the stories: the real product with an empty state, and a path to a real browser. Vitest runs the files of
// the stories in two processes (lanes); each file goes to the lane that is free first, so that one lane works while the
// other waits. Each lane has a server of its own, because one story changes the settings of its whole server. The files
// of a lane come one after another and share its server; each story makes its own people.

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureBrowser } from '../local/browser.ts';
import { prepare, startServer } from '../local/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** One for each lane, in the order of their numbers. */
    servers: StoryServer[];
    browserPath: string;
  }
}

type StoryServer = {
  origin: string;
  /** The folder of the server's data, for what only the operator's commands do. */
  state: string;
};

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  project.provide('browserPath', ensureBrowser());
  const folder = mkdtempSync(join(tmpdir(), 'foyer-stories-'));
  // When a server does not start, this process ends, and with it those that did (local/end-with-parent.ts).
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeFolder);
  const servers = await startServers(folder, await freePorts(await lanesOf(project)));
  project.provide(
    'servers',
    servers.map(({ origin, state }) => ({ origin, state })),
  );
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
    removeFolder();
  };
}

async function startServers(folder: string, ports: number[]) {
  const states = ports.map((_port, lane) => join(folder, String(lane + 1)));
  const [first = '', ...others] = states;
  // The build and the migrations are made once: a lane begins with a copy of the first one's empty databases.
  await prepare({ port: ports[0] ?? 0, state: first });
  for (const state of others) cpSync(join(first, 'v3'), join(state, 'v3'), { recursive: true });
  return Promise.all(
    states.map(async (state, lane) => {
      const server = await startServer({ port: ports[lane] ?? 0, state, logFile: join(state, 'server.log') });
      return { ...server, state };
    }),
  );
}

/** A run of a single file needs no second server. */
async function lanesOf(project: TestProject): Promise<number> {
  const running = project.vitest.state.getPaths();
  const { testFiles } = await project.globTestFiles();
  const files = testFiles.filter((file) => running.includes(file)).length;
  return Math.min(project.config.maxWorkers, files);
}

/** Each probe listens until all ports are known, so that no port is given twice. */
async function freePorts(count: number): Promise<number[]> {
  const probes = await Promise.all(Array.from({ length: count }, listen));
  return Promise.all(probes.map(close));
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => resolve(probe));
  });
}

function close(probe: Server): Promise<number> {
  const address = probe.address();
  return new Promise((resolve, reject) => {
    probe.close(() =>
      typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
    );
  });
}
