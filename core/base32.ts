// Crockford base32: no I, L, O, U; read aloud, typed by hand and by scanners that act as keyboards.

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Upper case; the last character carries zero bits where the bytes end. */
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

/** Null for anything that `encodeBase32` would not have written, but for case, spaces, dashes and look-alikes. */
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
  // Bits left over must be zero, or two texts would mean the same bytes.
  return bits >= 5 || buffer !== 0 ? null : bytes;
}
