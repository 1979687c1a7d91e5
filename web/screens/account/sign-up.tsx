// A new account: first the role, which is chosen once; then the name and how to sign in again.

import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { t } from '../../language.ts';
import { Button, Form, RadioGroup, TextField } from '../../parts/controls.tsx';
import { Page } from '../../parts/page.tsx';
import { FailureNote } from '../../parts/states.tsx';
import { session, signUp } from '../../session.ts';
import { useAction } from '../../use-action.ts';
import { fieldErrors, saidAtFields, useForm } from '../../use-form.ts';

const roles = ['organizer', 'distributor', 'buyer'] as const;
type ChosenRole = (typeof roles)[number];

const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const loginShape = /^[\p{L}\p{N}][\p{L}\p{N}._-]{2,39}$/u;

export function SignUpScreen() {
  const { query, route } = useLocation();
  const form = useForm({ role: query.role ?? '', displayName: '', login: '', email: '', password: '' });
  const [passwordShown, showPassword] = useState(false);
  const send = useAction(signUp);
  const text = t().signUp;

  async function submit() {
    const { values } = form;
    const role = roles.find((one) => one === values.role);
    const errors = problems(values, role);
    form.refuse(errors);
    if (role === undefined || Object.keys(errors).length > 0) return;
    const displayName = values.displayName.trim();
    const result = await send.run({
      login: values.login.trim(),
      email: values.email.trim(),
      password: values.password,
      role,
      ...(displayName === '' ? {} : { displayName }),
    });
    if (result?.ok === false) form.refuse(fieldErrors(result.failure, fieldOf));
  }

  const signedIn = session.value.state === 'in';
  useEffect(() => {
    if (signedIn) route('/', true);
  }, [signedIn, route]);
  return (
    <Page title={text.title} narrow>
      <Form onSubmit={submit}>
        <RadioGroup
          {...form.field('role')}
          label={text.role}
          hint={text.roleHint}
          options={roles.map((value) => ({ value, label: t().roles[value], text: text.roleTexts[value] }))}
        />
        <TextField
          {...form.field('displayName')}
          label={text.displayName}
          hint={text.displayNameHint}
          autoComplete="organization"
          maxLength={120}
          optional
        />
        <TextField
          {...form.field('login')}
          label={text.login}
          autoComplete="username"
          maxLength={40}
          spellcheck={false}
        />
        <TextField {...form.field('email')} label={text.email} type="email" autoComplete="email" maxLength={254} />
        <TextField
          {...form.field('password')}
          label={text.password}
          hint={text.passwordHint}
          type={passwordShown ? 'text' : 'password'}
          autoComplete="new-password"
          maxLength={256}
        />
        <label class="check">
          <input type="checkbox" checked={passwordShown} onChange={(e) => showPassword(e.currentTarget.checked)} />
          {text.show}
        </label>
        {!saidAtFields(send.failure, fieldOf) && <FailureNote failure={send.failure} />}
        <Button kind="main" submit busy={send.busy}>
          {text.submit}
        </Button>
      </Form>
      <p>
        {text.haveAccount} <a href="/sign-in">{t().menu.signIn}</a>
      </p>
    </Page>
  );
}

const fieldOf = {
  login: 'login',
  email: 'email',
  password: 'password',
  displayName: 'displayName',
  role: 'role',
  'email-taken': 'email',
  'login-taken': 'login',
};

function problems(
  values: { login: string; email: string; password: string },
  role: ChosenRole | undefined,
): Record<string, string> {
  const found: Record<string, string> = {};
  if (role === undefined) found.role = t().signUp.roleMissing;
  if (!loginShape.test(values.login.trim())) found.login = t().form.login;
  if (!emailShape.test(values.email.trim())) found.email = t().form.email;
  if (values.password.length < 8) found.password = t().form.password;
  return found;
}
