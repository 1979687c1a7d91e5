// A search over everything of one kind: words and a state. What is searched for stands in the address, so that a link leads
// to the same list and "back" returns to it.

import { useLocation } from 'preact-iso';
import { t } from '../../language.ts';
import { Button, Choice, Form, TextField } from '../../parts/controls.tsx';
import { useForm } from '../../use-form.ts';

type Words = { q: string; status: string };

type Props = {
  at: string;
  words: Words;
  hint: string;
  states: readonly { value: string; label: string }[];
};

export function AdminSearch({ at, words, hint, states }: Props) {
  const { route } = useLocation();
  const form = useForm({ q: words.q });
  const text = t().everything;
  function go(change: Partial<Words>) {
    const filled = Object.entries({ ...words, q: form.values.q.trim(), ...change }).filter(([, one]) => one !== '');
    route(filled.length === 0 ? at : `${at}?${new URLSearchParams(filled)}`);
  }
  return (
    <search class="search order-search">
      <Form onSubmit={() => go({})}>
        <div class="words">
          <TextField {...form.field('q')} label={text.search} hint={hint} type="search" maxLength={100} />
          <Button kind="main" submit>
            {text.find}
          </Button>
        </div>
        <Choice
          name="status"
          value={words.status}
          error={undefined}
          onValue={(status) => go({ status })}
          label={text.state}
          options={[{ value: '', label: text.anyState }, ...states]}
        />
      </Form>
      {(words.q !== '' || words.status !== '') && (
        <a class="button plain" href={at}>
          {text.reset}
        </a>
      )}
    </search>
  );
}
