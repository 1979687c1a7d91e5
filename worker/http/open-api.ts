import type { Hono } from 'hono';
import * as z from 'zod';
import { ErrorResponse } from '#core/contracts/basics.ts';
import { type ErrorCode, errorStatus } from '#core/errors.ts';
import type { AppEnv } from './app-env.ts';
import { type OperationData, operationMark } from './operation.ts';

type Route = { method: string; path: string; operation: OperationData };

export type ApiDocument = { info: { title: string; version: string; description: string } } & Record<string, unknown>;

/** `title`: the brand name. */
export function openApiDocument(routes: Route[], title: string): ApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describe(route.method, path, route.operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title,
      version: '1',
      description: 'Two-sided ticketing: events, deals, widgets, tickets, the door.',
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: schemaOf(ErrorResponse, 'output') },
    },
    paths,
  };
}

function describe(method: string, path: string, data: OperationData): Record<string, unknown> {
  const described: Record<string, unknown> = {
    operationId: data.id,
    summary: data.summary,
    tags: [data.tag],
    parameters: [...pathParameters(path), ...queryParameters(data), ...headerParameters(data)],
    responses: responses(method, data),
    // Who may call, for people and for the access matrix.
    'x-access': { who: data.who, ...(data.object === undefined ? {} : { as: data.object.means }) },
  };
  if (data.body !== undefined) {
    described.requestBody = {
      required: !data.body.safeParse({}).success,
      content: { 'application/json': { schema: schemaOf(data.body, 'input') } },
    };
  }
  if (data.form !== undefined) {
    const { required, optional } = data.form;
    const properties = Object.fromEntries(
      [...required, ...optional].map((part) => [part, { type: 'string', format: 'binary' }]),
    );
    described.requestBody = {
      required: true,
      content: { 'multipart/form-data': { schema: { type: 'object', required, properties } } },
    };
  }
  described.security = data.who === 'anyone' ? [] : [{ bearer: [] }];
  return described;
}

function pathParameters(path: string): unknown[] {
  return [...path.matchAll(/\{([A-Za-z]+)\}/g)].map((match) => ({
    name: match[1],
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(data: OperationData): unknown[] {
  if (data.query === undefined) return [];
  const schema = schemaOf(data.query, 'input');
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema: property,
  }));
}

function headerParameters(data: OperationData): unknown[] {
  const header = (name: string, pattern: string) => ({
    name,
    in: 'header',
    required: true,
    schema: { type: 'string', pattern },
  });
  return [
    ...(data.idempotencyKey === true ? [header('Idempotency-Key', '^[\\x21-\\x7e]{16,255}$')] : []),
    ...(data.ifMatch === true ? [header('If-Match', '^"\\d+"$')] : []),
  ];
}

function responses(method: string, data: OperationData): Record<string, unknown> {
  const responses: Record<string, unknown> = {};
  for (const [status, schema] of Object.entries(data.responses)) {
    if (schema !== null) {
      responses[status] = {
        description: 'Done',
        content: { 'application/json': { schema: schemaOf(schema, 'output') } },
      };
    } else if (data.media !== undefined) {
      responses[status] = { description: 'Done', content: { [data.media]: {} } };
    } else responses[status] = { description: 'Done' };
  }
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...commonRefusals(method, data), ...(data.refusals ?? [])])) {
    byStatus.set(errorStatus[code], [...(byStatus.get(errorStatus[code]) ?? []), code]);
  }
  for (const [status, codes] of byStatus) {
    responses[String(status)] = {
      description: codes.join(', '),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    };
  }
  return responses;
}

type JsonSchema = { properties?: Record<string, unknown>; required?: string[]; [key: string]: unknown };

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ jsonSchema }) {
      // zod spells a date-time as a 300-character expression beside the format that says the same.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  }) as JsonSchema;
}

/**
 * All operations of an app, by route. Throws for an `/api` route that lacks one: deny by default.
 */
export function operationsOf(app: Hono<AppEnv>): { method: string; path: string; operation: OperationData }[] {
  const found = new Map<string, OperationData>();
  const routes = app.routes.filter((route) => route.method !== 'ALL' && route.path.startsWith('/api/'));
  for (const route of routes) {
    const data: unknown = Reflect.get(route.handler, operationMark);
    // The mark is put only by `operation`, so what it holds is a spec.
    if (data !== undefined) found.set(`${route.method} ${route.path}`, data as OperationData);
  }
  for (const route of routes) {
    if (!found.has(`${route.method} ${route.path}`)) throw new Error(`no policy on ${route.method} ${route.path}`);
  }
  return [...found].map(([key, operation]) => {
    const [method = '', path = ''] = key.split(' ');
    return { method, path, operation };
  });
}

/** Refusals any call of this shape can give, for the document: one for each check of `operation` above. */
function commonRefusals(method: string, data: OperationData): ErrorCode[] {
  // A bad credential is refused also where none is needed; the machine may be full or not set up.
  const codes: ErrorCode[] = ['internal', 'busy', 'not-configured', 'unauthenticated'];
  if (Array.isArray(data.who)) codes.push('forbidden');
  if (data.object !== undefined) codes.push('not-found');
  if (data.query !== undefined) codes.push('invalid-request');
  if (method !== 'GET') codes.push('invalid-request', 'payload-too-large', 'unsupported-media-type');
  if (data.verifiedEmail === true) codes.push('email-not-verified');
  if (data.idempotencyKey === true) {
    codes.push('idempotency-key-required', 'idempotency-key-invalid', 'idempotency-key-reused');
  }
  if (data.ifMatch === true) codes.push('revision-required', 'stale-revision');
  return codes;
}
