// Judges whether a secret can be guessed, because it is published or because it has too little variety.

import { createHash } from 'node:crypto';

/** SHA-256 of the secrets that stand in this repository, in its tests, or in the standards it follows. */
const published = new Set([
  // The first test vector of RFC 8032, the private key of our tests and trials.
  '190edf59d5736c3b3ea6bb36d57f5eb415a9b79f3201b381b8f3cb089135981f',
]);

/**
 * 32 random bytes have about 30 different characters in base64url and all but one of their neighbouring pairs are
 * different; in hexadecimal 16, and some 55 pairs. What repeats itself or counts upwards has few.
 */
export function isGuessable(secret: string): boolean {
  const characters = [...secret];
  const next = characters.slice(1);
  const pairs = new Set(next.map((character, i) => `${characters[i]}${character}`));
  const steps = new Set(next.map((character, i) => character.charCodeAt(0) - (characters[i] ?? '').charCodeAt(0)));
  const varied = new Set(characters).size >= 10 && pairs.size >= 24 && steps.size >= 8;
  return !varied || published.has(createHash('sha256').update(secret).digest('hex'));
}
