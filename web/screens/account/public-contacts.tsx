// How visitors and buyers reach an organizer. The server judges the three texts.

import { useState } from 'preact/hooks';
import type { PublicContacts } from '#core/contracts/people.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { Section } from '../../parts/page.tsx';
import { Done, FailureNote } from '../../parts/states.tsx';
import { replaceUser } from '../../session.ts';
import { useAction } from '../../use-action.ts';
import { fieldErrors, saidAtFields, useForm } from '../../use-form.ts';

const fields = {
  'publicContacts.email': 'email',
  'publicContacts.phone': 'phone',
  'publicContacts.link': 'link',
} as const;

export function PublicContactsForm({ contacts }: { contacts: PublicContacts }) {
  const form = useForm(contacts);
  const [saved, setSaved] = useState(false);
  const save = useAction((publicContacts: PublicContacts) => read(api.me.$patch({ json: { publicContacts } })));
  const text = t().contacts;

  async function submit() {
    setSaved(false);
    const { email, phone, link } = form.values;
    const result = await save.run({ email: email.trim(), phone: phone.trim(), link: link.trim() });
    if (result?.ok === false) form.refuse(fieldErrors(result.failure, fields));
    if (result?.ok !== true) return;
    replaceUser(result.body);
    setSaved(true);
  }
  return (
    <Section title={text.title} hint={text.hint}>
      <Form onSubmit={submit} label={text.title}>
        <TextField {...form.field('email')} label={text.email} type="email" maxLength={254} optional />
        <TextField {...form.field('phone')} label={text.phone} hint={text.phoneHint} maxLength={40} optional />
        <TextField {...form.field('link')} label={text.link} hint={text.linkHint} maxLength={300} optional />
        {!saidAtFields(save.failure, fields) && <FailureNote failure={save.failure} />}
        <Done text={saved ? t().common.saved : null} />
        <Button submit busy={save.busy} busyText={t().common.saving}>
          {text.submit}
        </Button>
      </Form>
    </Section>
  );
}
