import { expect, it } from 'vitest';
import type { NoticeKind } from './contracts/deals.ts';
import { digestOf, type NoticeFact } from './notice-digest.ts';

const fact = (kind: NoticeKind, dealId: string | null = 'dl_1', read = false): NoticeFact => ({
  kind,
  dealId,
  eventId: 'evt_1',
  read,
});
const said = (facts: NoticeFact[]) =>
  digestOf(facts).map((line) => `${line.fact.kind} ${line.fact.dealId} ${line.count}`);

it.each<[string, NoticeFact[], string[]]>([
  ['nothing of nothing', [], []],
  ['sixty messages are one line', Array.from({ length: 60 }, () => fact('message')), ['message dl_1 60']],
  ['of a deal the last step', [fact('offered'), fact('countered'), fact('accepted')], ['accepted dl_1 3']],
  [
    'messages stand beside the step',
    [fact('message'), fact('countered'), fact('message')],
    ['countered dl_1 1', 'message dl_1 2'],
  ],
  ['an offer withdrawn before anybody was told', [fact('offered'), fact('withdrawn')], []],
  ['with a counter in between too', [fact('offered'), fact('countered'), fact('withdrawn')], []],
  ['a withdrawal of an offer that was told', [fact('withdrawn')], ['withdrawn dl_1 1']],
  ['what was read is not told', [fact('offered', 'dl_1', true), fact('message', 'dl_2')], ['message dl_2 1']],
  [
    'deals do not hide each other',
    [fact('offered'), fact('withdrawn', 'dl_2')],
    ['offered dl_1 1', 'withdrawn dl_2 1'],
  ],
  ['an invitation has no deal', [fact('invited', null), fact('offered')], ['invited null 1', 'offered dl_1 1']],
])('%s', (_name, facts, lines) => {
  expect(said(facts)).toEqual(lines);
});
