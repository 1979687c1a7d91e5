// Time-based one-time passwords (RFC 6238): six digits of HMAC-SHA-1 over the count of half minutes. Checked against the
// vectors of the RFC; authenticator apps know no other hash reliably.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const stepSeconds = 30;
/** How many steps the clock of an app may be off, either way. */
export const stepsOff = 1;

export function stepAt(nowMs: number): number {
  return Math.floor(nowMs / 1000 / stepSeconds);
}

export function codeAt(secret: Uint8Array, step: number, digits = 6): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The step whose code this is; null for none. */
export function stepOf(secret: Uint8Array, code: string, nowMs: number): number | null {
  const now = stepAt(nowMs);
  const steps = [now - stepsOff, now, now + stepsOff];
  // All steps are computed and compared in constant time, so that the response time reveals nothing about a guess.
  const matching = steps.filter((step) => timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(code)));
  return matching.at(-1) ?? null;
}

export function newSecret(): Uint8Array {
  return randomBytes(20);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base32, as apps take secrets typed by hand. */
export function base32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet.charAt((held << (5 - bits)) & 31);
}

/** What the QR code of an enrolment says. */
export function otpauthUri(issuer: string, account: string, secret: Uint8Array): string {
  // Apps read the label up to a colon as the issuer, also when the colon is encoded.
  const name = encodeURIComponent(issuer.replaceAll(':', ' '));
  return `otpauth://totp/${name}:${encodeURIComponent(account)}?secret=${base32(secret)}&issuer=${name}`;
}
