// The messages that the two parties of a deal write to each other beside its versions.

import type { Deal } from '#core/contracts/deals.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Button, Form, TextArea } from '../../parts/controls.tsx';
import { Section } from '../../parts/page.tsx';
import { FailureNote, Loaded } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';

export function Messages({ deal, side }: { deal: Deal; side: Deal['author'] }) {
  const text = t().messages;
  const param = { dealId: deal.id };
  const load = useLoad(`messages ${deal.id}`, (signal) =>
    read(api.deals[':dealId'].messages.$get({ param }, { init: { signal } })),
  );
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
          <ul class="plain-list" aria-live="polite">
            {items.length === 0 && <li class="soft">{text.empty}</li>}
            {items.map((one) => (
              <li key={one.id}>
                <strong>{one.author === side ? text.you : nameOf(one.author)}</strong>{' '}
                <span class="soft">{stamp(one.createdAt)}</span>
                <div class="prose">{one.body}</div>
              </li>
            ))}
          </ul>
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
