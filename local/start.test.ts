// What `npm start` promises about the machine: one server for a folder, and no process left when it is gone.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepare } from './server.ts';
import { lockState } from './state-lock.ts';

let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foyer-start-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Another process of this program, which prints a line when its code has run, and stays. */
async function another(code: string): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${code}; setInterval(() => {}, 1_000)`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  });
  started.push(child);
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return { child, line: line.toString().trim() };
}

const locks = (state: string) =>
  `const { lockState } = await import(${JSON.stringify(join(import.meta.dirname, 'state-lock.ts'))});
  lockState(${JSON.stringify(state)}); console.log('locked')`;

describe('a state folder', () => {
  it('is used by one Foyer at a time, and is free again when that was killed', async () => {
    const state = join(folder, 'state');
    const { child } = await another(locks(state));
    expect(() => lockState(state)).toThrow(`Another Foyer is running on ${state}: stop it first`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockState(state);
  });

  it('that another Foyer uses is neither built for nor migrated', async () => {
    const state = join(folder, 'state');
    await another(locks(state));
    await expect(prepare({ port: 1, state })).rejects.toThrow('Another Foyer is running');
    expect(existsSync(join(state, 'v3'))).toBe(false);
  });
});

it('a port in use is seen before anything is built or migrated', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const state = join(folder, 'state');
  await expect(prepare({ port, state })).rejects.toThrow(`Something already listens on port ${port}`);
  expect(existsSync(join(state, 'v3'))).toBe(false);
  server.close();
});

it('what runs with its parent ends when the parent is killed, children included', async () => {
  const runner = JSON.stringify(join(import.meta.dirname, 'end-with-parent.ts'));
  const { child, line } = await another(
    `const { spawn } = await import('node:child_process');
    const runner = spawn(process.execPath, [${runner}, 'sh', '-c', 'sleep 1000 & echo $!; wait'], {
      detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
    runner.stdout.pipe(process.stdout)`,
  );
  const pid = Number(line);
  expect(isAlive(pid)).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Of an orphan that was killed, its entry may stay until somebody asks for it.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
