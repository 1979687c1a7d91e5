// /docs: the OpenAPI document as a page that people read. It is our own plain page, because the usual viewers weigh
// over a megabyte and need a looser content policy.

import type { FC } from 'hono/jsx';

type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  parameters: { name: string; in: string; required: boolean; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: Schema }> }>;
  'x-access': { who: string | string[]; as?: string };
};
type Schema = { type?: string | string[]; [key: string]: unknown };
type ApiDocument = { info: { title: string }; paths: Record<string, Record<string, Operation>> };

/** `document` is what `openApiDocument` made. */
export function apiDocsPage(document: Record<string, unknown>): string {
  // `openApiDocument` made it in the same isolate, so its shape is known and it is not parsed.
  return `<!doctype html>${String(<ApiDocs document={document as ApiDocument} />)}`;
}

const ApiDocs: FC<{ document: ApiDocument }> = ({ document }) => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(operations.map((one) => one.operation.tags[0] ?? ''))];
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{document.info.title} API</title>
        <link rel="stylesheet" href="/docs/tokens.css" />
        <link rel="stylesheet" href="/docs/docs.css" />
      </head>
      <body>
        <header>
          <h1>{document.info.title} API</h1>
          <p>
            JSON over HTTP. Money is an integer of minor units with its currency; times are ISO 8601. Errors answer{' '}
            <code>{'{ "error": { "code", "requestId", "details" } }'}</code>. The same as a document for tools:{' '}
            <a href="/api/openapi.json">openapi.json</a>.
          </p>
          <nav aria-label="Sections">
            {tags.map((tag) => (
              <a href={`#${anchor(tag)}`}>{tag}</a>
            ))}
          </nav>
        </header>
        <main>
          {tags.map((tag) => (
            <section id={anchor(tag)}>
              <h2>{tag}</h2>
              {operations
                .filter((one) => one.operation.tags[0] === tag)
                .map((one) => (
                  <OperationCard {...one} />
                ))}
            </section>
          ))}
        </main>
      </body>
    </html>
  );
};

const OperationCard: FC<{ path: string; method: string; operation: Operation }> = ({ path, method, operation }) => (
  <details id={operation.operationId}>
    <summary>
      <span class={`method ${method}`}>{method.toUpperCase()}</span> <code class="path">{path}</code>
      <span class="summary">
        {operation.operationId}: {operation.summary}
      </span>
    </summary>
    <p>Who: {access(operation['x-access'])}</p>
    {operation.parameters.length > 0 && (
      <ul>
        {operation.parameters.map((parameter) => (
          <li>
            <code>{parameter.name}</code> in {parameter.in}
            {parameter.required ? '' : ', optional'}
          </li>
        ))}
      </ul>
    )}
    {Object.values(operation.requestBody?.content ?? {}).map((body) => (
      <SchemaText title="Request" schema={body.schema} />
    ))}
    {Object.entries(operation.responses).map(([status, response]) => (
      <>
        <h4>
          {status} <span class="codes">{response.description}</span>
        </h4>
        {Number(status) < 400 &&
          Object.values(response.content ?? {}).map((content) =>
            content.schema === undefined ? null : <SchemaText title="Response" schema={content.schema} />,
          )}
      </>
    ))}
  </details>
);

const SchemaText: FC<{ title: string; schema: Schema }> = ({ title, schema }) => (
  <details>
    <summary>{title}</summary>
    <pre>{JSON.stringify({ ...schema, $schema: undefined }, null, 2)}</pre>
  </details>
);

function access(policy: Operation['x-access']): string {
  const who = Array.isArray(policy.who) ? policy.who.join(' or ') : policy.who;
  return policy.as === undefined ? who : `${who}, as ${policy.as}`;
}

function anchor(tag: string): string {
  return tag.toLowerCase().replaceAll(' ', '-');
}
