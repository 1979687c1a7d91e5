// The script inside the dashboard's document (web/vite.config.ts builds it and adds its hash to the content policy). It asks
// for the session while the browser still waits for the first script file: one round trip earlier than a file could, which is
// half a second on a slow phone network. web/start/first-requests.ts takes the response.

import { mayHaveCookie, sendRefresh } from './refresh-call.ts';

if (mayHaveCookie()) globalThis.earlyRefresh = sendRefresh();
