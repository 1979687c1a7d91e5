// Crockford base32: without I, L, O and U, because people read it aloud and type it, and scanners act as keyboards.

import { latinKeys } from './latin-keys.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The text is in upper case. Where the bytes do not fill the last character, its unused bits are zero. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet.charAt((buffer << (5 - bits)) & 31);
}

/**
 * Null for a text that `encodeBase32` cannot have written. Case, spaces, dashes and look-alike letters do not matter.
 */
export function decodeBase32(text: string): Uint8Array | null {
  const clean = text.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
  const bytes = new Uint8Array(Math.floor((clean.length * 5) / 8));
  let length = 0;
  let buffer = 0;
  let bits = 0;
  for (const character of clean) {
    const value = alphabet.indexOf(character);
    if (value < 0) return null;
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[length] = (buffer >> bits) & 255;
      length += 1;
    }
    buffer &= (1 << bits) - 1;
  }
  // The unused bits must be zero, or two texts would decode to the same bytes.
  return bits >= 5 || buffer !== 0 ? null : bytes;
}

/**
 * A typed number in one form: without dashes, in any case and keyboard layout, O for 0, I or L for 1. Its length is not
 * checked: older ticket numbers have six characters.
 */
export function plainBase32(typed: string): string {
  return latinKeys(typed)
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}
