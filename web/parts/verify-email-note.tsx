// Shown above every screen of an organizer or a distributor whose address is not verified: what they cannot do until
// then, said before they fill in a form, and a button that sends the letter again. They confirm in another tab or on
// their phone, so the state is read again when this tab is shown.

import { useEffect, useState } from 'preact/hooks';
import { api } from '../api.ts';
import { read } from '../api-result.ts';
import { t } from '../language.ts';
import { replaceUser, session } from '../session.ts';
import { useAction } from '../use-action.ts';
import { Button } from './controls.tsx';
import { Done, FailureNote } from './states.tsx';

export function VerifyEmailNote() {
  const state = session.value;
  const user = state.state === 'in' && state.user.partyId !== null && !state.user.emailVerified ? state.user : null;
  return user === null ? null : <Note email={user.email} />;
}

function Note({ email }: { email: string }) {
  const text = t().verifyEmail;
  const [sent, setSent] = useState(false);
  const resend = useAction(() => read(api.me.email.verification.$post({})));
  useEffect(() => {
    document.addEventListener('visibilitychange', lookAgain);
    return () => document.removeEventListener('visibilitychange', lookAgain);
  }, []);
  return (
    <section class="note warn" aria-label={text.title}>
      <p>
        <strong>{text.title}</strong>
      </p>
      <p>{text.text(email)}</p>
      <FailureNote failure={resend.failure} />
      <Done text={sent ? t().verifyEmail.resent : null} />
      <Button
        busy={resend.busy}
        onPress={async () => {
          const result = await resend.run(undefined);
          setSent(result?.ok === true);
        }}
      >
        {t().verifyEmail.resend}
      </Button>
    </section>
  );
}

async function lookAgain(): Promise<void> {
  if (document.visibilityState !== 'visible' || session.value.state !== 'in') return;
  const result = await read(api.me.$get({}));
  if (result.ok && result.body.emailVerified) replaceUser(result.body);
}
