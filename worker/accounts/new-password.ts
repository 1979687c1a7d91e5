// A password somebody chooses: besides the rules every contract knows, not one of the many thousands that are tried
// first. The list is the Worker's alone; a browser would load it for nothing.

import { Password } from '#core/contracts/people.ts';
import list from './common-passwords.txt';

export const NewPassword = Password.refine((text) => !isWidelyUsed(text), { error: 'common-password' });

/** Also refuses a common password followed by digits and signs: guessers try "samantha123!" right after "samantha". */
export function isWidelyUsed(password: string): boolean {
  const plain = password.toLowerCase();
  return isListed(plain) || isListed(plain.replace(/[\d\p{P}\p{S}]+$/u, ''));
}

// The text is searched as it is: a set would stay in the isolate's memory, and few people choose a password.
function isListed(text: string): boolean {
  return text !== '' && !text.includes('\n') && list.includes(`\n${text}\n`);
}
