// The person's own account: the name that others see, the language, the payout details, the way out.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { UpdateMeRequest } from '#core/contracts/people.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { chooseLocale, t } from '../../language.ts';
import { Button, Choice, Form, TextField } from '../../parts/controls.tsx';
import { Detail, Details } from '../../parts/details.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Done, FailureNote } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { replaceUser, signOut } from '../../session.ts';
import { useAction } from '../../use-action.ts';
import { fieldErrors, useForm } from '../../use-form.ts';
import { LettersWanted } from './letters-wanted.tsx';
import { PublicContactsForm } from './public-contacts.tsx';

export function Profile({ user }: ScreenProps) {
  const { route } = useLocation();
  const form = useForm({
    displayName: user.displayName,
    locale: user.locale,
    payoutDetails: user.payoutDetails ?? '',
  });
  const [saved, setSaved] = useState(false);
  const save = useAction((body: UpdateMeRequest) => read(api.me.$patch({ json: body })));
  const leave = useAction(async () => {
    await signOut();
    return { ok: true, body: null };
  });
  const text = t().profile;
  const needsCode = save.failure?.code === 'second-factor-required';
  const earns = user.role === 'organizer' || user.role === 'distributor';

  async function submit() {
    setSaved(false);
    const displayName = form.values.displayName.trim();
    form.refuse(displayName === '' ? { displayName: t().form.required } : {});
    if (displayName === '') return;
    const payoutDetails = form.values.payoutDetails.trim();
    const result = await save.run({
      displayName,
      locale: form.values.locale === 'en' ? 'en' : 'ru',
      ...(earns ? { payoutDetails: payoutDetails === '' ? null : payoutDetails } : {}),
    });
    if (result?.ok === false)
      form.refuse(fieldErrors(result.failure, { displayName: 'displayName', payoutDetails: 'payoutDetails' }));
    if (result?.ok !== true) return;
    replaceUser(result.body);
    void chooseLocale(result.body.locale);
    setSaved(true);
  }
  return (
    <Page title={text.title} narrow>
      <Details wide>
        <Detail name={text.role}>{t().roles[user.role]}</Detail>
        <Detail name={text.email}>
          {user.email}
          {!user.emailVerified && <span class="soft"> ({text.emailUnverified})</span>}
        </Detail>
        <Detail name={text.login}>{user.login}</Detail>
        {user.partyId !== null && (
          <Detail name={text.party}>
            <span class="code">{user.partyId}</span>
          </Detail>
        )}
      </Details>
      <Form onSubmit={submit}>
        <TextField {...form.field('displayName')} label={text.displayName} maxLength={120} />
        <Choice
          {...form.field('locale')}
          label={text.language}
          options={(['ru', 'en'] as const).map((value) => ({ value, label: text.languages[value] }))}
        />
        {earns && (
          <TextField
            {...form.field('payoutDetails')}
            label={text.payout}
            hint={text.payoutHint}
            maxLength={200}
            optional
          />
        )}
        {needsCode ? (
          <CodeNeeded enrolled={save.failure?.details.enrolled === true} />
        ) : (
          <FailureNote failure={save.failure} />
        )}
        <Done text={saved ? t().common.saved : null} />
        <Button kind="main" submit busy={save.busy} busyText={t().common.saving}>
          {t().common.save}
        </Button>
      </Form>
      {user.publicContacts !== null && <PublicContactsForm contacts={user.publicContacts} />}
      {(user.role === 'organizer' || user.role === 'distributor') && <LettersWanted user={user} role={user.role} />}
      <Section title={t().security.title} hint={t().security.lead}>
        <a class="button plain" href="/security">
          {t().security.second.toSecurity}
        </a>
      </Section>
      <Section title={t().menu.signOut} hint={text.signOutText}>
        <Button
          busy={leave.busy}
          onPress={async () => {
            await leave.run(undefined);
            route('/');
          }}
        >
          {t().menu.signOut}
        </Button>
      </Section>
    </Page>
  );
}

function CodeNeeded({ enrolled }: { enrolled: boolean }) {
  const text = t().security.second;
  return (
    <div class="note bad" role="alert">
      <p>{enrolled ? text.needed : text.neededFirst}</p>
      <p>
        <a href="/security">{text.toSecurity}</a>
      </p>
    </div>
  );
}
