// Lets one Foyer at a time use a state folder. Two servers with one folder would each sell from their own memory of the
// same event, and sell more tickets than there are.

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

// The file is closed only when the process ends. The kernel then releases the lock, also after SIGKILL, so that no
// crash leaves one behind.
const held: DatabaseSync[] = [];

/** SQLite's own busy error. */
const busy = 5;

/** Locks the folder for the life of this process, or throws a sentence that names the process that has it. */
export function lockState(state: string): void {
  mkdirSync(state, { recursive: true });
  const lock = new DatabaseSync(join(state, 'lock.sqlite'), { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof Error) || Reflect.get(error, 'errcode') !== busy) throw error;
    throw new Error(
      `Another Foyer is running on ${resolve(state)}: stop it first, or give this one a folder of its own with STATE=…`,
    );
  }
  held.push(lock);
}
