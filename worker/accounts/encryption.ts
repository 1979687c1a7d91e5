// Encrypts small secrets that must be read again (a TOTP secret): AES-256-GCM with a key derived from ID_SECRET. The owner's
// id is authenticated too, so a row that is copied to another account cannot be decrypted.

import { createHmac } from 'node:crypto';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';

const nonceBytes = 12;

export async function encrypt(env: Env, owner: string, secret: Uint8Array): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const sealed = await crypto.subtle.encrypt(parameters(iv, owner), await keyOf(env), secret);
  return Buffer.concat([iv, new Uint8Array(sealed)]).toString('base64url');
}

export async function decrypt(env: Env, owner: string, sealed: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(Buffer.from(sealed, 'base64url'));
  const iv = bytes.slice(0, nonceBytes);
  return new Uint8Array(await crypto.subtle.decrypt(parameters(iv, owner), await keyOf(env), bytes.slice(nonceBytes)));
}

function parameters(iv: Uint8Array, owner: string) {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(owner) };
}

function keyOf(env: Env): Promise<CryptoKey> {
  const key = createHmac('sha256', configOf(env).ID_SECRET).update('second-factor-secrets').digest();
  return crypto.subtle.importKey('raw', new Uint8Array(key), 'AES-GCM', false, ['encrypt', 'decrypt']);
}
