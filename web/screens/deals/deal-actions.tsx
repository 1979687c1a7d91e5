// What a party may do with a deal now. Accepting names the version that was read: if it changed meanwhile, the server
// refuses, and the new version is loaded to be read first.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Deal, DealWithVersions } from '#core/contracts/deals.ts';
import { assertNever } from '#core/result.ts';
import { api } from '../../api.ts';
import { type ApiResult, read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Button } from '../../parts/controls.tsx';
import { useAction } from '../../use-action.ts';

type Step = 'accept' | 'reject' | 'withdraw' | 'terminate';
type Question = { step: Step; version: number };
/** The other side was faster: the current version is read first. */
type Overtaken = 'stale-version' | 'own-version' | 'deal-decided' | 'deal-expired' | 'deal-not-accepted';

function isOvertaken(code: string): code is Overtaken {
  return ['stale-version', 'own-version', 'deal-decided', 'deal-expired', 'deal-not-accepted'].includes(code);
}

type Props = {
  deal: DealWithVersions;
  side: Deal['author'];
  onChange: (deal: DealWithVersions) => void;
  onReload: () => void;
};

export function DealActions({ deal, side, onChange, onReload }: Props) {
  const text = t().deal;
  // The version that was read when the question was asked: the page may show a newer one before it is answered.
  const [asking, ask] = useState<Question | null>(null);
  const [overtaken, setOvertaken] = useState<Overtaken | null>(null);
  const decide = useAction((question: Question) => send(question, deal.id));
  const seen = useRef(deal.version);
  useEffect(() => {
    if (seen.current === deal.version) return;
    seen.current = deal.version;
    if (deal.author !== side) setOvertaken('stale-version');
  }, [deal.version, deal.author, side]);

  async function run(question: Question) {
    const result = await decide.run(question);
    if (result === null) return;
    if (result.ok) {
      ask(null);
      setOvertaken(null);
      onChange(result.body);
    } else if (isOvertaken(result.failure.code)) {
      ask(null);
      setOvertaken(result.failure.code);
      onReload();
    }
  }
  function begin(step: Step) {
    decide.clear();
    ask({ step, version: deal.version });
  }
  const mine = deal.author === side;
  const words = asking === null ? null : wordsOf(asking);
  return (
    <>
      {overtaken !== null && (
        <p class="note warn" role="alert">
          {text.overtaken[overtaken]}
        </p>
      )}
      {deal.status === 'PENDING' && mine && <p class="soft">{text.waiting}</p>}
      {deal.status === 'TERMINATED' && <p class="note">{text.terminated}</p>}
      {deal.status === 'EXPIRED' && <p class="note">{text.expired}</p>}
      <div class="actions">
        {deal.status === 'PENDING' && !mine && (
          <>
            <Button kind="main" onPress={() => begin('accept')}>
              {text.accept(deal.version)}
            </Button>
            <a class="button plain" href={`/deals/${deal.id}/counter`}>
              {text.counter}
            </a>
            <Button onPress={() => begin('reject')}>{text.reject}</Button>
          </>
        )}
        {deal.status === 'PENDING' && mine && <Button onPress={() => begin('withdraw')}>{text.withdraw}</Button>}
        <a
          class="button plain"
          href={side === 'organizer' ? `/my-events/${deal.eventId}` : `/catalogue/${deal.eventId}`}
        >
          {text.eventPage}
        </a>
        {deal.status === 'ACCEPTED' && (
          <Button kind="danger" onPress={() => begin('terminate')}>
            {text.terminate}
          </Button>
        )}
      </div>
      {asking !== null && words !== null && (
        <Confirm
          {...words}
          kind={asking.step === 'accept' ? 'main' : 'danger'}
          busy={decide.busy}
          failure={decide.failure}
          onConfirm={() => run(asking)}
          onClose={() => ask(null)}
        />
      )}
    </>
  );
}

function send({ step, version }: Question, dealId: string): Promise<ApiResult<DealWithVersions>> {
  const one = api.deals[':dealId'];
  const param = { dealId };
  switch (step) {
    case 'accept':
      return read(one.accept.$post({ param, json: { version } }));
    case 'reject':
      return read(one.reject.$post({ param }));
    case 'withdraw':
      return read(one.withdraw.$post({ param }));
    case 'terminate':
      return read(one.terminate.$post({ param }));
    default:
      return assertNever(step);
  }
}

function wordsOf({ step, version }: Question): { title: string; text: string; confirm: string } {
  const text = t().deal;
  switch (step) {
    case 'accept':
      return { title: text.acceptTitle(version), text: text.acceptText, confirm: text.accept(version) };
    case 'reject':
      return { title: text.rejectTitle, text: text.rejectText, confirm: text.reject };
    case 'withdraw':
      return { title: text.withdrawTitle, text: text.withdrawText, confirm: text.withdraw };
    case 'terminate':
      return { title: text.terminateTitle, text: text.terminateText, confirm: text.terminateConfirm };
    default:
      return assertNever(step);
  }
}
