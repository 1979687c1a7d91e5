// Every API route starts with one `operation({...})`: its name, who may call it and in what relation to the
// object, what it takes and what it returns. The same data checks the request, writes /api/openapi.json and feeds the
// access matrix, so they cannot disagree. A route without one does not start (see `operationsOf`).
//
// Order of checks: route, sign-in (401), role (403), ownership (404), key and If-Match, body. Who needs a password hash
// sends the body first and takes a place in the queue then.

import { waitUntil } from 'cloudflare:workers';
import { zValidator } from '@hono/zod-validator';
import type { Context, MiddlewareHandler } from 'hono';
import * as z from 'zod';
import { Empty } from '#core/contracts/basics.ts';
import type { Role } from '#core/contracts/people.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { FieldProblem, Refused } from '#core/result.ts';
import { bearerOf, verifyAccessToken } from '../access/access-token.ts';
import { hasVerifiedEmail, isSessionOpen } from '../accounts/accounts.ts';
import { hashQueue } from '../accounts/hash-queue.ts';
import type { Actor, AppEnv } from './app-env.ts';
import { idempotencyKeyOf } from './idempotency-headers.ts';
import { networkOf } from './network.ts';
import { readJson } from './read-json.ts';
import { Refusal, refusalOf } from './refusal.ts';

/**
 * The object a call is about, found through the right to it: `load` returns null both for what is missing and for
 * what is foreign, so that the two cannot be told apart. It throws the refusal of an invalid credential.
 */
export type Relation<Name extends string, Subject, Refusing extends CredentialRefused = never> = {
  /** Under which name the handler finds it: `c.var[as]`. */
  as: Name;
  /** The relation in words, for the document and the access matrix: "organizer of the event". */
  means: string;
  load(c: Context<AppEnv>, actor: Actor | null): Promise<Subject | Refusing | null>;
};

export type CredentialRefused = Refused<'forbidden' | 'unauthenticated'>;

type Who =
  /** No credential is needed; one that is sent must be valid. */
  | 'anyone'
  /** Some bearer credential the relation judges: an order token, a door token or an access token. */
  | 'bearer'
  /** Signed in with one of these roles. */
  | readonly Role[];

type Spec<
  Actors extends Who,
  Name extends string,
  Subject,
  Body extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Key extends boolean,
  Match extends boolean,
> = {
  id: string;
  summary: string;
  tag: 'Auth' | 'Events' | 'Deals' | 'Buying' | 'Tickets and the door' | 'Money' | 'Administration';
  who: Actors;
  object?: Relation<Name, Subject, CredentialRefused>;
  body?: Body;
  /** How long the body may be, where that is more than most need. */
  bodyBytes?: number;
  query?: Query;
  /** True: the handler reads the body itself, because a signature covers its very bytes. */
  rawBody?: boolean;
  /** The files a multipart form brings, for the document: the handler reads them itself. */
  form?: { required: readonly string[]; optional: readonly string[] };
  /** True: a signed-in caller is believed by the token alone, because the call must work while D1 is down. */
  trustsToken?: boolean;
  /** True: what the call does is shown or mailed to others, so the caller must have a verified address. */
  verifiedEmail?: boolean;
  /** True: the call hashes a password, so it needs a place in the queue before anything else is done for it. */
  hashes?: boolean;
  /** True: the call needs an `Idempotency-Key`. */
  idempotencyKey?: Key;
  /** True: the call needs `If-Match` with the revision it changes. */
  ifMatch?: Match;
  /** Status → schema of the response, or null for an empty one. */
  responses: Readonly<Record<number, z.ZodType | null>>;
  /** Responses that are not JSON: status → media type. */
  media?: string;
  /** The business refusals of this call; those every call can give are added to the document. */
  refusals?: readonly ErrorCode[];
};

type Variables<Actors, Name extends string, Subject, Key, Match> = {
  actor: Actors extends readonly Role[] ? Actor : Actor | null;
} & { [K in Name]: Subject } & (Key extends true ? { idempotencyKey: string } : unknown) &
  (Match extends true ? { revision: number } : unknown);

type None = Record<never, never>;
type Input<Body, Query> = {
  in: (Body extends z.ZodType ? { json: z.input<Body> } : None) &
    (Query extends z.ZodType ? { query: z.input<Query> } : None);
  out: (Body extends z.ZodType ? { json: z.output<Body> } : None) &
    (Query extends z.ZodType ? { query: z.output<Query> } : None);
};

export const operationMark = Symbol('operation');

// The erased form, as documents and tests read it.
export type OperationData = {
  id: string;
  summary: string;
  tag: string;
  who: Who;
  object?: { as: string; means: string };
  body?: z.ZodType;
  query?: z.ZodType;
  form?: { required: readonly string[]; optional: readonly string[] };
  verifiedEmail?: boolean;
  hashes?: boolean;
  idempotencyKey?: boolean;
  ifMatch?: boolean;
  responses: Readonly<Record<number, z.ZodType | null>>;
  media?: string;
  refusals?: readonly ErrorCode[];
};

export function operation<
  const Actors extends Who,
  Name extends string = never,
  Subject = never,
  Body extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Key extends boolean = false,
  Match extends boolean = false,
>(spec: Spec<Actors, Name, Subject, Body, Query, Key, Match>) {
  type E = {
    Bindings: AppEnv['Bindings'];
    Variables: AppEnv['Variables'] & Variables<Actors, Name, Subject, Key, Match>;
  };

  const checkQuery = spec.query === undefined ? undefined : queryValidator(spec.query);
  // A call without a body takes none, or `{}`.
  // Every body of the API is an object.
  const body = (spec.body ?? (spec.rawBody === true || spec.form !== undefined ? undefined : Empty)) as
    | z.ZodType<object>
    | undefined;

  const check = async (c: Context<AppEnv>, next: () => Promise<void>): Promise<void> => {
    // The handler's variables are written here once, untyped, and read with the types the spec implies.
    const set = c.set as (name: string, value: unknown) => void;
    // First, so that the log can name the operation and its duration whatever becomes of it.
    set('operation', spec.id);
    set('startedAtMs', Date.now());
    if (spec.hashes === true) {
      const free = hashQueue.hasPlace(networkOfCaller(c), Date.now());
      if (!free.ok) throw refusalOf(free);
    }
    const actor = await actorFor(c, spec.who);
    // Set before anything is refused, so that the log can name the actor.
    set('actor', actor);
    if (actor !== null && Array.isArray(spec.who) && !spec.who.includes(actor.role)) throw new Refusal('forbidden');
    if (spec.hashes !== true) {
      await judge(c, actor);
      await readBody(c);
      return next();
    }
    // The body is read first, so that a client that sends slowly does not occupy a place in the hash queue.
    await readBody(c);
    await inHashQueue(c, async () => {
      await judge(c, actor);
      await next();
    });
  };

  const judge = async (c: Context<AppEnv>, actor: Actor | null): Promise<void> => {
    const set = c.set as (name: string, value: unknown) => void;
    const changes = c.req.method !== 'GET' && spec.who !== 'anyone' && spec.trustsToken !== true;
    if (changes && actor !== null && !(await isSessionOpen(c.env, actor))) throw new Refusal('unauthenticated');
    if (spec.object !== undefined) {
      const subject = await spec.object.load(c, actor);
      if (subject === null) throw new Refusal('not-found');
      if (isRefused(subject)) throw refusalOf(subject);
      set(spec.object.as, subject);
    }
    if (spec.verifiedEmail === true && (actor === null || !(await hasVerifiedEmail(c.env, actor)))) {
      throw new Refusal('email-not-verified');
    }
    if (spec.idempotencyKey === true) set('idempotencyKey', idempotencyKeyOf(c.req.raw));
    if (spec.ifMatch === true) set('revision', revisionOf(c));
    await checkQuery?.(c, proceed);
  };

  const readBody = async (c: Context<AppEnv>): Promise<void> => {
    // A GET has no body, whatever its content type claims.
    if (c.req.method !== 'GET' && body !== undefined)
      c.req.addValidatedData('json', validated(body, await readJson(c.req.raw, spec.bodyBytes)));
  };

  // The cast gives the middleware the variables and inputs that `check` has just established.
  return Object.assign(check, { [operationMark]: spec }) as unknown as MiddlewareHandler<E, string, Input<Body, Query>>;
}

function isRefused(subject: unknown): subject is CredentialRefused {
  return typeof subject === 'object' && subject !== null && 'ok' in subject && subject.ok === false;
}

/** Refuses with `busy` when too many wait already; of a client that goes away the place is left all the same. */
async function inHashQueue(c: Context<AppEnv>, work: () => Promise<void>): Promise<void> {
  const place = hashQueue.enter(networkOfCaller(c), Date.now());
  if (!place.ok) throw refusalOf(place);
  let refused = true;
  const done = work()
    .then(() => {
      refused = c.error instanceof Refusal && c.error.code !== 'busy';
    })
    .finally(() => place.value({ refused }, Date.now()));
  waitUntil(done.catch(() => undefined));
  await done;
}

function networkOfCaller(c: Context<AppEnv>): string | null {
  const address = c.req.header('cf-connecting-ip');
  return address === undefined ? null : networkOf(address);
}

async function actorFor(c: Context<AppEnv>, who: Who): Promise<Actor | null> {
  const token = bearerOf(c.req.header('authorization'));
  if (who === 'bearer') {
    if (token === null) throw new Refusal('unauthenticated');
    return verifyAccessToken(c.env, token);
  }
  if (token === null) {
    if (who === 'anyone') return null;
    throw new Refusal('unauthenticated');
  }
  const actor = await verifyAccessToken(c.env, token);
  // Also on operations for anyone: with an expired token treated as none, an organizer would not see their own drafts.
  if (actor === null) throw new Refusal('unauthenticated');
  return actor;
}

function revisionOf(c: Context<AppEnv>): number {
  const header = c.req.header('if-match');
  if (header === undefined) throw new Refusal('revision-required');
  const match = /^"(\d{1,15})"$/.exec(header.trim());
  if (match === null) throw new Refusal('stale-revision');
  return Number(match[1]);
}

// A parameter given twice reaches the schema as a list and fails there: one reader would take the first, another the last.
function queryValidator(schema: z.ZodType): MiddlewareHandler<AppEnv> {
  const refuseInvalid = (result: { success: boolean; error?: unknown }) => {
    if (result.error instanceof z.ZodError) throw new Refusal('invalid-request', { fields: fieldsOf(result.error) });
  };
  // zValidator's type is bound to its schema; inside an operation only that it is a middleware matters.
  return zValidator('query', schema, refuseInvalid) as unknown as MiddlewareHandler<AppEnv>;
}

/** Continues nothing: the handler is called only after all checks. */
async function proceed(): Promise<void> {}

// The parsed value goes straight to its schema: a validator that reads the request would parse the body once more.
export function validated<Body extends object>(schema: z.ZodType<Body>, given: unknown): Body {
  const result = schema.safeParse(given);
  if (!result.success) throw new Refusal('invalid-request', { fields: fieldsOf(result.error) });
  return result.data;
}

function fieldsOf(error: z.ZodError): FieldProblem[] {
  const fields = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), problem: 'unknown-field' }))
      : [{ path: issue.path.join('.'), problem: issue.code === 'custom' ? issue.message : issue.code }],
  );
  return fields.slice(0, 50);
}
