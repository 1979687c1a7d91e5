// The object's ids and secrets come from the simulator's random generator: a history must have the same ids each time
// it is repeated.

import { moment } from './platform.ts';

export * from 'node:crypto';

export function randomBytes(length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(moment.chance() * 256)));
}
