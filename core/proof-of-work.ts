// The work a buyer's browser does where a hold needs a proof: for each part, a number whose hash begins with enough zero
// bits. The hash is PBKDF2, because browsers compute it natively and off the page's thread: a hoarder's own program gains
// far less over an honest phone than with a hash that a page has to call millions of times.

type Work = { parts: number; bits: number; iterations: number };

/** Several small parts instead of a large one: the time varies less. Each level doubles it. */
export function workOf(level: number): Work {
  return { parts: 4, bits: 4 + level, iterations: 500 };
}

/** What is hashed for an answer to a part, with the task's text as the key. */
export function saltOf(part: number, answer: number): string {
  return `${part}:${answer}`;
}

export function startsWithZeros(hash: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  for (let i = 0; i < whole; i += 1) if (hash[i] !== 0) return false;
  return (hash[whole] ?? 0) >> (8 - (bits & 7)) === 0;
}
