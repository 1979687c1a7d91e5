// Which notifications of a party one letter mentions. The dashboard shows all of them; the letter shows what still
// matters when it is written.

import type { NoticeKind } from './contracts/deals.ts';

/** The first notification is mailed at once. What comes within this time after a letter is collected in one digest. */
export const noticeQuietMs = 15 * 60_000;

export type NoticeFact = { kind: NoticeKind; dealId: string | null; eventId: string; read: boolean };

/** `count`: how many notifications this line stands for. */
type DigestLine<Fact extends NoticeFact> = { fact: Fact; count: number };

/**
 * For each deal its last step and, separately, the number of new messages. Notifications that were read in the
 * dashboard are left out, and so is an offer that was withdrawn before it was mailed. `facts` are in the order of time.
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
