// The typed text of a form and what is wrong with it, by field name. Fields hold strings exactly as typed; they are
// read into numbers and times once, when the form is sent. After a refusal the focus goes to the first wrong field.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { cutText } from '#core/cut-text.ts';
import type { Failure } from './api-result.ts';
import { t } from './language.ts';
import { dropForm, restored, savedForm, saveForm } from './saved-forms.ts';
import { askBeforeLeaving } from './unsent.ts';

export type FieldProps = { name: string; value: string; error: string | undefined; onValue(value: string): void };

export type Form<Name extends string> = {
  values: Record<Name, string>;
  errors: Readonly<Record<string, string>>;
  field(name: Name): FieldProps;
  set(name: Name, value: string): void;
  refuse(errors: Readonly<Record<string, string>>): void;
  /** The text of an earlier visit is back in the fields. */
  isRestored: boolean;
  /** Back to what the form showed at first. */
  startAnew(): void;
  /** Whether what is typed differs from what was shown at first, or stored last. */
  isChanged: boolean;
  /** This text has been stored; what was typed since stays. */
  stored(text: Record<Name, string>): void;
  /** The text has been sent, and the form now shows `next`: nothing is stored any longer, and nobody is asked. */
  sent(next?: Record<Name, string>): void;
};

/**
 * `keep` names a form whose text survives a reload and asks before it is left. Never one with a password or a key in it: it
 * is written to the tab's storage.
 */
export function useForm<Name extends string>(initial: Record<Name, string>, keep?: string): Form<Name> {
  const [base, setBase] = useState(initial);
  const [found] = useState(() => (keep === undefined ? null : foundText(base, keep)));
  const [values, setValues] = useState(found?.values ?? base);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>(found?.errors ?? {});
  const [isRestored, setRestored] = useState(found !== null);
  const refused = useRef(false);
  const isSent = useRef(false);

  useEffect(() => {
    if (!refused.current) return;
    refused.current = false;
    document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus();
  }, [errors]);

  // Stored before the next frame is drawn: a busy machine draws it late, and a reload may come first.
  useLayoutEffect(() => {
    if (keep === undefined || isSent.current) return;
    if (!differs(base, values)) {
      dropForm(keep);
      return;
    }
    saveForm(keep, { base, values });
    return askBeforeLeaving(keep);
  }, [keep, base, values]);

  const set = (name: Name, value: string) => {
    isSent.current = false;
    setValues((earlier) => ({ ...earlier, [name]: value }));
    setErrors(({ [name]: _mended, ...others }) => others);
  };
  return {
    values,
    errors,
    set,
    isRestored,
    field: (name) => ({ name, value: values[name], error: errors[name], onValue: (value) => set(name, value) }),
    refuse: (wrong) => {
      refused.current = Object.keys(wrong).length > 0;
      setErrors(wrong);
    },
    startAnew: () => {
      setValues(base);
      setErrors({});
      setRestored(false);
    },
    isChanged: differs(base, values),
    stored: (text) => {
      setBase(text);
      setRestored(false);
    },
    sent: (next = values) => {
      isSent.current = true;
      setBase(next);
      setValues(next);
      setRestored(false);
      if (keep === undefined) return;
      dropForm(keep);
      askBeforeLeaving(keep)();
    },
  };
}

function foundText<Name extends string>(now: Record<Name, string>, keep: string) {
  const saved = savedForm(keep);
  if (saved === null) return null;
  const { values, both } = restored(now, saved);
  const errors = Object.fromEntries(both.map((name) => [name, t().form.changedMeanwhile(cutText(now[name], 120))]));
  return differs(now, values) ? { values, errors } : null;
}

function differs(base: Record<string, string>, values: Record<string, string>): boolean {
  return Object.entries(values).some(([name, value]) => value !== base[name]);
}

/**
 * Whether every problem is shown at a field. Then a banner above them would repeat it, and remain after it is
 * corrected.
 */
export function saidAtFields(failure: Failure | null, names: Readonly<Record<string, string>>): boolean {
  return failure !== null && Object.keys(fieldErrors(failure, names)).length > 0;
}

/**
 * The server's problems by our field names: `names` maps its paths ("venue.name") to ours. A problem without a field
 * here is shown in the banner.
 */
export function fieldErrors(failure: Failure, names: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { path, problem } of failure.fields) {
    const name = Object.entries(names).find(([prefix]) => path === prefix || path.startsWith(`${prefix}.`))?.[1];
    if (name !== undefined) found[name] = saidOf(problem);
  }
  const own = names[failure.code];
  if (own !== undefined && failure.code !== 'offline') found[own] = t().errors[failure.code];
  return found;
}

function saidOf(problem: string): string {
  if (problem === 'common-password') return t().form.commonPassword;
  return problem === 'link-in-name' ? t().form.linkInName : t().form.check;
}
