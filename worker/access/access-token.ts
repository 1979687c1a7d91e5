// Our signed tokens: the access token, a JWT of ten minutes that says who calls; the challenge of a sign-in that waits
// for its second factor; the pass of a door link. They are signed and verified only here. The algorithm, the type, the
// issuer and the audience are pinned, so that no token can be used as one of another kind. Keys come from our own set
// by `kid`, never from the token.

import { base64url, type CryptoKey, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { Role } from '#core/contracts/people.ts';
import { type Config, configOf } from '../config.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';

const algorithm = 'EdDSA';
const kinds = {
  access: { typ: 'at+jwt', audience: 'foyer-api' },
  challenge: { typ: 'challenge+jwt', audience: 'foyer-sign-in' },
  door: { typ: 'door+jwt', audience: 'foyer-door' },
} as const;
type Kind = keyof typeof kinds;
const accessTokenSeconds = 600;
/** A token is often checked at once on a machine whose clock is behind the one that signed it. */
const clockToleranceSeconds = 2;

export function bearerOf(header: string | undefined): string | null {
  const match = /^Bearer ([\x21-\x7e]{1,4000})$/i.exec(header ?? '');
  return match?.[1] ?? null;
}

export function signAccessToken(env: Env, actor: Actor): Promise<string> {
  const claims = { party: actor.partyId, role: actor.role, sid: actor.sessionId };
  return sign(env, 'access', actor.userId, claims, Date.now() + accessTokenSeconds * 1000);
}

async function sign(env: Env, kind: Kind, subject: string, claims: JWTPayload, expiresMs: number): Promise<string> {
  const { signing } = await keysOf(env);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, typ: kinds[kind].typ, kid: signing.kid })
    .setSubject(subject)
    .setIssuer(configOf(env).PUBLIC_ORIGIN)
    .setAudience(kinds[kind].audience)
    .setIssuedAt()
    .setExpirationTime(Math.floor(expiresMs / 1000))
    .sign(signing.key);
}

const Claims = z.object({
  sub: z.string().startsWith('usr_'),
  party: z.string().startsWith('pty_').nullable(),
  role: Role,
  sid: z.string().startsWith('ses_'),
});

/** Null for anything but an unexpired token that we signed. */
export async function verifyAccessToken(env: Env, token: string): Promise<Actor | null> {
  const claims = await verify(env, 'access', token, Claims, accessTokenSeconds);
  return claims && { userId: claims.sub, partyId: claims.party, role: claims.role, sessionId: claims.sid };
}

async function verify<Schema extends z.ZodType>(
  env: Env,
  kind: Kind,
  token: string,
  schema: Schema,
  maxTokenAge: number,
): Promise<z.output<Schema> | null> {
  if (!isCanonical(token)) return null;
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
        typ: kinds[kind].typ,
        issuer: configOf(env).PUBLIC_ORIGIN,
        audience: kinds[kind].audience,
        requiredClaims: ['sub', 'iat', 'exp'],
        maxTokenAge,
        clockTolerance: clockToleranceSeconds,
      },
    );
    return schema.parse(payload);
  } catch {
    return null;
  }
}

// The encoding must be the canonical one: base64url allows padding and any value of the unused bits, so one token would
// have many spellings.
function isCanonical(token: string): boolean {
  try {
    return token.split('.').every((part) => base64url.encode(base64url.decode(part)) === part);
  } catch {
    return false;
  }
}

// --- a sign-in that waits for its second factor -------------------------------------------------------------------

export const challengeSeconds = 300;

const ChallengeClaims = z.object({ sub: z.string().startsWith('usr_'), cv: z.int() });
/**
 * The version of the account's credentials when the password was checked. After a change of password the challenge is
 * void.
 */
type Challenge = { userId: string; credentialsVersion: number };

/** The challenge proves that the password was right. It opens no route but the one that takes the second factor. */
export function signChallenge(env: Env, { userId, credentialsVersion }: Challenge, nowMs: number): Promise<string> {
  return sign(env, 'challenge', userId, { cv: credentialsVersion }, nowMs + challengeSeconds * 1000);
}

export async function verifyChallenge(env: Env, token: string): Promise<Challenge | null> {
  const claims = await verify(env, 'challenge', token, ChallengeClaims, challengeSeconds);
  return claims && { userId: claims.sub, credentialsVersion: claims.cv };
}

// --- a gate of one event ------------------------------------------------------------------------------------------

/** The longest lifetime of a door link: no festival is longer. */
export const doorLinkDays = 14;

const DoorClaims = z.object({
  sub: z.string().startsWith('dlk_'),
  event: z.string().startsWith('evt_'),
  gate: z.string().min(1).max(40),
  exp: z.int(),
});
export type DoorPass = { linkId: string; eventId: string; gate: string; expiresAt: number };

export function signDoorPass(env: Env, pass: DoorPass): Promise<string> {
  return sign(env, 'door', pass.linkId, { event: pass.eventId, gate: pass.gate }, pass.expiresAt);
}

/** Checks signature and expiry without D1. Only the event's gate knows whether the link was revoked. */
export async function verifyDoorPass(env: Env, token: string): Promise<DoorPass | null> {
  const claims = await verify(env, 'door', token, DoorClaims, doorLinkDays * 86_400 + 60);
  return claims && { linkId: claims.sub, eventId: claims.event, gate: claims.gate, expiresAt: claims.exp * 1000 };
}

/** The public halves of our keys, with which others verify our tokens. */
export function publicKeys(env: Env): { keys: JWK[] } {
  return {
    keys: configOf(env).TOKEN_KEYS.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: algorithm, use: 'sig' })),
  };
}

type Keys = { signing: { kid: string; key: CryptoKey }; verifying: Map<string, CryptoKey> };
let imported: { from: Config['TOKEN_KEYS']; keys: Keys } | undefined;

/** The first key signs and all keys verify, so that a rotation signs nobody out. */
async function keysOf(env: Env): Promise<Keys> {
  const from = configOf(env).TOKEN_KEYS;
  if (imported?.from === from) return imported.keys;
  const verifying = new Map<string, CryptoKey>();
  for (const { kty, crv, x, kid } of from) verifying.set(kid, await importKey({ kty, crv, x }));
  const [first] = from;
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
