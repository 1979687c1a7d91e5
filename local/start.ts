// `npm start`: all of Foyer on this machine, without an account and without the internet.

import { join } from 'node:path';
import { prepare, root, startServer } from './server.ts';

const port = Number(process.env.PORT ?? 8787);
const state = process.env.STATE ?? join(root, '.wrangler', 'state');

try {
  console.log('Foyer: building and preparing…');
  await prepare({ port, state });
  const server = await startServer({ port, state });
  console.log(`
Foyer is running.

  Dashboard   ${server.origin}/
  Catalogue   ${server.origin}/catalogue
  API docs    ${server.origin}/docs
  Mailbox     ${server.origin}/dev/mailbox   (every mail this machine would have sent)

  Fill it:    npm run demo   (in a second terminal)
  Stop it:    Ctrl+C. The data stays for the next start.
`);
  const stop = async (): Promise<void> => {
    await server.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop());
  // An npm that gets SIGKILL forwards no signal, and this server would go on unnoticed.
  const parent = process.ppid;
  setInterval(() => {
    if (process.env.npm_lifecycle_event === 'start' && process.ppid !== parent) void stop();
  }, 1_000).unref();
  server.process.once('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
