// /ui, in development only: every component of the dashboard in every state, so that a change of one is seen in all of
// them, in both themes and languages. Its headings are the names in code. It reads nothing from the server.

import { type Signal, signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { Failure } from '../../api-result.ts';
import { number } from '../../format.ts';
import { t } from '../../language.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Button, Choice, FileField, RadioGroup, TextArea, TextField } from '../../parts/controls.tsx';
import { CopyRow } from '../../parts/copy-row.tsx';
import { Detail, Details } from '../../parts/details.tsx';
import { EventArt } from '../../parts/event-face.tsx';
import { Icon, iconNames } from '../../parts/icons.tsx';
import { Badge, Page, Section, Segmented, Tabs } from '../../parts/page.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { SoldBar } from '../../parts/sold-bar.tsx';
import { Done, Empty, FailureNote, Loaded, MissingPart, Waiting } from '../../parts/states.tsx';

const longWord = 'Достопримечательность'.repeat(10);
const failure: Failure = { code: 'internal', fields: [], requestId: '0d9f2c1e', details: {} };
const ids = ['evt_0000000000000001', 'evt_0000000000000002', 'evt_0000000000000003'];

export function ComponentStates() {
  return (
    <Page title="/ui" lead={t().common.all} actions={<Button kind="main">{t().common.save}</Button>}>
      <Buttons />
      <Fields />
      <Choices />
      <Section title="Badge">
        <p class="actions">
          {(['good', 'warn', 'bad', 'plain'] as const).map((tone) => (
            <Badge key={tone} tone={tone}>
              {t().common.saved}
            </Badge>
          ))}
        </p>
      </Section>
      <States />
      <Loads />
      <Section title="Tabs · Segmented">
        <Tabs label="Tabs" tabs={tabs()} current="/ui" />
        <Segmented label="Segmented" choices={tabs()} current="/ui" />
      </Section>
      <Figures />
      <Dialogs />
      <Pictures />
    </Page>
  );
}

const tabs = () => [
  { href: '/ui', label: t().menu.events, count: 12 },
  { href: '/ui?1', label: t().menu.orders, count: 0 },
  { href: '/ui?2', label: longWord.slice(0, 30) },
];

function Buttons() {
  return (
    <Section title="Button">
      {(['main', 'plain', 'danger'] as const).map((kind) => (
        <p key={kind} class="actions">
          <Button kind={kind}>{t().common.save}</Button>
          <Button kind={kind} busy busyText={t().common.saving}>
            {t().common.save}
          </Button>
        </p>
      ))}
    </Section>
  );
}

/** One field that can be typed into, with what a form would give it. */
const field = (name: string, value: Signal<string>, error?: string) => ({
  name,
  value: value.value,
  error,
  onValue: (typed: string) => {
    value.value = typed;
  },
});

const typed = { plain: signal(''), filled: signal(longWord), wrong: signal('1 500,000'), area: signal(longWord) };

function Fields() {
  const form = t().form;
  const common = t().common;
  return (
    <Section title="TextField · TextArea · FileField">
      <TextField {...field('plain', typed.plain)} label={common.optional} optional />
      <TextField {...field('hinted', typed.filled)} label={common.edit} hint={form.login} />
      <TextField
        {...field('wrong', typed.wrong, t().typed.money['too-precise'])}
        label={common.edit}
        hint={form.email}
      />
      <TextField {...field('disabled', typed.filled)} label={common.saved} disabled />
      <TextArea {...field('area', typed.area)} label={common.edit} rows={3} />
      <FileField name="file" label={common.download} accept="image/png" error={form.check} onFile={() => undefined} />
    </Section>
  );
}

const chosen = { select: signal('organizer'), radio: signal('buyer') };

function Choices() {
  const options = (['organizer', 'distributor', 'buyer'] as const).map((value) => ({ value, label: t().roles[value] }));
  return (
    <Section title="Choice · RadioGroup">
      <Choice {...field('select', chosen.select)} label={t().menu.account} options={options} />
      <RadioGroup {...field('radio', chosen.radio)} label={t().menu.account} options={options} />
      <RadioGroup {...field('wrong-radio', chosen.radio, t().form.check)} label={longWord} options={options} />
    </Section>
  );
}

function States() {
  return (
    <Section title="Done · FailureNote · MissingPart · Empty">
      <Done text={t().common.saved} />
      <FailureNote failure={failure} />
      <FailureNote failure={{ ...failure, code: 'offline', requestId: null }} />
      <MissingPart onRetry={() => undefined} />
      <Empty title={t().soldBar.none} text={t().notFound.text}>
        <Button>{t().common.retry}</Button>
      </Empty>
    </Section>
  );
}

const unread = {
  data: null,
  failure: null,
  loading: true,
  readAt: null,
  retry: () => undefined,
  replace: () => undefined,
};

function Loads() {
  return (
    <Section title="Waiting · Loaded">
      <Waiting />
      <Loaded load={{ ...unread, failure, loading: false }}>{() => null}</Loaded>
      <Loaded load={{ ...unread, data: longWord, failure: { ...failure, code: 'offline' }, readAt: new Date(0) }}>
        {(data) => <p>{data}</p>}
      </Loaded>
    </Section>
  );
}

function Figures() {
  return (
    <Section title="Details · SoldBar · CopyRow">
      <Details>
        <Detail name={t().menu.orders}>{number(1_234_567)}</Detail>
        <Detail name={longWord.slice(0, 40)}>{longWord}</Detail>
      </Details>
      {[
        { sold: 0, capacity: 0 },
        { sold: 0, capacity: 120 },
        { sold: 96, capacity: 120 },
        { sold: 50_000, capacity: 50_000 },
      ].map((event) => (
        <p key={event.sold + event.capacity}>
          <SoldBar event={event} />
        </p>
      ))}
      <CopyRow label="CopyRow" hint={t().copyFailed} text={longWord} action={t().common.copy} rows={2} />
    </Section>
  );
}

function Dialogs() {
  const [open, setOpen] = useState<'confirm' | 'sheet' | null>(null);
  const close = () => setOpen(null);
  return (
    <Section title="Confirm · Sheet">
      <p class="actions">
        <Button onPress={() => setOpen('confirm')}>Confirm</Button>
        <Button onPress={() => setOpen('sheet')}>Sheet</Button>
      </p>
      {open === 'confirm' && (
        <Confirm
          title={t().common.delete}
          text={longWord}
          confirm={t().common.delete}
          busy={false}
          failure={failure}
          onConfirm={close}
          onClose={close}
        />
      )}
      {open === 'sheet' && (
        <Sheet title={longWord.slice(0, 42)} onClose={close}>
          <p>{longWord}</p>
        </Sheet>
      )}
    </Section>
  );
}

function Pictures() {
  return (
    <Section title="EventFace · Icon">
      <p class="actions">
        {ids.map((id) => (
          <EventArt key={id} eventId={id} kind="thumb" loading="lazy" />
        ))}
      </p>
      <EventArt eventId={ids[0] ?? ''} kind="on-card" loading="lazy" />
      <p class="actions">
        {iconNames.map((name) => (
          <Icon key={name} name={name} />
        ))}
      </p>
    </Section>
  );
}
