// The fingerprint of a request: the same Idempotency-Key with another one is refused. Taken of the validated value
// with sorted keys, so that a client that writes its fields in another order is still the same client.

import { hash } from 'node:crypto';

/** `route` names the operation and the object in its path. */
export function fingerprintOf(route: string, body: unknown): string {
  return hash('sha256', `${route}\n${canonical(body)}`, 'base64url');
}

/** The request itself, for one that is short and says nothing of a person: no hash, and exact. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.join(',')}}`;
}
