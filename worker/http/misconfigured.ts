// The response to every request while a setting is wrong. A Worker with half a configuration must serve nothing: a mailbox
// open to everybody, or tickets sold for test payments, would look like a working Foyer.

import { type Config, isLoopback, readConfig } from '../config.ts';
import type { Env } from '../env.d.ts';
import { log } from '../log.ts';
import { Refusal, refusalResponse } from './refusal.ts';
import { closedHeaders } from './security-headers.ts';

let judged: { env: Env; config: Config | null } | undefined;

/** Null when the Worker may answer. */
export function answerMisconfigured(request: Request, env: Env): Response | null {
  if (judged?.env !== env) judged = { env, config: judge(env) };
  const { config } = judged;
  if (config === null) return refusal();
  // A development Worker that was deployed is reached by a name of the internet, whatever its settings say.
  if (config.ENVIRONMENT === 'development' && !isLoopback(new URL(request.url).hostname)) {
    report('ENVIRONMENT is development, and a request came by an address that is not this machine.');
    return refusal();
  }
  return null;
}

function judge(env: Env): Config | null {
  const read = readConfig(env);
  if (read.ok) return read.config;
  for (const sentence of read.sentences) report(sentence);
  return null;
}

function report(sentence: string): void {
  log('error', 'not-configured', { sentence });
}

function refusal(): Response {
  const { text, status, headers } = refusalResponse(new Refusal('not-configured', undefined, 60), crypto.randomUUID());
  return new Response(text, { status, headers: { ...closedHeaders, ...headers } });
}
