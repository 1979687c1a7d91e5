// The proof of work that a buyer's browser does when a hold needs one: for each part it finds a number whose hash
// begins with enough zero bits. The hash is PBKDF2, because browsers compute it natively and off the page's thread. So
// an attacker's own program gains far less over an honest phone than with a hash that a page has to call millions of
// times.

type Work = { parts: number; bits: number; iterations: number };

/** Several small parts instead of a large one make the time vary less. Each level doubles the work. */
export function workOf(level: number): Work {
  return { parts: 4, bits: 4 + level, iterations: 500 };
}

/** What is hashed for an answer to a part, with the task's text as the key. */
export function saltOf(part: number, response: number): string {
  return `${part}:${response}`;
}

export function startsWithZeros(hash: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  for (let i = 0; i < whole; i += 1) if (hash[i] !== 0) return false;
  return (hash[whole] ?? 0) >> (8 - (bits & 7)) === 0;
}
