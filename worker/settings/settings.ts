// The settings of the operator: who runs this server, as people read it. Pages and letters take them from the memory of the
// isolate; only who edits them, and the page of a text, read the row itself.

import type { AllSettings } from '#core/contracts/settings.ts';
import type { Env } from '../env.d.ts';
import { readSettings, readTexts } from './rows.ts';

export { deleteLogo, setLogo, updateSettings } from './change.ts';
export { linkNames, operatorLinks } from './links.ts';
export { logoFile } from './logo-files.ts';
export { settingsAtHand, settingsOf } from './memory.ts';
export { readText as legalText } from './rows.ts';

/** With the texts, for who edits them. */
export async function allSettings(env: Env): Promise<AllSettings> {
  const [settings, texts] = await Promise.all([readSettings(env), readTexts(env)]);
  return { ...settings, texts };
}
