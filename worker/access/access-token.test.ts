// What a forger may try with an access token, and that a rotation of keys leaves nobody signed out.

import { env } from 'cloudflare:test';
import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Env } from '../env.d.ts';
import { call, newPerson } from '../test/calls.ts';
import { publicKeys, signAccessToken, verifyAccessToken } from './access-token.ts';

const actor = { userId: 'usr_1', partyId: 'pty_1', role: 'organizer', sessionId: 'ses_1' } as const;
const claims = { party: 'pty_1', role: 'organizer', sid: 'ses_1' };

const [own] = JSON.parse(env.TOKEN_KEYS) as [JWK & { kid: string }];
let strangers: JWK;

beforeAll(async () => {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  strangers = { ...(await exportJWK(pair.privateKey)), kid: 'test-2' };
});

type Forgery = {
  key?: JWK;
  header?: Record<string, unknown>;
  payload?: Record<string, unknown>;
  issuer?: string;
  audience?: string;
  expires?: string;
  issued?: number;
};

async function forged({ key = own, header = {}, payload = claims, ...rest }: Forgery): Promise<string> {
  const token = new SignJWT(payload)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: own.kid, ...header })
    .setSubject('usr_1')
    .setIssuer(rest.issuer ?? 'http://localhost:8787')
    .setAudience(rest.audience ?? 'foyer-api')
    .setIssuedAt(rest.issued)
    .setExpirationTime(rest.expires ?? '5m');
  return token.sign(await importJWK(key, 'EdDSA'));
}

const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

describe('an access token', () => {
  it('says who calls', async () => {
    expect(await verifyAccessToken(env, await signAccessToken(env, actor))).toEqual(actor);
    expect(await verifyAccessToken(env, await forged({}))).toEqual(actor);
  });

  // A token is signed on one machine and checked a moment later on another whose clock is behind.
  it('of a clock a moment ahead is taken', async () => {
    expect(await verifyAccessToken(env, await forged({ issued: secondsFromNow(1) }))).toEqual(actor);
  });

  it.each<[string, Forgery]>([
    ['of another type', { header: { typ: 'JWT' } }],
    ['of another issuer', { issuer: 'https://evil.example' }],
    ['for another audience', { audience: 'foyer-door' }],
    ['that ran out', { issued: secondsFromNow(-60), expires: '-5s' }],
    ['that lives longer than ours do', { issued: secondsFromNow(-900), expires: '1h' }],
    ['of a clock that is wrong', { issued: secondsFromNow(60) }],
    ['of an unknown key', { header: { kid: 'test-9' } }],
    ['without a key id', { header: { kid: undefined } }],
    ['with a role that does not exist', { payload: { ...claims, role: 'root' } }],
    ['without a session', { payload: { party: null, role: 'organizer' } }],
  ])('%s is not taken', async (_what, forgery) => {
    expect(await verifyAccessToken(env, await forged(forgery))).toBeNull();
  });

  it('signed with a stranger’s key under our key id, or bringing its own key, is not taken', async () => {
    expect(await verifyAccessToken(env, await forged({ key: strangers }))).toBeNull();
    const { d: _secret, ...jwk } = strangers;
    expect(await verifyAccessToken(env, await forged({ key: strangers, header: { jwk } }))).toBeNull();
  });

  it('without a signature, or with our public key as a shared secret, is not taken', async () => {
    const unsigned = new UnsecuredJWT(claims).setSubject('usr_1').setIssuer('http://localhost:8787');
    expect(await verifyAccessToken(env, unsigned.setAudience('foyer-api').setExpirationTime('5m').encode())).toBeNull();
    const confused = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: own.kid });
    const token = confused
      .setSubject('usr_1')
      .setIssuer('http://localhost:8787')
      .setAudience('foyer-api')
      .setIssuedAt();
    const secret = new TextEncoder().encode(String(own.x).padEnd(32, '='));
    expect(await verifyAccessToken(env, await token.setExpirationTime('5m').sign(secret))).toBeNull();
  });

  it.each<[string, (stranger: JWK) => Record<string, unknown>]>([
    ['jku', () => ({ jku: 'https://evil.example/jwks.json' })],
    ['x5u', () => ({ x5u: 'https://evil.example/cert.pem' })],
    ['x5c', () => ({ x5c: ['MIIB'] })],
    ['jwk', (jwk) => ({ jwk })],
    ['crit', () => ({ crit: ['b64'], b64: false })],
  ])('that names its key by %s is not taken, and nobody is asked for it', async (_name, header) => {
    const asked = vi.spyOn(globalThis, 'fetch');
    const { d: _secret, kid: strangersKid, ...jwk } = strangers;
    for (const kid of [own.kid, strangersKid]) {
      const token = await forged({ key: strangers, header: { kid, ...header(jwk) } }).catch(() => null);
      if (token !== null) expect(await verifyAccessToken(env, token)).toBeNull();
    }
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });

  it('of another algorithm is not taken, whatever of our public key serves as its secret', async () => {
    const served = JSON.stringify(publicKeys(env));
    const secrets = [served, JSON.stringify(publicKeys(env).keys[0]), String(own.x)].map((text) => Buffer.from(text));
    const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'at+jwt', kid: own.kid })).toString('base64url');
    const [, payload = ''] = (await forged({})).split('.');
    for (const secret of [...secrets, Buffer.from(String(own.x), 'base64url')]) {
      const signature = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
      expect(await verifyAccessToken(env, `${header}.${payload}.${signature}`)).toBeNull();
    }
    const pair = await generateKeyPair('ES256');
    const elliptic = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: own.kid });
    const whole = elliptic.setSubject('usr_1').setIssuer('http://localhost:8787').setAudience('foyer-api');
    expect(
      await verifyAccessToken(env, await whole.setIssuedAt().setExpirationTime('5m').sign(pair.privateKey)),
    ).toBeNull();
  });

  it('outlives a rotation of keys, and ends when its key is dropped', async () => {
    const old = await signAccessToken(env, actor);
    const rotated: Env = { ...env, TOKEN_KEYS: JSON.stringify([strangers, own]) };
    expect(await verifyAccessToken(rotated, old)).toEqual(actor);
    const fresh = await signAccessToken(rotated, actor);
    expect(await verifyAccessToken(rotated, fresh)).toEqual(actor);
    expect(await verifyAccessToken(env, fresh)).toBeNull();
    // Every Worker verifies with the new key before the old one is removed.
    expect(publicKeys(rotated).keys.map((one) => one.kid)).toEqual(['test-2', own.kid]);
    const dropped: Env = { ...env, TOKEN_KEYS: JSON.stringify([strangers]) };
    expect(await verifyAccessToken(dropped, old)).toBeNull();
  });

  it('can be checked by others with public keys that hold no secret', async () => {
    const served = await call<{ keys: JWK[] }>('GET', '/.well-known/jwks.json');
    expect(served.body).toEqual(publicKeys(env));
    expect(served.body.keys).toEqual([
      { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: own.kid, x: own.x },
    ]);
  });

  it('has one spelling: with padding or other unused bits it is not taken', async () => {
    const token = await signAccessToken(env, actor);
    const [head = '', payload = '', signature = ''] = token.split('.');
    // The last letter of 64 bytes carries two bits; its four others are unused.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(signature.at(-1) ?? '');
    const other = signature.slice(0, -1) + alphabet[last ^ 1];
    for (const spelled of [
      `${token}==`,
      `${token}=`,
      `${head}=.${payload}.${signature}`,
      `${head}.${payload}==.${signature}`,
      `${head}.${payload}.${other}`,
    ]) {
      expect([spelled, await verifyAccessToken(env, spelled)]).toEqual([spelled, null]);
    }
  });

  it('whose signature was touched is refused over HTTP', async () => {
    const { token } = await newPerson('buyer');
    expect((await call('GET', '/api/me', { token: `${token.slice(0, -4)}AAAA` })).status).toBe(401);
  });
});
