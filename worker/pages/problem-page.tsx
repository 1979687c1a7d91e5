// The page for a request that failed: what happened, and what to do next.

import type { Context } from 'hono';
import type { ErrorCode } from '#core/errors.ts';
import type { AppEnv } from '../http/app-env.ts';
import { isTransient, Refusal } from '../http/refusal.ts';
import { logRefused } from '../http/refused-log.ts';
import { log } from '../log.ts';
import { languageOf } from './language.ts';
import { type Messages, messagesOf } from './messages/messages.ts';
import { answerPage } from './page.tsx';

type Problem = { title: keyof Messages['problem'] & string; text: keyof Messages['problem'] & string; status: Status };
type Status = 403 | 404 | 409 | 500 | 503;

const problems: Partial<Record<ErrorCode, Problem>> = {
  'not-found': { title: 'notFound', text: 'notFoundText', status: 404 },
  busy: { title: 'busy', text: 'busyText', status: 503 },
  forbidden: { title: 'foreign', text: 'foreignText', status: 403 },
  'order-not-open': { title: 'notOpen', text: 'notOpenText', status: 409 },
};
const ours: Problem = { title: 'internal', text: 'internalText', status: 500 };

export function answerProblem(error: Error, c: Context<AppEnv>): Response | Promise<Response> {
  if (error instanceof Refusal) logRefused(c, error);
  const code = isTransient(error) ? 'busy' : error instanceof Refusal ? error.code : 'internal';
  const problem = problems[code] ?? ours;
  if (problem === ours) {
    log('error', 'page-failed', { requestId: c.var.requestId, route: c.req.routePath, code, error });
  }
  if (problem.status === 503) c.header('retry-after', '3');
  const locale = languageOf(c);
  const words = messagesOf(locale).problem;
  const children = (
    <>
      <h1>{textOf(words, problem.title)}</h1>
      <p>{textOf(words, problem.text)}</p>
      {problem.status === 500 ? <p class="soft small">{words.requestId(c.var.requestId)}</p> : null}
    </>
  );
  return answerPage(c, { locale, title: words.title, children }, problem.status);
}

function textOf(words: Messages['problem'], name: keyof Messages['problem']): string {
  const text = words[name];
  return typeof text === 'string' ? text : '';
}
