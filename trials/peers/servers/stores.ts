// PostgreSQL and Redis of this trial's own: Debian's packages, on the loopback, in a temporary folder, durable when
// they respond, ended with the run. The machine's own databases are not touched.

import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, type Started, start } from '../../processes.ts';
import type { Run } from '../../trial.ts';

export const postgresMajor = 15;

/** Throws one sentence that names everything missing and how to get it. */
export function requirePrograms(): void {
  const missing = [
    ...(existsSync(postgresProgram('postgres')) ? [] : [`postgresql-${postgresMajor}`]),
    ...(inPath('redis-server') ? [] : ['redis-server']),
    ...(inPath('wrk') ? [] : ['wrk']),
  ];
  if (missing.length === 0) return;
  throw new Error(`This trial compares with other servers and needs them: apt-get install ${missing.join(' ')}`);
}

function inPath(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, program)));
}

function postgresProgram(name: string): string {
  const debian = `/usr/lib/postgresql/${postgresMajor}/bin/${name}`;
  return existsSync(debian) ? debian : `/usr/local/opt/postgresql@${postgresMajor}/bin/${name}`;
}

// PostgreSQL refuses to run as root; Debian's package made a user for it.
function postgresUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  const user = { uid: id('-u'), gid: id('-g') };
  if (!(user.uid > 0)) throw new Error('no user `postgres` on this machine; Debian’s package makes it');
  return user;
}

const postgresSettings = {
  listen_addresses: '127.0.0.1',
  max_connections: '100',
  shared_buffers: '256MB',
  // Durable when it responds. These are the defaults, written down because the comparison depends on them.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // No checkpoint in the middle of a round: that favours PostgreSQL.
  max_wal_size: '4GB',
  checkpoint_timeout: '30min',
};

export type Store = { port: number; pid: number };

export async function startPostgres(run: Run): Promise<Store> {
  const folder = join(run.folder, 'postgres');
  const data = join(folder, 'data');
  mkdirSync(folder, { mode: 0o700 });
  const user = postgresUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const made = spawnSync(
    postgresProgram('initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'],
    { encoding: 'utf8', cwd: folder, ...user },
  );
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stdout}${made.stderr}`);
  const port = await freePort();
  const settings = Object.entries({ ...postgresSettings, port: String(port), unix_socket_directories: folder });
  const args = ['-D', data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const postgres = start(postgresProgram('postgres'), args, {
    cwd: folder,
    ...(user === undefined ? {} : { as: user }),
  });
  run.atEnd(postgres.end);
  await untilListening(port, postgres);
  return { port, pid: postgres.pid };
}

export async function startRedis(run: Run): Promise<Store> {
  const folder = join(run.folder, 'redis');
  mkdirSync(folder);
  const port = await freePort();
  const settings = {
    bind: '127.0.0.1',
    port: String(port),
    dir: folder,
    save: '',
    appendonly: 'yes',
    // Durable when it responds, like all contenders.
    appendfsync: 'always',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const redis = start('redis-server', args, { cwd: folder });
  run.atEnd(redis.end);
  await untilListening(port, redis);
  return { port, pid: redis.pid };
}

export async function untilListening(port: number, server: Started): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (server.process.exitCode !== null) break;
    if (await accepts(port)) return;
    await sleep(50);
  }
  throw new Error(`a server on port ${port} did not start:\n${server.output()}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
