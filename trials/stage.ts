// What every run of a trial has: a temporary folder, a progress line, and the guarantee that everything it started is
// ended, whether it passed, failed or was interrupted.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from './trial.ts';

type Stage = {
  run: Pick<Run, 'folder' | 'progress' | 'atEnd'>;
  progress(line: string): void;
  /** Rejects, with the last line, when no new line of progress came for so long. */
  silence: Promise<never>;
  close(): Promise<void>;
};

export function openStage(name: string, silentForMs: number): Stage {
  const folder = mkdtempSync(join(tmpdir(), `foyer-${name}-`));
  // PostgreSQL refuses to run as root, and its user must be able to reach its own folder inside.
  chmodSync(folder, 0o711);
  const ends: (() => Promise<void> | void)[] = [];
  let closed: Promise<void> | undefined;

  const progress = progressLine(silentForMs);
  const close = (): Promise<void> => {
    closed ??= endAll(ends, folder).finally(progress.stop);
    return closed;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void close().finally(() => process.exit(130)));
  }
  return {
    run: { folder, progress: progress.say, atEnd: (end) => void ends.push(end) },
    progress: progress.say,
    silence: progress.silence,
    close,
  };
}

async function endAll(ends: (() => Promise<void> | void)[], folder: string): Promise<void> {
  for (const end of ends.reverse()) {
    try {
      await end();
    } catch (error) {
      console.error('while ending the run:', error);
    }
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

// A run that prints nothing looks as if it hung, so the last line is repeated with the time that has passed.
function progressLine(silentForMs: number) {
  const startedAt = Date.now();
  let last = '';
  let hear: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    const minutes = silentForMs / 60_000;
    hear = setTimeout(() => reject(new Error(`nothing new for ${minutes} minutes; last was: ${last}`)), silentForMs);
  });
  const show = (): void => {
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    console.log(`[${String(seconds).padStart(4)} s] ${last}`);
  };
  const repeat = setInterval(show, 30_000);
  repeat.unref();
  return {
    silence,
    say(line: string): void {
      // The same line again is no progress.
      if (line !== last) hear?.refresh();
      last = line;
      show();
      repeat.refresh();
    },
    stop: (): void => {
      clearInterval(repeat);
      clearTimeout(hear);
    },
  };
}
