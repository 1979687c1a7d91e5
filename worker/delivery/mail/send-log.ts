// The send log: which letters have been sent, one small record in R2 for each message id. R2 is consistent, and its
// conditional put lets one of two deliveries of the same message win. The record holds no address and no text.

/**
 * Longer than a sending may take, and shorter than the outbox's second lease, so that a crash delays a letter only
 * briefly.
 */
const claimMs = 20_000;

/** The outcome is stored, because a repeated message must get the same one: a refused letter must not count as sent. */
type Done = 'accepted' | 'refused' | 'withheld';
type Entry = { state: 'claimed' | Done; atMs: number };

const keyOf = (messageId: string) => `mail-log/${messageId}`;

/**
 * `mine`: the caller sends the letter. A claim that is older than any sending was left by a crash, so it is taken over.
 */
export async function claim(files: R2Bucket, messageId: string, nowMs: number): Promise<'mine' | 'busy' | Done> {
  const stored = await files.get(keyOf(messageId));
  if (stored === null) {
    const won = await files.put(keyOf(messageId), record('claimed', nowMs), { onlyIf: { etagDoesNotMatch: '*' } });
    return won === null ? 'busy' : 'mine';
  }
  const entry = await stored.json<Entry>();
  if (entry.state !== 'claimed') return entry.state;
  // A claim with a time in the future comes from a clock that ran ahead. It is taken over, or the letter would wait
  // until then.
  const ageMs = nowMs - entry.atMs;
  if (ageMs < claimMs && ageMs > -claimMs) return 'busy';
  const won = await files.put(keyOf(messageId), record('claimed', nowMs), { onlyIf: { etagMatches: stored.etag } });
  return won === null ? 'busy' : 'mine';
}

export async function mark(files: R2Bucket, messageId: string, state: Done, nowMs: number) {
  await files.put(keyOf(messageId), record(state, nowMs));
}

/** Gives a claim back after a failed sending, so that the next try does not have to wait until the claim is old. */
export async function unclaim(files: R2Bucket, messageId: string): Promise<void> {
  await files.delete(keyOf(messageId));
}

function record(state: Entry['state'], atMs: number): string {
  return JSON.stringify({ state, atMs } satisfies Entry);
}

/** What became of the letters whose ids begin so, at most `limit` of them. A letter that is being sent is left out. */
export async function sentLetters(
  files: R2Bucket,
  beginning: string,
  limit: number,
): Promise<{ id: string; state: Done; atMs: number }[]> {
  const { objects } = await files.list({ prefix: keyOf(beginning), limit });
  const entries = await Promise.all(
    objects.map(async ({ key }) => ({
      id: key.slice(keyOf('').length),
      entry: await (await files.get(key))?.json<Entry>(),
    })),
  );
  return entries.flatMap(({ id, entry }) =>
    entry === undefined || entry.state === 'claimed' ? [] : { id, state: entry.state, atMs: entry.atMs },
  );
}
