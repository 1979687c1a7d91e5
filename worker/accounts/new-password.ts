// A password somebody chooses: besides the rules every contract knows, not one of the many thousands that are tried
// first. The list is the Worker's alone; a browser would load it for nothing.

import { Password } from '#core/contracts/people.ts';
import list from './common-passwords.txt';

export const NewPassword = Password.refine((text) => !isWidelyUsed(text), { error: 'common-password' });

/** Also with digits and signs after it: "samantha123!" is tried right after "samantha". */
export function isWidelyUsed(password: string): boolean {
  const plain = password.toLowerCase();
  return isListed(plain) || isListed(plain.replace(/[\d\p{P}\p{S}]+$/u, ''));
}

// Searched as it is: made into a set, it would stay in memory for the few who choose a password.
function isListed(text: string): boolean {
  return text !== '' && !text.includes('\n') && list.includes(`\n${text}\n`);
}
