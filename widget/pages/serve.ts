// Somebody else's site: serves the host pages on a port (another host name than Foyer's, so another site for the
// browser) with the placeholders filled.
//
//   node widget/pages/serve.ts http://localhost:8787 wgt_… [second wgt_…] [port]

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';

type HostPages = { origin: string; widget: string; secondWidget?: string };

const types: Record<string, string> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

function serveHostPages(filled: HostPages, port = 0): Promise<{ url: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    const name = /^\/([\w-]+\.(html|css|js))$/.exec(request.url ?? '');
    const type = name?.[2];
    if (name?.[1] === undefined || type === undefined) {
      response.writeHead(404).end();
      return;
    }
    const headers: Record<string, string> = { 'content-type': `${types[type]}; charset=utf-8` };
    if (name[1].startsWith('02-')) {
      headers['content-security-policy'] =
        `default-src 'none'; script-src ${filled.origin}; frame-src ${filled.origin}; style-src 'none'`;
    }
    try {
      const page = fill(readFileSync(join(import.meta.dirname, name[1]), 'utf8'), filled);
      response.writeHead(200, headers).end(page);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address !== 'object' || address === null) return reject(new Error('no address'));
      resolve({ url: `http://127.0.0.1:${address.port}`, close: () => server.close() });
    });
  });
}

function fill(page: string, { origin, widget, secondWidget = widget }: HostPages): string {
  return page
    .replaceAll('__ORIGIN__', origin)
    .replaceAll('__SECOND_WIDGET__', secondWidget)
    .replaceAll('__WIDGET__', widget);
}

if (process.argv[1] === import.meta.filename) {
  const [origin = 'http://localhost:8787', widget = '', second = widget, port = '8788'] = process.argv.slice(2);
  const site = await serveHostPages({ origin, widget, secondWidget: second }, Number(port));
  console.log(`host pages: ${site.url}/01-plain.html … 08-dark-host.html`);
}
