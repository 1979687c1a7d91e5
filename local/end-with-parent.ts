// Runs the command of its arguments, and ends it with everything it started when its parent is gone. A process that
// gets SIGKILL cannot tell its children, but the pipe that is our standard input closes.

import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

// The parent starts this as the leader of a process group, to which the command and its children belong.
const endAll = (): void => void process.kill(-process.pid, 'SIGKILL');
for (const event of ['end', 'close', 'error'] as const) process.stdin.once(event, endAll);
process.stdin.resume();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'));
child.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));
