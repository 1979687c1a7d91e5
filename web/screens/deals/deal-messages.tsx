// The talk of a deal: its versions and the messages that the two parties write to each other, in one thread by time. It is
// read again by itself, and what is being typed stays.

import type { Deal, DealMessage, DealWithVersions } from '#core/contracts/deals.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { percent, stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Button, Form, TextArea } from '../../parts/controls.tsx';
import { Section } from '../../parts/page.tsx';
import { FailureNote, Loaded } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';
import { useLive } from '../../use-live.ts';
import { useLoad } from '../../use-load.ts';

export function DealThread({ deal, side }: { deal: DealWithVersions; side: Deal['author'] }) {
  const text = t().messages;
  const param = { dealId: deal.id };
  const load = useLoad(`messages ${deal.id}`, (signal) =>
    read(api.deals[':dealId'].messages.$get({ param }, { init: { signal } })),
  );
  useLive(load, 10);
  const form = useForm({ body: '' }, `message ${deal.id}`);
  const send = useAction((body: string) => read(api.deals[':dealId'].messages.$post({ param, json: { body } })));

  async function submit() {
    const body = form.values.body.trim();
    form.refuse(body === '' ? { body: t().form.required } : {});
    if (body === '') return;
    const answer = await send.run(body);
    if (answer?.ok !== true) return;
    load.replace(answer.body);
    form.sent({ body: '' });
  }
  const nameOf = (author: Deal['author']) => (author === 'organizer' ? deal.organizer.name : deal.distributor.name);
  return (
    <Section title={text.title} hint={text.hint}>
      <Loaded load={load}>
        {({ items }) => (
          <ol class="thread" aria-live="polite">
            {threadOf(deal, items).map((one) => (
              <li key={one.key} class={`${one.kind} ${one.author === side ? 'mine' : 'theirs'}`}>
                <p>
                  <strong>{one.author === side ? text.you : nameOf(one.author)}</strong>{' '}
                  {one.kind === 'version' &&
                    (one.author === side ? text.youOffer(one.about) : text.theyOffer(one.about))}
                </p>
                {one.body !== '' && <div class="prose">{one.body}</div>}
                <p class="soft">
                  {one.kind === 'version' && `${t().deal.version(one.version)}, `}
                  {stamp(one.at)}
                </p>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
      <Form onSubmit={submit} label={text.title}>
        <TextArea {...form.field('body')} label={text.label} rows={3} maxLength={2_000} />
        <FailureNote failure={send.failure} />
        <Button submit busy={send.busy}>
          {text.send}
        </Button>
      </Form>
    </Section>
  );
}

type Entry = { key: string; author: Deal['author']; at: string; body: string } & (
  | { kind: 'message' }
  | { kind: 'version'; version: number; about: string }
);

/** Oldest first, as a conversation is read; of one moment the version comes first, because its message explains it. */
function threadOf(deal: DealWithVersions, messages: readonly DealMessage[]): Entry[] {
  const versions = deal.versions.map(
    (one): Entry => ({
      kind: 'version',
      key: `version ${one.version}`,
      author: one.author,
      at: one.createdAt,
      body: one.message,
      version: one.version,
      about: percent(one.commissionBps),
    }),
  );
  const said = messages.map(
    (one): Entry => ({ kind: 'message', key: one.id, author: one.author, at: one.createdAt, body: one.body }),
  );
  return [...versions, ...said].toSorted((a, b) => a.at.localeCompare(b.at));
}
