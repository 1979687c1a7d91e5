// Writes the list of passwords that attackers try first from its package: only those that our rules would accept and
// that the patterns of `core/common-passwords.ts` do not catch, one a line. Run it after an update of the package.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dictionary } from '@zxcvbn-ts/language-common';
import { isCommonPassword } from '#core/common-passwords.ts';

const notice = 'From @zxcvbn-ts/language-common, MIT License, by its authors. Made by local/common-passwords.ts.';

export function commonPasswordList(): string {
  const known = Object.values(dictionary['passwords-common']).map(String);
  const kept = known.filter((one) => [...one].length >= 8 && !isCommonPassword(one));
  return `${[notice, '', ...[...new Set(kept)].toSorted()].join('\n')}\n`;
}

export const listFile = join(import.meta.dirname, '..', 'worker', 'accounts', 'common-passwords.txt');

if (import.meta.main) writeFileSync(listFile, commonPasswordList());
