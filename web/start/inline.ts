// The script inside the dashboard's document (web/start/inline-script.ts builds it and adds its hash to the content policy). It runs
// while the browser still waits for the first script file, and asks for what that file would ask for: the session, and the
// files of the screen that a signed-in person comes to first. Each is there one round trip earlier, which is half a second on a
// slow phone network. web/start/first-requests.ts takes the session's response; the files wait in the browser's cache.

import type { FirstFile } from './first-files.ts';
import { firstLocale } from './first-locale.ts';
import { mayHaveCookie, roleOfLastTime } from './last-role.ts';
import { sendRefresh } from './refresh-call.ts';

declare const firstFiles: readonly FirstFile[];

if (mayHaveCookie()) globalThis.earlyRefresh = sendRefresh();

const locale = firstLocale();
const role = roleOfLastTime();
for (const file of firstFiles) {
  if (file.locale !== undefined && file.locale !== locale) continue;
  if (file.inside === true && role === null) continue;
  if (file.homeOf !== undefined && (location.pathname !== '/' || role === null || !file.homeOf.includes(role)))
    continue;
  const link = document.createElement('link');
  const isScript = file.as === 'script';
  link.rel = isScript ? 'modulepreload' : 'preload';
  if (!isScript) link.as = file.as;
  if (file.as === 'font') link.type = 'font/woff2';
  // As the program's own imports ask: a file asked for in another way would be downloaded twice.
  link.crossOrigin = '';
  link.href = file.href;
  document.head.append(link);
}
