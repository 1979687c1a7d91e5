// Reads a multipart form of files: bounded while it is read; only known parts, each at most once, each a file.

import { readBytes } from './read-json.ts';
import { Refusal } from './refusal.ts';

export async function readFiles<Part extends string>(
  request: Request,
  parts: readonly Part[],
  limitBytes: number,
): Promise<Map<Part, Uint8Array>> {
  const type = request.headers.get('content-type') ?? '';
  const encoding = request.headers.get('content-encoding');
  if (!/^multipart\/form-data\s*;/i.test(type) || (encoding !== null && encoding !== 'identity')) {
    throw new Refusal('unsupported-media-type');
  }
  const form = await formOf(request, type, limitBytes);
  const files = new Map<Part, Uint8Array>();
  for (const [name, value] of form) {
    const part = parts.find((one) => one === name);
    if (part === undefined) refuseField(name, 'unknown-field');
    if (typeof value === 'string') refuseField(name, 'not-a-file');
    if (files.has(part)) refuseField(name, 'repeated');
    files.set(part, new Uint8Array(await value.arrayBuffer()));
  }
  return files;
}

async function formOf(request: Request, type: string, limitBytes: number): Promise<FormData> {
  const bytes = request.body === null ? new Uint8Array() : await readBytes(request, request.body, limitBytes);
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData();
  } catch {
    return refuseField('', 'not-a-form');
  }
}

function refuseField(path: string, problem: string): never {
  throw new Refusal('invalid-request', { fields: [{ path: path.slice(0, 100), problem }] });
}
