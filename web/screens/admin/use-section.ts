// One section of the settings as a form. Saving names the revision it changes; when another admin was faster, their
// change comes in beside what is typed here, and nothing is saved until it was seen.

import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AllSettings, UpdateSettingsRequest } from '#core/contracts/settings.ts';
import { cutText } from '#core/cut-text.ts';
import { api } from '../../api.ts';
import { type Failure, read } from '../../api-result.ts';
import { brand } from '../../brand.ts';
import { t } from '../../language.ts';
import { rebased } from '../../rebased.ts';
import { useAction } from '../../use-action.ts';
import { type Form, fieldErrors, saidAtFields, useForm } from '../../use-form.ts';
import { afterChange, type SettingsSection } from './settings-draft.ts';

export type SettingsProps = { settings: AllSettings; onChange: (settings: AllSettings) => void };

type Section = {
  form: Form<string>;
  busy: boolean;
  /** What no field says. */
  failure: Failure | null;
  saved: boolean;
  merged: boolean;
  save(): Promise<void>;
};

export function useSection(section: SettingsSection, { settings, onChange }: SettingsProps): Section {
  const first = useMemo(() => section.fieldsOf(settings), []);
  const [base, setBase] = useState(first);
  const [saved, setSaved] = useState(false);
  const [merged, setMerged] = useState(false);
  const form = useForm<string>(first, `settings ${section.name}`);
  const send = useAction((json: UpdateSettingsRequest) =>
    read(api.settings.$patch({ json }, { headers: { 'if-match': `"${settings.revision}"` } })),
  );

  // A save of any section names the newest revision, so every section has to take in what others have saved by then.
  useEffect(() => {
    const theirs = section.fieldsOf(settings);
    if (isSame(theirs, base)) return;
    setBase(theirs);
    if (isSame(form.values, base)) return form.sent(theirs);
    const { draft, both } = rebased(base, form.values, theirs);
    for (const [name, value] of Object.entries(draft)) form.set(name, value);
    form.refuse(
      Object.fromEntries(both.map((name) => [name, t().settings.meanwhile(cutText(theirs[name] ?? '', 120))])),
    );
    setMerged(true);
  }, [settings]);

  async function save(): Promise<void> {
    setSaved(false);
    const empty = section.required.filter((name) => form.values[name]?.trim() === '');
    form.refuse(Object.fromEntries(empty.map((name) => [name, t().form.required])));
    if (empty.length > 0) return;
    const change = section.changeOf(form.values);
    const result = await send.run(change);
    if (result === null) return;
    if (!result.ok) {
      if (result.failure.code === 'stale-revision') await takeIn();
      else form.refuse(fieldErrors(result.failure, section.paths));
      return;
    }
    const now = afterChange(settings, result.body, change);
    brand.value = now;
    onChange(now);
    setBase(section.fieldsOf(now));
    form.sent(section.fieldsOf(now));
    setMerged(false);
    setSaved(true);
  }

  async function takeIn(): Promise<void> {
    const fresh = await read(api.settings.all.$get());
    if (!fresh.ok) return;
    onChange(fresh.body);
    send.clear();
  }

  const failure = saidAtFields(send.failure, section.paths) ? null : send.failure;
  return { form, busy: send.busy, failure, saved, merged, save };
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return Object.entries(a).every(([name, value]) => b[name] === value);
}
