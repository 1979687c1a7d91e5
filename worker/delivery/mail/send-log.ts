// Who has been written to about what, in R2: one small record per message id. R2 is consistent and its conditional
// put lets one of two deliveries of the same job win; the record holds no address and no words.

/** Longer than a sending may take, and short of the outbox's second lease: a crash must not hold a letter up for long. */
const claimMs = 20_000;

/** How it ended: a repeated job must hear the same, or a refused letter would count as sent. */
type Done = 'accepted' | 'refused' | 'withheld';
type Entry = { state: 'claimed' | Done; atMs: number };

const keyOf = (messageId: string) => `mail-log/${messageId}`;

/** `mine`: send it now. A claim older than any sending was left by a crash and is taken over. */
export async function claim(files: R2Bucket, messageId: string, nowMs: number): Promise<'mine' | 'busy' | Done> {
  const stored = await files.get(keyOf(messageId));
  if (stored === null) {
    const won = await files.put(keyOf(messageId), record('claimed', nowMs), { onlyIf: { etagDoesNotMatch: '*' } });
    return won === null ? 'busy' : 'mine';
  }
  const entry = await stored.json<Entry>();
  if (entry.state !== 'claimed') return entry.state;
  // A claim of the future was made while a clock ran ahead: it would be waited for until then.
  const ageMs = nowMs - entry.atMs;
  if (ageMs < claimMs && ageMs > -claimMs) return 'busy';
  const won = await files.put(keyOf(messageId), record('claimed', nowMs), { onlyIf: { etagMatches: stored.etag } });
  return won === null ? 'busy' : 'mine';
}

export async function mark(files: R2Bucket, messageId: string, state: Done, nowMs: number) {
  await files.put(keyOf(messageId), record(state, nowMs));
}

/** Gives a claim back after a failed sending, so that the next try need not wait for it to grow old. */
export async function unclaim(files: R2Bucket, messageId: string): Promise<void> {
  await files.delete(keyOf(messageId));
}

function record(state: Entry['state'], atMs: number): string {
  return JSON.stringify({ state, atMs } satisfies Entry);
}
