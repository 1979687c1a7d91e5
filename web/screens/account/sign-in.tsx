// Signing in: a page of its own, and what a page that needs a session shows instead of itself.

import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Failure } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { Page } from '../../parts/page.tsx';
import { FailureNote } from '../../parts/states.tsx';
import { session, signIn, signInWithCode } from '../../session.ts';
import { useAction } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';
import { CodeForm } from './code-form.tsx';

export function SignInScreen() {
  const { route } = useLocation();
  const signedIn = session.value.state === 'in';
  useEffect(() => {
    if (signedIn) route('/', true);
  }, [signedIn, route]);
  return (
    <Page title={t().signIn.title} narrow>
      <SignInForm />
    </Page>
  );
}

/** In place of a screen that needs somebody signed in. */
export function SignInFirst() {
  const state = session.value;
  const hasEnded = state.state === 'out' && state.why === 'ended';
  return (
    <Page title={t().signIn.title} narrow lead={hasEnded ? t().signIn.again : t().signIn.needed}>
      <SignInForm />
    </Page>
  );
}

/** Once signed in, whatever stood behind it is drawn. */
function SignInForm() {
  const [challenge, setChallenge] = useState<string | null>(null);
  if (challenge !== null) return <SecondStep challenge={challenge} onBack={() => setChallenge(null)} />;
  return <PasswordForm onChallenge={setChallenge} />;
}

function SecondStep({ challenge, onBack }: { challenge: string; onBack: () => void }) {
  const text = t().secondStep;
  return (
    <>
      <h2>{text.title}</h2>
      <p>{text.text}</p>
      <CodeForm kind="main" submit={text.submit} send={(code) => signInWithCode({ challenge, code })}>
        <Button onPress={onBack}>{text.back}</Button>
      </CodeForm>
    </>
  );
}

function PasswordForm({ onChallenge }: { onChallenge: (challenge: string) => void }) {
  const form = useForm({ email: '', password: '' });
  const send = useAction(signIn);
  const wrong = send.failure?.code === 'wrong-credentials';

  async function submit() {
    const { email, password } = form.values;
    const errors: Record<string, string> = {};
    if (email.trim() === '') errors.email = t().form.required;
    if (password === '') errors.password = t().form.required;
    form.refuse(errors);
    if (Object.keys(errors).length > 0) return;
    const result = await send.run({ email: email.trim(), password });
    if (result?.ok === true && result.body.kind === 'second-factor') onChallenge(result.body.challenge);
    if (result?.ok === false && result.failure.code === 'wrong-credentials') {
      form.refuse({ password: t().errors['wrong-credentials'] });
    }
  }
  return (
    <>
      <Form onSubmit={submit}>
        <TextField
          {...form.field('email')}
          label={t().signUp.email}
          type="email"
          autoComplete="username"
          maxLength={254}
        />
        <TextField
          {...form.field('password')}
          label={t().signUp.password}
          type="password"
          autoComplete="current-password"
          maxLength={256}
        />
        {send.failure?.code === 'account-suspended' ? (
          <Suspended details={send.failure.details} />
        ) : (
          !wrong && <FailureNote failure={send.failure} />
        )}
        <Button kind="main" submit busy={send.busy}>
          {t().signIn.submit}
        </Button>
      </Form>
      <p>
        <a href="/forgotten-password">{t().signIn.forgotten}</a>
      </p>
      <p>
        {t().signIn.noAccount} <a href="/sign-up">{t().menu.signUp}</a>
      </p>
    </>
  );
}

/** What to do is to write to the operator. The refusal says how: to ask for it would load the whole client here. */
function Suspended({ details }: Pick<Failure, 'details'>) {
  return (
    <p class="note bad" role="alert">
      {t().errors['account-suspended']} {String(details.contacts)}
    </p>
  );
}
