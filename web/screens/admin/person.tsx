// One person: who they are, what they have here, what happened to their account, and whether they may sign in.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { PersonDetails } from '#core/contracts/admin.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { number, stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { Detail, Details } from '../../parts/details.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Done, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { session } from '../../session.ts';
import { useLoad } from '../../use-load.ts';
import { LogRow } from '../account/log.tsx';
import { PersonBadge } from './people.tsx';
import { RestorePerson, SuspendPerson } from './suspending.tsx';

export function PersonScreen({ params }: ScreenProps) {
  const userId = params.userId ?? '';
  const load = useLoad(`person ${userId}`, (signal) =>
    read(api.admin.people[':userId'].$get({ param: { userId } }, { init: { signal } })),
  );
  const [done, setDone] = useState<string | null>(null);
  const person = load.data;
  function changed(text: string) {
    setDone(text);
    load.retry();
  }
  return (
    <Page
      title={person?.displayName ?? t().people.person}
      lead={person === null ? ' ' : <Lead person={person} />}
      actions={person === null ? undefined : <Actions person={person} onDone={changed} />}
    >
      <Done text={done} />
      <Loaded load={load}>
        {(shown) => (
          <>
            <Suspension person={shown} />
            <Profile person={shown} />
            <Business person={shown} />
            <Section title={t().people.log} hint={t().people.logText}>
              {shown.log.length === 0 ? (
                <p class="soft">{t().people.noLog}</p>
              ) : (
                <ul class="plain-list log">
                  {shown.log.map((entry) => (
                    <LogRow key={entry.id} entry={entry} />
                  ))}
                </ul>
              )}
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Lead({ person }: { person: PersonDetails }) {
  return (
    <>
      {t().roles[person.role]} · {person.email} <PersonBadge person={person} />
    </>
  );
}

type ActionsProps = { person: PersonDetails; onDone: (text: string) => void };

/** Nobody suspends themselves: the last admin could not come back. */
function Actions({ person, onDone }: ActionsProps): ComponentChildren {
  const [asking, ask] = useState(false);
  const text = t().people;
  const state = session.value;
  if (state.state === 'in' && state.user.id === person.id) return null;
  const close = () => ask(false);
  const finish = (said: string) => {
    close();
    onDone(said);
  };
  const isSuspended = person.suspension !== null;
  return (
    <>
      <Button kind={isSuspended ? 'main' : 'danger'} onPress={() => ask(true)}>
        {isSuspended ? text.restore : text.suspend}
      </Button>
      {asking && isSuspended && (
        <RestorePerson person={person} onClose={close} onDone={() => finish(text.restored(person.displayName))} />
      )}
      {asking && !isSuspended && (
        <SuspendPerson person={person} onClose={close} onDone={() => finish(text.suspendedNow(person.displayName))} />
      )}
    </>
  );
}

function Suspension({ person: { suspension, pendingEvents } }: { person: PersonDetails }) {
  const text = t().people;
  if (suspension === null) return null;
  const reason = suspension.reason === null ? text.byCommand : t().security.log.suspensionReasons[suspension.reason];
  return (
    <div class="note bad">
      <p>
        <strong>{text.suspendedSince(stamp(suspension.at))}</strong>
      </p>
      <p>{reason}</p>
      {suspension.note !== '' && <p class="prose">{suspension.note}</p>}
      {pendingEvents > 0 && <p>{text.pending(pendingEvents)}</p>}
    </div>
  );
}

function Profile({ person }: { person: PersonDetails }) {
  const text = t().people;
  return (
    <Section title={text.profile}>
      <Details wide>
        <Detail name={text.login}>{person.login}</Detail>
        <Detail name={text.email}>
          {person.email} · {person.emailVerified ? text.verified : text.notVerified}
        </Detail>
        <Detail name={text.language}>{text.languages[person.locale]}</Detail>
        <Detail name={text.since}>{stamp(person.createdAt)}</Detail>
        <Detail name={text.lastSeen}>{person.lastSeenAt === null ? text.never : stamp(person.lastSeenAt)}</Detail>
        <Detail name={text.sessions}>{number(person.openSessions)}</Detail>
        <Detail name={text.factor}>{person.secondFactor ? text.factorOn : text.factorOff}</Detail>
        {person.failedLetters > 0 && <Detail name={text.failedLetters}>{number(person.failedLetters)}</Detail>}
        <Detail name={text.id}>
          <code>{person.id}</code>
        </Detail>
      </Details>
    </Section>
  );
}

/** What the person's party has; buyers and admins act for none. */
function Business({ person: { party, role, events, deals } }: { person: PersonDetails }) {
  const text = t().people;
  if (party === null) return null;
  return (
    <Section title={text.party}>
      <Details wide>
        <Detail name={text.partyName}>
          {role === 'distributor' ? <a href={`/distributors/${party.id}`}>{party.name}</a> : party.name}
        </Detail>
        {role !== 'distributor' && (
          <Detail name={text.events}>
            <a href={`/admin/events?q=${party.id}`}>
              {text.eventCounts(events.onSale, events.drafts, events.past + events.cancelled)}
            </a>
          </Detail>
        )}
        <Detail name={text.deals}>{number(deals)}</Detail>
      </Details>
    </Section>
  );
}
