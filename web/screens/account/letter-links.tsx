// The pages behind the links of letters, and the one that asks for such a letter. The token is in the fragment, so it
// reaches no server log. Each page waits for a press, because mail programs open links by themselves.

import { useState } from 'preact/hooks';
import type { Disowned } from '#core/contracts/accounts.ts';
import { api } from '../../api.ts';
import { type ApiResult, read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { Page } from '../../parts/page.tsx';
import { Done, FailureNote } from '../../parts/states.tsx';
import { resumeSession, session, signedOutElsewhere } from '../../session.ts';
import { useAction } from '../../use-action.ts';
import { fieldErrors, saidAtFields, useForm } from '../../use-form.ts';

const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function ForgottenPassword() {
  const text = t().security.forgotten;
  const form = useForm({ email: '' });
  const [sent, setSent] = useState(false);
  const send = useAction((email: string) => read(api.auth['forgotten-password'].$post({ json: { email } })));

  async function submit() {
    const email = form.values.email.trim();
    form.refuse(emailShape.test(email) ? {} : { email: t().form.email });
    if (!emailShape.test(email)) return;
    const result = await send.run(email);
    if (result?.ok === true) setSent(true);
  }
  return (
    <Page title={text.title} narrow>
      {sent ? (
        <Done text={text.sent} />
      ) : (
        <Form onSubmit={submit}>
          <p>{text.text}</p>
          <TextField
            {...form.field('email')}
            label={t().signUp.email}
            type="email"
            autoComplete="username"
            maxLength={254}
          />
          <FailureNote failure={send.failure} />
          <Button kind="main" submit busy={send.busy}>
            {text.submit}
          </Button>
        </Form>
      )}
      <p>
        <a href="/sign-in">{text.back}</a>
      </p>
    </Page>
  );
}

const resetFields = { password: 'password' };

export function ResetPassword() {
  const text = t().security.reset;
  const token = useLinkToken();
  const form = useForm({ password: '' });
  const [done, setDone] = useState(false);
  const send = useAction((password: string) =>
    read(api.auth['reset-password'].$post({ json: { token: token ?? '', password } })),
  );

  async function submit() {
    const { password } = form.values;
    form.refuse(password.length < 8 ? { password: t().form.password } : {});
    if (password.length < 8) return;
    const result = await send.run(password);
    if (result?.ok === false) form.refuse(fieldErrors(result.failure, resetFields));
    if (result?.ok !== true) return;
    signedOutElsewhere();
    setDone(true);
  }
  if (token === null) return <BadLink title={text.title} />;
  return (
    <Page title={text.title} narrow>
      <Done text={done ? text.done : null} />
      {done ? (
        <a class="button main" href="/sign-in">
          {t().menu.signIn}
        </a>
      ) : (
        <Form onSubmit={submit}>
          <TextField
            {...form.field('password')}
            label={text.password}
            hint={t().signUp.passwordHint}
            type="password"
            autoComplete="new-password"
            maxLength={256}
          />
          {!saidAtFields(send.failure, resetFields) && <FailureNote failure={send.failure} />}
          <Button kind="main" submit busy={send.busy}>
            {text.submit}
          </Button>
        </Form>
      )}
      {send.failure?.code === 'link-expired' && (
        <p>
          <a href="/forgotten-password">{text.again}</a>
        </p>
      )}
    </Page>
  );
}

/** This needs a session of the account or its password: with a press alone anybody could verify an address. */
export function VerifyEmail() {
  const text = t().security.verify;
  const token = useLinkToken();
  const form = useForm({ password: '' });
  const [asks, setAsks] = useState(false);
  const [done, setDone] = useState(false);
  const send = useAction(verify);
  if (token === null) return <BadLink title={text.title} />;

  async function press(it: string) {
    const { password } = form.values;
    form.refuse(asks && password === '' ? { password: t().form.required } : {});
    if (asks && password === '') return;
    const result = await send.run(asks ? { token: it, password } : { token: it });
    if (result?.ok === true) setDone(true);
    if (result?.ok !== false) return;
    if (result.failure.code === 'password-required') setAsks(true);
    else form.refuse(fieldErrors(result.failure, verifyFields));
  }
  if (done) return <Verified />;
  const failure = send.failure?.code === 'password-required' ? null : send.failure;
  return (
    <Page title={text.title} narrow>
      <p>{asks ? text.whose : text.text}</p>
      <Form onSubmit={() => press(token)}>
        {asks && (
          <TextField
            {...form.field('password')}
            label={text.password}
            type="password"
            autoComplete="current-password"
            maxLength={256}
          />
        )}
        {!saidAtFields(failure, verifyFields) && <FailureNote failure={failure} />}
        <Button kind="main" submit busy={send.busy}>
          {text.submit}
        </Button>
      </Form>
      {asks && (
        <p>
          <a href={`/not-me#${token}`}>{text.notMine}</a>
        </p>
      )}
    </Page>
  );
}

const verifyFields = { password: 'password', 'wrong-password': 'password' };

function Verified() {
  const text = t().security.verify;
  const next =
    session.value.state === 'in' ? { href: '/', label: t().menu.home } : { href: '/sign-in', label: t().menu.signIn };
  return (
    <Page title={text.title} narrow>
      <Done text={text.done} />
      <a class="button main" href={next.href}>
        {next.label}
      </a>
    </Page>
  );
}

// The session is read again, so that whoever is signed in sees the change. After a changed address it has ended.
async function verify(json: { token: string; password?: string }): Promise<ApiResult<unknown>> {
  const result = await read(api.auth['verify-email'].$post({ json }));
  if (result.ok && session.value.state === 'in') await resumeSession();
  return result;
}

export function NotMe() {
  const text = t().security.notMe;
  const token = useLinkToken();
  const send = useAction((it: string) => read(api.auth['not-me'].$post({ json: { token: it } })));
  const [outcome, setOutcome] = useState<Disowned['outcome'] | null>(null);
  if (token === null) return <BadLink title={text.title} />;
  async function press(it: string) {
    const result = await send.run(it);
    if (result?.ok !== true) return;
    setOutcome(result.body.outcome);
    // The session of this browser may be among those that ended.
    if (session.value.state === 'in') await resumeSession();
  }
  if (outcome !== null) {
    return (
      <Page title={text.title} narrow>
        <Done text={text.done[outcome]} />
        {outcome === 'closed' && (
          <a class="button main" href="/forgotten-password">
            {t().security.forgotten.title}
          </a>
        )}
      </Page>
    );
  }
  return (
    <Page title={text.title} narrow>
      <div class="prose">
        <p>{text.text}</p>
        <ul>
          {text.effects.map((effect) => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
      </div>
      <FailureNote failure={send.failure} />
      <Button kind="danger" busy={send.busy} onPress={() => void press(token)}>
        {text.submit}
      </Button>
    </Page>
  );
}

export function UndoEmail() {
  const text = t().security.undo;
  const token = useLinkToken();
  const [done, setDone] = useState(false);
  const send = useAction((it: string) => read(api.auth['undo-email'].$post({ json: { token: it } })));
  if (token === null) return <BadLink title={text.title} />;
  async function press(it: string) {
    const result = await send.run(it);
    if (result?.ok !== true) return;
    signedOutElsewhere();
    setDone(true);
  }
  return (
    <Page title={text.title} narrow>
      <Done text={done ? text.done : null} />
      {done ? (
        <a class="button main" href="/forgotten-password">
          {t().security.forgotten.title}
        </a>
      ) : (
        <>
          <p>{text.text}</p>
          <FailureNote failure={send.failure} />
          <Button kind="main" busy={send.busy} onPress={() => void press(token)}>
            {text.submit}
          </Button>
        </>
      )}
    </Page>
  );
}

function BadLink({ title }: { title: string }) {
  return (
    <Page title={title} narrow>
      <p class="note bad" role="alert">
        {t().security.badLink}
      </p>
      <p>
        <a href="/sign-in">{t().security.forgotten.back}</a>
      </p>
    </Page>
  );
}

/** The token is read once and removed from the address, because it must not stay in the history of a shared machine. */
function useLinkToken(): string | null {
  const [token] = useState(() => {
    const found = /^#([\w-]{43})$/.exec(location.hash)?.[1] ?? null;
    if (found !== null) history.replaceState(null, '', location.pathname);
    return found;
  });
  return token;
}
