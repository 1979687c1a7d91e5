// The access token: a short JWT that says who calls. Verified here only, with the algorithm pinned.

import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';

export function bearerOf(header: string | undefined): string | null {
  const match = /^Bearer ([\x21-\x7e]{1,4000})$/i.exec(header ?? '');
  return match?.[1] ?? null;
}

export async function verifyAccessToken(_env: Env, _token: string): Promise<Actor | null> {
  return null;
}
