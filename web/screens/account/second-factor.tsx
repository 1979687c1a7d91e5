// Codes at sign-in: turning them on (password, QR code, first code, recovery codes), confirming this session, turning
// them off. The secret and the recovery codes are only in this screen's memory.

import { useEffect, useState } from 'preact/hooks';
import type { Enrolment, SecondFactorState } from '#core/contracts/accounts.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { browserTimeZone, clock } from '../../format.ts';
import { t } from '../../language.ts';
import { loadPart } from '../../load-part.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { CopyRow } from '../../parts/copy-row.tsx';
import { Section } from '../../parts/page.tsx';
import { Done, FailureNote, Loaded, MissingPart } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';
import { type Load, useLoad } from '../../use-load.ts';
import { CodeForm } from './code-form.tsx';

export function SecondFactor({ verified }: { verified: boolean }) {
  const text = t().security.second;
  const load = useLoad('second-factor', (signal) => read(api.me['second-factor'].$get({}, { init: { signal } })));
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <Section title={text.sectionTitle}>
      {codes !== null ? (
        <RecoveryCodes
          codes={codes}
          onKept={() => {
            setCodes(null);
            load.retry();
          }}
        />
      ) : (
        <Loaded load={load}>
          {(state) => {
            if (state.state === 'on') return <On state={state} load={load} />;
            return verified ? <Off onCodes={setCodes} /> : <ConfirmFirst text={text.verifyFirst} />;
          }}
        </Loaded>
      )}
    </Section>
  );
}

/** A button that sends the confirming letter again, wherever a verified e-mail is needed. */
export function ConfirmFirst({ text }: { text: string }) {
  const [sent, setSent] = useState(false);
  const resend = useAction(() => read(api.me.email.verification.$post({})));
  async function press() {
    const result = await resend.run(undefined);
    setSent(result?.ok === true);
  }
  return (
    <>
      <div class="split">
        <span>{text}</span>
        <Button busy={resend.busy} onPress={() => void press()}>
          {t().verifyEmail.resend}
        </Button>
      </div>
      <FailureNote failure={resend.failure} />
      <Done text={sent ? t().verifyEmail.resent : null} />
    </>
  );
}

function Off({ onCodes }: { onCodes: (codes: readonly string[]) => void }) {
  const text = t().security.second;
  const [asking, setAsking] = useState(false);
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const form = useForm({ password: '' });
  const enrol = useAction((password: string) => read(api.me['second-factor'].$post({ json: { password } })));

  async function begin() {
    form.refuse(form.values.password === '' ? { password: t().form.required } : {});
    if (form.values.password === '') return;
    const result = await enrol.run(form.values.password);
    if (result?.ok === true) setEnrolment(result.body);
    if (result?.ok === false && result.failure.code === 'wrong-password') {
      form.refuse({ password: t().errors['wrong-password'] });
    }
  }
  if (enrolment !== null) {
    return (
      <>
        <p>{text.scan}</p>
        <QrCode text={enrolment.uri} />
        <p>
          {text.byHand} <span class="code">{enrolment.secret.replace(/(.{4})(?=.)/g, '$1 ')}</span>
        </p>
        <CodeForm
          submit={text.confirm}
          kind="main"
          appOnly
          send={(code) => read(api.me['second-factor'].confirm.$post({ json: { code } }))}
          onDone={(body) => onCodes(body.recoveryCodes)}
        />
      </>
    );
  }
  return (
    <>
      <p>{text.off}</p>
      {!asking && (
        <Button kind="main" onPress={() => setAsking(true)}>
          {text.turnOn}
        </Button>
      )}
      {asking && (
        <Form onSubmit={begin} label={text.sectionTitle}>
          <TextField
            {...form.field('password')}
            label={t().security.password.current}
            hint={text.passwordHint}
            type="password"
            autoComplete="current-password"
            maxLength={256}
          />
          {enrol.failure?.code !== 'wrong-password' && <FailureNote failure={enrol.failure} />}
          <Button kind="main" submit busy={enrol.busy}>
            {text.begin}
          </Button>
        </Form>
      )}
    </>
  );
}

function On({ state, load }: { state: SecondFactorState; load: Load<SecondFactorState> }) {
  const text = t().security.second;
  const [turningOff, setTurningOff] = useState(false);
  return (
    <>
      <p>
        {text.on} {text.left(state.recoveryCodesLeft)}
      </p>
      {state.confirmedUntil !== null ? (
        <Done text={text.confirmed(clock(state.confirmedUntil, browserTimeZone()))} />
      ) : (
        !turningOff && (
          <>
            <p class="hint">{text.checkText}</p>
            <CodeForm
              submit={text.check}
              kind="main"
              send={(code) => read(api.me['second-factor'].check.$post({ json: { code } }))}
              onDone={load.replace}
            />
          </>
        )
      )}
      {turningOff ? (
        <>
          <p class="hint">{text.turnOffText}</p>
          <CodeForm
            submit={text.turnOff}
            kind="danger"
            send={(code) => read(api.me['second-factor'].disable.$post({ json: { code } }))}
            onDone={load.retry}
          />
        </>
      ) : (
        <Button onPress={() => setTurningOff(true)}>{text.turnOff}</Button>
      )}
    </>
  );
}

function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const text = t().security.second;
  return (
    <>
      <CopyRow
        label={text.codesTitle}
        hint={text.codesText}
        text={codes.join('\n')}
        action={text.codesCopy}
        rows={codes.length}
      />
      <Button kind="main" onPress={onKept}>
        {text.codesKept}
      </Button>
    </>
  );
}

/**
 * The QR code is drawn in the page, so the secret is sent to no address. The library is loaded only here, because few
 * people see this screen.
 */
function QrCode({ text }: { text: string }) {
  const [rows, setRows] = useState<boolean[][] | null>(null);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    let wanted = true;
    loadPart(() => import('qr')).then(
      ({ encodeQR }) => {
        if (wanted) setRows(encodeQR(text, 'raw', { border: 4 }));
      },
      () => setMissing(true),
    );
    return () => {
      wanted = false;
    };
  }, [text]);
  // The secret is shown below the code for typing by hand.
  if (missing) return <MissingPart />;
  if (rows === null) return <div class="qr-room" />;
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg class="qr-room" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={t().security.second.qr}>
      <rect width={rows.length} height={rows.length} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
