// Writes the list of passwords everybody tries first, from the package that keeps it: only what the rules let through
// and the pattern of `core/common-passwords.ts` does not know, one a line. Run it after a new version of the package.

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
