// The log of the Worker: lines of `core/log-line.ts`, each with the deployed version. Durable Objects write such lines
// themselves.

import { type LogFields, type LogLevel, logLine } from '#core/log-line.ts';

/** `event` names what happened, in words joined by dashes; the same event always has the same fields. */
export function log(level: LogLevel, event: string, fields: LogFields = {}): void {
  console[level](logLine(level, event, version === undefined ? fields : { version, ...fields }));
}

let version: string | undefined;

/** Every line names the deployed version from here on. An isolate runs one version, so the first request sets it. */
export function logVersion(deployed: { id: string } | undefined): void {
  version = deployed?.id;
}
