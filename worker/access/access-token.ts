// The access token: a JWT of ten minutes that says who calls. Signed and verified here only, with the algorithm,
// the type, the issuer and the audience pinned; keys come from our own set by `kid`, never from the token.

import { type CryptoKey, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { Role } from '#core/contracts/people.ts';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';

const algorithm = 'EdDSA';
const tokenType = 'at+jwt';
const audience = 'foyer-api';
export const accessTokenSeconds = 600;

export function bearerOf(header: string | undefined): string | null {
  const match = /^Bearer ([\x21-\x7e]{1,4000})$/i.exec(header ?? '');
  return match?.[1] ?? null;
}

export async function signAccessToken(env: Env, actor: Actor): Promise<string> {
  const { signing } = await keysOf(env);
  return new SignJWT({ party: actor.partyId, role: actor.role, sid: actor.sessionId })
    .setProtectedHeader({ alg: algorithm, typ: tokenType, kid: signing.kid })
    .setSubject(actor.userId)
    .setIssuer(configOf(env).PUBLIC_ORIGIN)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${accessTokenSeconds}s`)
    .sign(signing.key);
}

const Claims = z.object({
  sub: z.string().startsWith('usr_'),
  party: z.string().startsWith('pty_').nullable(),
  role: Role,
  sid: z.string().startsWith('ses_'),
});

/** Null for anything but a token we signed that is still good. */
export async function verifyAccessToken(env: Env, token: string): Promise<Actor | null> {
  const { verifying } = await keysOf(env);
  try {
    const { payload } = await jwtVerify(
      token,
      (header) => {
        const key = verifying.get(header.kid ?? '');
        if (key === undefined) throw new Error('unknown kid');
        return key;
      },
      {
        algorithms: [algorithm],
        typ: tokenType,
        issuer: configOf(env).PUBLIC_ORIGIN,
        audience,
        requiredClaims: ['sub', 'iat', 'exp', 'sid'],
        maxTokenAge: accessTokenSeconds,
      },
    );
    const claims = Claims.parse(payload);
    return { userId: claims.sub, partyId: claims.party, role: claims.role, sessionId: claims.sid };
  } catch {
    return null;
  }
}

/** What others need to verify our tokens: public halves only. */
export function publicKeys(env: Env): { keys: JWK[] } {
  return {
    keys: privateKeysOf(env).map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: algorithm, use: 'sig' })),
  };
}

const PrivateKeys = z
  .array(
    z.object({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: z.string(),
      d: z.string(),
      kid: z.string().min(1),
    }),
  )
  .min(1);

// A wrong TOKEN_KEYS stops here with its name; zod's own message would quote the secret.
function privateKeysOf(env: Env): z.infer<typeof PrivateKeys> {
  try {
    return PrivateKeys.parse(JSON.parse(configOf(env).TOKEN_KEYS));
  } catch {
    throw new Error('configuration: TOKEN_KEYS is not an array of private Ed25519 JWKs');
  }
}

type Keys = { signing: { kid: string; key: CryptoKey }; verifying: Map<string, CryptoKey> };
let imported: { from: string; keys: Keys } | undefined;

/** The first key signs, all verify, so a rotation leaves nobody signed out. */
async function keysOf(env: Env): Promise<Keys> {
  const from = configOf(env).TOKEN_KEYS;
  if (imported?.from === from) return imported.keys;
  const all = privateKeysOf(env);
  const verifying = new Map<string, CryptoKey>();
  for (const { kty, crv, x, kid } of all) verifying.set(kid, await importKey({ kty, crv, x }));
  const [first] = all;
  if (first === undefined) throw new Error('configuration: TOKEN_KEYS is empty');
  const keys = { signing: { kid: first.kid, key: await importKey(first) }, verifying };
  imported = { from, keys };
  return keys;
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithm);
  if (key instanceof Uint8Array) throw new Error('configuration: TOKEN_KEYS holds a symmetric key');
  return key;
}
