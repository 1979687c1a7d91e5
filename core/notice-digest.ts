// What one letter says of several notices of a party. All of them stand in the dashboard; the letter says what still
// matters when it is written.

import type { NoticeKind } from './contracts/deals.ts';

/** A party gets one letter at once, and the next not before this is over: everything in between is one digest. */
export const noticeQuietMs = 15 * 60_000;

export type NoticeFact = { kind: NoticeKind; dealId: string | null; eventId: string; read: boolean };

/** `count`: how many notices this line stands for. */
type DigestLine<Fact extends NoticeFact> = { fact: Fact; count: number };

/**
 * Of each deal its last step and, apart, how many messages came. Left out is what was read in the dashboard meanwhile,
 * and an offer that was withdrawn before anybody was told of it. `facts` come in the order of time.
 */
export function digestOf<Fact extends NoticeFact>(facts: readonly Fact[]): DigestLine<Fact>[] {
  const unread = facts.filter((fact) => !fact.read);
  const subjects = Map.groupBy(unread, (fact) => fact.dealId ?? `invitation to ${fact.eventId}`);
  return [...subjects.values()].flatMap((ofOne) => {
    const messages = ofOne.filter((fact) => fact.kind === 'message');
    const steps = ofOne.filter((fact) => fact.kind !== 'message');
    return [...lastStep(steps), ...lineOf(messages)];
  });
}

function lastStep<Fact extends NoticeFact>(steps: readonly Fact[]): DigestLine<Fact>[] {
  const gone = steps[0]?.kind === 'offered' && steps.at(-1)?.kind === 'withdrawn';
  return gone ? [] : lineOf(steps);
}

function lineOf<Fact extends NoticeFact>(facts: readonly Fact[]): DigestLine<Fact>[] {
  const last = facts.at(-1);
  return last === undefined ? [] : [{ fact: last, count: facts.length }];
}
