// Asks for name and e-mail while the tickets are held, then goes to payment. In a tab of our own pages the payment page opens
// in the same tab and returns to the order. Inside a publisher's page it gets a new tab, which is opened empty by
// the click itself and sent on when its address is known: a tab opened later would be blocked as a pop-up.

import { useEffect, useState } from 'preact/hooks';
import type { PlacedHold, WidgetView } from '#core/contracts/sales.ts';
import { mailAddress } from '#core/email.ts';
import { meantAddress } from '#core/email-slips.ts';
import { moneyText } from '#core/money-text.ts';
import type { Texts } from '../app.tsx';
import type { Clock } from '../clock.ts';
import type { Messages } from '../messages/en.ts';
import { orderTexts } from '../messages/order-texts.ts';
import type { Purchase } from '../purchase/purchase.ts';
import { Terms } from '../seller.tsx';
import { Heading, ProblemLine } from './banner.tsx';
import { Countdown } from './countdown.tsx';
import { Lines } from './lines.tsx';
import { ownTab } from './own-tab.ts';
import { Questions, repliesOf, useReplies } from './questions.tsx';

type Props = { hold: PlacedHold; view: WidgetView; buying: Purchase; texts: Texts; clock: Clock };
type Field = 'name' | 'email';

// What was typed outlives this screen, in memory only: a buyer whose time ran out types it once.
let typed = { name: '', email: '' };

export function Details({ hold, view, buying, texts, clock }: Props) {
  const { m, locale } = texts;
  const [buyer, setBuyer] = useState(typed);
  useEffect(() => {
    typed = buyer;
  }, [buyer]);
  const [asked, setAsked] = useState(false);
  const { busy, problem, unanswered } = buying.state();
  const asking = useReplies(view, hold, texts, problem);
  const wrong = { name: nameProblem(buyer.name, m), email: emailProblem(buyer.email, m) };
  const meant = meantAddress(buyer.email);
  const refusedField = (field: Field) => problem?.fields.includes(`buyer.${field}`) === true;
  const said = {
    name: asked ? (wrong.name ?? (refusedField('name') ? m.nameWrong : null)) : null,
    email: asked ? (wrong.email ?? (refusedField('email') ? m.emailWrong : null)) : null,
  };

  async function submit(form: HTMLFormElement): Promise<void> {
    setAsked(true);
    // A call whose answer was lost is repeated as it was: its fields may not change.
    const first = wrong.name ? 'name' : wrong.email ? 'email' : asking.firstMissing;
    if (!unanswered && first !== null) {
      form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    if (busy) return;
    const own = ownTab();
    const tab = hold.total.amount > 0 && own === null ? emptyTab(m.working) : null;
    const body = {
      buyer: { name: buyer.name.trim(), email: buyer.email.trim() },
      locale,
      ...repliesOf(asking),
    };
    const url = await buying.order(body);
    if (url === null) tab?.close();
    else if (own !== null) own.location.assign(url);
    else tab?.location.replace(url);
  }

  const field = (name: Field, label: string, hint?: string) => (
    <label>
      {label}
      <input
        id={name}
        name={name}
        // Not `email`: browsers then turn a domain in other letters into punycode while it is being typed.
        type="text"
        inputMode={name === 'email' ? 'email' : 'text'}
        autoCapitalize={name === 'email' ? 'none' : 'words'}
        autoComplete={name}
        maxLength={254}
        value={buyer[name]}
        readOnly={busy || unanswered}
        aria-invalid={said[name] !== null}
        aria-describedby={`${name}-said`}
        onInput={(input) => setBuyer({ ...buyer, [name]: input.currentTarget.value })}
      />
      <span id={`${name}-said`} class={said[name] ? 'problem' : 'soft'}>
        {said[name] ?? hint}
      </span>
    </label>
  );

  return (
    <form
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void submit(submitted.currentTarget);
      }}
    >
      <Countdown
        until={hold.expiresAt}
        wholeMinutes={view.holdMinutes}
        clock={clock}
        texts={texts}
        onOver={() => buying.timeUp()}
      />
      <Heading focus>{m.yourDetails}</Heading>
      {!unanswered && field('name', m.name)}
      {!unanswered && field('email', m.email, m.emailHint)}
      {meant !== null && !busy && !unanswered && (
        <p class="meant" role="status">
          <button type="button" class="plain" onClick={() => setBuyer({ ...buyer, email: meant })}>
            {orderTexts[locale].perhaps(meant)}
          </button>
        </p>
      )}
      {!unanswered && <Questions {...{ asking, view, hold, texts }} shown={asked} locked={busy} />}
      <Lines hold={hold} view={view} texts={texts} />
      <ProblemLine m={m} problem={said.name || said.email ? null : problem} />
      <button type="submit" class="main wide" aria-disabled={busy}>
        {busy
          ? m.working
          : unanswered
            ? m.tryAgain
            : hold.total.amount > 0
              ? m.pay(moneyText(locale, hold.total))
              : m.getTickets}
      </button>
      {hold.total.amount > 0 && ownTab() === null && <p class="soft center">{m.payInNewTab}</p>}
      <Terms {...texts} />
      {!busy && !unanswered && (
        <button type="button" class="plain" onClick={() => void buying.changeTickets()}>
          ← {m.change}
        </button>
      )}
    </form>
  );
}

function emptyTab(text: string): Window | null {
  const tab = window.open('about:blank', '_blank');
  if (tab === null) return null;
  try {
    tab.document.title = text;
    tab.document.body.textContent = text;
    // The payment's page must not be able to steer this one.
    tab.opener = null;
  } catch {
    // A browser that gives no access to the new tab opens it all the same.
  }
  return tab;
}

function nameProblem(name: string, m: Messages): string | null {
  const trimmed = name.trim();
  if (trimmed === '') return m.nameMissing;
  return trimmed.length > 120 ? m.nameWrong : null;
}

function emailProblem(email: string, m: Messages): string | null {
  const trimmed = email.trim();
  if (trimmed === '') return m.emailMissing;
  return mailAddress(trimmed) === null ? m.emailWrong : null;
}
