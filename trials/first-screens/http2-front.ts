// An HTTP/2 server in front of `wrangler dev`, which speaks HTTP/1.1 only. A browser sends six requests at a time over
// HTTP/1.1 and all of them over HTTP/2, as in production; on a slow network that alone decides when a screen is there.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { join } from 'node:path';

/** Headers that HTTP/2 forbids, because they speak of one HTTP/1.1 connection. */
const ofTheConnection = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection'];

type Front = { stop(): void };

/**
 * Listens on `port` with a certificate that it makes and nobody trusts: open it with `ignoreHTTPSErrors`. `openssl` must be
 * installed. Every request goes to `target`, an origin such as http://localhost:8787,
 * and says that it came from a page of that origin, since the Worker refuses calls with cookies from others.
 */
export async function http2Front(options: { port: number; target: string; folder: string }): Promise<Front> {
  const agent = new Agent({ keepAlive: true });
  const server = createSecureServer(certificate(options.folder), (incoming, outgoing) =>
    forward(incoming, outgoing, { agent, target: new URL(options.target) }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    stop() {
      server.close();
      agent.destroy();
    },
  };
}

function certificate(folder: string): { key: Buffer; cert: Buffer } {
  mkdirSync(folder, { recursive: true });
  const [key, cert] = [join(folder, 'front.key'), join(folder, 'front.crt')];
  const made = spawnSync(
    'openssl',
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost -keyout ${key} -out ${cert}`.split(
      ' ',
    ),
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`openssl made no certificate:\n${made.stderr ?? ''}${made.error ?? ''}`);
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

function forward(
  incoming: Http2ServerRequest,
  outgoing: Http2ServerResponse,
  { agent, target }: { agent: Agent; target: URL },
): void {
  const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !name.startsWith(':')));
  if (headers.origin !== undefined) headers.origin = target.origin;
  const passed = request(
    {
      agent,
      host: target.hostname,
      port: target.port,
      method: incoming.method,
      path: incoming.url,
      headers: { ...headers, host: target.host },
    },
    (response) => {
      const sent = Object.entries(response.headers).filter(([name]) => !ofTheConnection.includes(name));
      outgoing.writeHead(response.statusCode ?? 502, Object.fromEntries(sent));
      response.pipe(outgoing);
    },
  );
  passed.on('error', () => {
    if (!outgoing.headersSent) outgoing.writeHead(502);
    outgoing.end();
  });
  incoming.pipe(passed);
}
