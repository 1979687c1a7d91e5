// The settings of the operator: brand, contacts, legal data and texts, each section saved by itself.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { AllSettings, LegalKind } from '#core/contracts/settings.ts';
import { legalKinds, legalPaths } from '#core/settings.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { locale, t } from '../../language.ts';
import { Button, Form, TextArea, TextField } from '../../parts/controls.tsx';
import { RestoredNote } from '../../parts/leaving.tsx';
import { Markdown } from '../../parts/markdown.tsx';
import { Badge, Page, Section } from '../../parts/page.tsx';
import { Done, FailureNote, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLoad } from '../../use-load.ts';
import { MissingSettings } from './missing-settings.tsx';
import { brandSection, legalSection, operatorSection, supportSection } from './settings-draft.ts';
import { SettingsLogo } from './settings-logo.tsx';
import { type SettingsProps, useSection } from './use-section.ts';

const maxText = 60_000;

export function SettingsScreen(_screen: ScreenProps) {
  const load = useLoad('all settings', (signal) => read(api.settings.all.$get({}, { init: { signal } })));
  const text = t().settings;
  return (
    <Page title={text.title} lead={text.lead}>
      <Loaded load={load}>{(settings) => <Sections settings={settings} onChange={load.replace} />}</Loaded>
    </Page>
  );
}

function Sections(props: SettingsProps) {
  const text = t().settings;
  return (
    <>
      <MissingSettings settings={props.settings} />
      <Section title={text.brand} hint={text.brandHint}>
        <SettingsLogo {...props} />
        <BrandForm {...props} />
      </Section>
      <Section title={text.support} hint={text.supportHint}>
        <SupportForm {...props} />
      </Section>
      <Section title={text.operator} hint={text.operatorHint}>
        <OperatorForm {...props} />
      </Section>
      <Section title={text.texts} hint={text.textsHint}>
        {legalKinds.map((kind) => (
          <LegalTextForm key={kind} kind={kind} {...props} />
        ))}
      </Section>
    </>
  );
}

function SectionForm({
  of: section,
  label,
  children,
}: {
  of: ReturnType<typeof useSection>;
  label: string;
  children: ComponentChildren;
}) {
  return (
    <Form onSubmit={() => void section.save()} label={label}>
      <RestoredNote form={section.form} />
      {children}
      {section.merged && <p class="note warn">{t().settings.merged}</p>}
      <FailureNote failure={section.failure} />
      {section.failure?.code === 'second-factor-required' && (
        <p>
          <a href="/security">{t().settings.toSecurity}</a>
        </p>
      )}
      <Done text={section.saved ? t().settings.saved : null} />
      <div class="actions">
        <Button kind="main" submit busy={section.busy} busyText={t().common.saving}>
          {t().common.save}
        </Button>
      </div>
    </Form>
  );
}

function BrandForm(props: SettingsProps) {
  const section = useSection(brandSection, props);
  const text = t().settings;
  const { field } = section.form;
  return (
    <SectionForm of={section} label={text.brand}>
      <div class="pair">
        <TextField {...field('nameRu')} label={text.nameRu} maxLength={40} />
        <TextField {...field('nameEn')} label={text.nameEn} maxLength={40} />
      </div>
    </SectionForm>
  );
}

function SupportForm(props: SettingsProps) {
  const section = useSection(supportSection, props);
  const text = t().settings;
  const { field } = section.form;
  return (
    <SectionForm of={section} label={text.support}>
      <div class="pair">
        <TextField {...field('email')} label={text.email} type="email" maxLength={254} optional />
        <TextField {...field('phone')} label={text.phone} hint={text.phoneHint} maxLength={40} optional />
      </div>
      <TextField {...field('link')} label={text.link} hint={text.linkHint} maxLength={300} optional />
      <div class="pair">
        <TextField {...field('hoursRu')} label={text.hoursRu} maxLength={120} optional />
        <TextField {...field('hoursEn')} label={text.hoursEn} maxLength={120} optional />
      </div>
    </SectionForm>
  );
}

function OperatorForm(props: SettingsProps) {
  const section = useSection(operatorSection, props);
  const text = t().settings;
  const { field } = section.form;
  return (
    <SectionForm of={section} label={text.operator}>
      <TextField {...field('name')} label={text.operatorName} maxLength={200} optional />
      <TextField
        {...field('registration')}
        label={text.registration}
        hint={text.registrationHint}
        maxLength={200}
        optional
      />
      <TextField {...field('address')} label={text.address} maxLength={300} optional />
    </SectionForm>
  );
}

function LegalTextForm({ kind, ...props }: SettingsProps & { kind: LegalKind }) {
  const section = useSection(legalSection(kind), props);
  const [preview, setPreview] = useState(false);
  const text = t().settings;
  const written = props.settings.legal[kind];
  const { field, values } = section.form;
  const typed = values[locale.value] ?? '';
  return (
    <details class="fold legal">
      <summary>
        {text.kinds[kind]} <WrittenIn settings={props.settings} kind={kind} />
      </summary>
      <SectionForm of={section} label={text.kinds[kind]}>
        <div class="pair">
          <TextArea {...field('ru')} label={text.inRu} rows={12} maxLength={maxText} optional />
          <TextArea {...field('en')} label={text.inEn} rows={12} maxLength={maxText} optional />
        </div>
        <p class="hint">{text.markdown}</p>
        <div class="actions">
          <Button onPress={() => setPreview(!preview)}>{preview ? text.hidePreview : text.preview}</Button>
          {written.length > 0 && (
            <a class="button plain" href={legalPaths[kind]} target="_blank" rel="noopener">
              {text.open}
            </a>
          )}
        </div>
        {preview && (
          <div class="markdown-preview">{typed.trim() === '' ? text.nothing : <Markdown text={typed} />}</div>
        )}
      </SectionForm>
    </details>
  );
}

function WrittenIn({ settings, kind }: { settings: AllSettings; kind: LegalKind }) {
  const written = settings.legal[kind];
  const text = t().settings;
  if (written.length === 2) return <Badge tone="good">{text.written.both}</Badge>;
  const [only] = written;
  return only === undefined ? (
    <Badge tone={kind === 'about' ? 'plain' : 'warn'}>{text.written.none}</Badge>
  ) : (
    <Badge tone="plain">{text.written[only]}</Badge>
  );
}
