// Where tests keep what they store. Every write of D1 and of an object is an fsync, and on a disk the tests in workerd
// wait for fsyncs longer than they compute. Nothing they store is read after the machine has lost its power, so a disk in
// memory does, where there is one with room.

import { existsSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';

const memoryDisk = '/dev/shm';
const tmpfs = 0x01021994;
/** The whole suite has less than one at any moment; a container often has 64 MB. */
const neededBytes = 4 * 1_024 ** 3;

/** From here on this process and its children make their temporary folders in memory; a TMPDIR that is set stays. */
export function keepTemporaryFilesInMemory(): void {
  if (process.env.TMPDIR === undefined && isRoomy(memoryDisk)) process.env.TMPDIR = memoryDisk;
}

function isRoomy(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { type, bavail, bsize } = statfsSync(folder);
  return type === tmpfs && Math.min(bavail * bsize, freemem()) >= neededBytes;
}
