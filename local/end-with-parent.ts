// Runs the command of its arguments, and ends it together with everything it started when whoever started this process
// is gone. A SIGKILL lets nobody say goodbye, but it closes the pipe that is our standard input.

import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

// Whoever starts this makes it the leader of a group of its own, which the command and its children belong to.
const endAll = (): void => void process.kill(-process.pid, 'SIGKILL');
for (const event of ['end', 'close', 'error'] as const) process.stdin.once(event, endAll);
process.stdin.resume();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'));
child.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));
