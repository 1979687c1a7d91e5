// Checks the signature of a ticket code with the event's public key. Only the sales object has the private half.

import type { SignedClaim } from '#core/ticket-code.ts';

const algorithm = { name: 'Ed25519' };

export async function isSigned(signed: SignedClaim, by: { keyId: number; publicKey: string }): Promise<boolean> {
  if (signed.claim.keyId !== by.keyId) return false;
  const raw = Buffer.from(by.publicKey, 'base64url');
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['verify']);
  return crypto.subtle.verify(algorithm, key, signed.signature, signed.payload);
}

export async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Buffer.from(digest).toString('base64url');
}
