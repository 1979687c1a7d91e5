// How the person's account is protected: codes at sign-in, password, e-mail, sessions.

import { useState } from 'preact/hooks';
import type { SessionView } from '#core/contracts/accounts.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { browserTimeZone, dateTime } from '../../format.ts';
import { t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Done, FailureNote, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';
import { fieldErrors, saidAtFields, useForm } from '../../use-form.ts';
import { ConfirmFirst, SecondFactor } from './second-factor.tsx';

export function Security({ user }: ScreenProps) {
  const text = t().security;
  return (
    <Page title={text.title} lead={text.lead} narrow>
      <SecondFactor verified={user.emailVerified} />
      <Password />
      <Email address={user.email} verified={user.emailVerified} />
      <Sessions />
      <Section title={text.log.title} hint={text.log.lead}>
        <a class="button plain" href="/log">
          {text.log.toLog}
        </a>
      </Section>
    </Page>
  );
}

function Password() {
  const text = t().security.password;
  const form = useForm({ currentPassword: '', newPassword: '' });
  const [done, setDone] = useState(false);
  const change = useAction((json: { currentPassword: string; newPassword: string }) =>
    read(api.me.password.$post({ json })),
  );

  async function submit() {
    setDone(false);
    const errors: Record<string, string> = {};
    if (form.values.currentPassword === '') errors.currentPassword = t().form.required;
    if (form.values.newPassword.length < 8) errors.newPassword = t().form.password;
    form.refuse(errors);
    if (Object.keys(errors).length > 0) return;
    const result = await change.run(form.values);
    if (result?.ok === false) form.refuse(fieldErrors(result.failure, passwordFields));
    if (result?.ok !== true) return;
    form.set('currentPassword', '');
    form.set('newPassword', '');
    setDone(true);
  }
  return (
    <Section title={text.title}>
      <Form onSubmit={submit} label={text.title}>
        <TextField
          {...form.field('currentPassword')}
          label={text.current}
          type="password"
          autoComplete="current-password"
          maxLength={256}
        />
        <TextField
          {...form.field('newPassword')}
          label={text.next}
          hint={t().signUp.passwordHint}
          type="password"
          autoComplete="new-password"
          maxLength={256}
        />
        {!saidAtFields(change.failure, passwordFields) && <FailureNote failure={change.failure} />}
        <Done text={done ? text.done : null} />
        <Button submit busy={change.busy}>
          {text.submit}
        </Button>
      </Form>
    </Section>
  );
}

const passwordFields = {
  currentPassword: 'currentPassword',
  newPassword: 'newPassword',
  'wrong-password': 'currentPassword',
};

const emailFields = { email: 'email', password: 'password', 'wrong-password': 'password' };
const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function Email({ address, verified }: { address: string; verified: boolean }) {
  const text = t().security.email;
  const form = useForm({ email: '', password: '' });
  const [done, setDone] = useState<string | null>(null);
  const change = useAction((json: { email: string; password: string }) => read(api.me.email.$post({ json })));

  async function submit() {
    setDone(null);
    const email = form.values.email.trim();
    const errors: Record<string, string> = {};
    if (!emailShape.test(email)) errors.email = t().form.email;
    if (form.values.password === '') errors.password = t().form.required;
    form.refuse(errors);
    if (Object.keys(errors).length > 0) return;
    const result = await change.run({ email, password: form.values.password });
    if (result?.ok === false) {
      form.refuse(fieldErrors(result.failure, emailFields));
    }
    if (result?.ok !== true) return;
    form.set('email', '');
    form.set('password', '');
    setDone(verified ? `${text.sent} ${text.told}` : text.sent);
  }
  return (
    <Section title={text.title} hint={text.now(address)}>
      {!verified && <ConfirmFirst text={text.unverified} />}
      <Form onSubmit={submit} label={text.title}>
        <TextField {...form.field('email')} label={text.next} type="email" autoComplete="email" maxLength={254} />
        <TextField
          {...form.field('password')}
          label={t().security.password.current}
          type="password"
          autoComplete="current-password"
          maxLength={256}
        />
        {!saidAtFields(change.failure, emailFields) && <FailureNote failure={change.failure} />}
        <Done text={done} />
        <Button submit busy={change.busy}>
          {text.submit}
        </Button>
      </Form>
    </Section>
  );
}

function Sessions() {
  const text = t().security.sessions;
  const [done, setDone] = useState(false);
  const pages = usePages<SessionView>('sessions', (cursor, signal) =>
    read(api.me.sessions.$get({ query: cursor === null ? {} : { cursor } }, { init: { signal } })),
  );
  const { load } = pages;
  const end = useAction((sessionId: string) => read(api.me.sessions[':sessionId'].$delete({ param: { sessionId } })));
  const endOthers = useAction(() => read(api.me.sessions.$delete({})));

  async function endOne(sessionId: string) {
    const result = await end.run(sessionId);
    if (result?.ok !== true || load.data === null) return load.retry();
    // The item is replaced in place, so that the pages that are loaded stay.
    load.replace({ ...load.data, items: load.data.items.filter((one) => one.id !== sessionId) });
  }
  async function endAll() {
    const result = await endOthers.run(undefined);
    setDone(result?.ok === true);
    load.retry();
  }
  return (
    <Section title={text.title}>
      <Loaded load={load}>
        {({ items, next }) => (
          <>
            <ul class="plain-list">
              {items.map((one) => (
                <li key={one.id} class="split">
                  <span>
                    <strong>{one.device === '' ? text.unknown : one.device}</strong>
                    {one.current && <span class="soft"> · {text.current}</span>}
                    <br />
                    <span class="soft">
                      {text.since(dateTime(one.createdAt, browserTimeZone()))},{' '}
                      {text.seen(dateTime(one.lastSeenAt, browserTimeZone()))}
                    </span>
                  </span>
                  {!one.current && (
                    <Button
                      busy={end.busy}
                      label={text.endOf(one.device === '' ? text.unknown : one.device)}
                      onPress={() => void endOne(one.id)}
                    >
                      {text.end}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {next !== null && <MoreButton pages={pages} />}
            <FailureNote failure={end.failure ?? endOthers.failure} />
            <Done text={done ? text.ended : null} />
            {items.length > 1 && (
              <Button kind="danger" busy={endOthers.busy} onPress={() => void endAll()}>
                {text.endOthers}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}
