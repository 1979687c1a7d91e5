// Foyer's public API as a script calls it: the demo, the stories and the trials use nothing else.

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export type ApiResponse = { status: number; body: unknown; headers: Headers };

export type CallOptions = {
  token?: string | undefined;
  key?: string;
  ifMatch?: number;
  body?: unknown;
  /**
   * The address that the call comes from. A call with an idempotency key comes from one of its own, as each buyer does.
   */
  from?: string;
};

/** The platform writes this header. On one machine the runtime takes it from the client. */
export const addressHeader = 'cf-connecting-ip';

/** An address for a name, always the same: what one network may hold is limited, and a script is many buyers. */
export function addressOf(name: string): string {
  const [a, b, c] = createHash('sha256').update(name).digest();
  return `10.${a}.${b}.${c}`;
}

/**
 * One call. After a 429 or 503 it waits for its `Retry-After` and repeats, at most `patience` times; every other
 * response is returned.
 */
export async function call(
  origin: string,
  method: string,
  path: string,
  options: CallOptions = {},
  patience = 5,
): Promise<ApiResponse> {
  const headers: Record<string, string> = {};
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
  if (options.key !== undefined) headers['idempotency-key'] = options.key;
  if (options.ifMatch !== undefined) headers['if-match'] = `"${options.ifMatch}"`;
  const from = options.from ?? (options.key === undefined ? undefined : addressOf(options.key));
  if (from !== undefined) headers[addressHeader] = from;
  const body = options.body === undefined ? null : JSON.stringify(options.body);
  const response = await fetch(`${origin}${path}`, { method, headers, body });
  if ((response.status === 429 || response.status === 503) && patience > 0) {
    await response.body?.cancel();
    await sleep(Number(response.headers.get('retry-after') ?? 1) * 1_000);
    return call(origin, method, path, options, patience - 1);
  }
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text, headers: response.headers };
}

/** A field of a response by its dotted path; throws with the whole response when it is missing. */
export function field(response: ApiResponse, path: string): unknown {
  let value: unknown = response.body;
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }
  if (value === undefined) throw new Error(`no ${path} in ${response.status} ${JSON.stringify(response.body)}`);
  return value;
}

export function text(response: ApiResponse, path: string): string {
  const value = field(response, path);
  if (typeof value !== 'string') throw new Error(`${path} is not a text in ${JSON.stringify(response.body)}`);
  return value;
}

export function list(response: ApiResponse, path: string): Record<string, unknown>[] {
  const value = field(response, path);
  if (!Array.isArray(value)) throw new Error(`${path} is not a list in ${JSON.stringify(response.body)}`);
  return value as Record<string, unknown>[];
}

/**
 * Verifies an address as its owner does: by the button of the letter that registering has sent. The server at `origin`
 * shows its letters in /dev/mailbox.
 */
export async function verifyEmail(origin: string, email: string, token: string): Promise<void> {
  for (let patience = 300; patience > 0; patience--) {
    const mailbox = await call(origin, 'GET', `/dev/mailbox.json?to=${encodeURIComponent(email)}`);
    for (const { url } of list(mailbox, 'items')) {
      const letter = await call(origin, 'GET', String(url));
      const link = /verify-email#([\w-]{43})/.exec(text(letter, 'text'))?.[1];
      if (link === undefined) continue;
      await must(origin, 'POST', '/api/auth/verify-email', { token, body: { token: link } }, 200);
      return;
    }
    await sleep(200);
  }
  throw new Error(`no letter came to ${email}`);
}

/** Like `call`, but a status that is none of `statuses` ends the script with the whole response. */
export async function must(
  origin: string,
  method: string,
  path: string,
  options: CallOptions,
  ...statuses: number[]
): Promise<ApiResponse> {
  const response = await call(origin, method, path, options);
  if (statuses.includes(response.status)) return response;
  throw new Error(`${method} ${path} answered ${response.status}: ${JSON.stringify(response.body)}`);
}
