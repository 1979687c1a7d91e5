// `npm start`: the whole of Foyer on this machine, with no account and no internet.

import { join } from 'node:path';
import { prepare, root, startServer } from './server.ts';

const port = Number(process.env.PORT ?? 8787);
const state = process.env.STATE ?? join(root, '.wrangler', 'state');

try {
  console.log('Foyer: building and preparing…');
  prepare(state);
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
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await server.stop();
      process.exit(0);
    });
  }
  server.process.once('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
