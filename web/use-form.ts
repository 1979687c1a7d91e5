// The typed text of a form and what is wrong with it, by field name. Fields hold strings exactly as typed; they are
// read into numbers and times once, when the form is sent. After a refusal the focus goes to the first wrong field.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from './answer.ts';
import { t } from './language.ts';

export type FieldProps = { name: string; value: string; error: string | undefined; onValue(value: string): void };

export type Form<Name extends string> = {
  values: Record<Name, string>;
  errors: Readonly<Record<string, string>>;
  field(name: Name): FieldProps;
  set(name: Name, value: string): void;
  refuse(errors: Readonly<Record<string, string>>): void;
};

export function useForm<Name extends string>(initial: Record<Name, string>): Form<Name> {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const refused = useRef(false);

  useEffect(() => {
    if (!refused.current) return;
    refused.current = false;
    document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus();
  }, [errors]);

  const set = (name: Name, value: string) => {
    setValues((earlier) => ({ ...earlier, [name]: value }));
    setErrors(({ [name]: _mended, ...others }) => others);
  };
  return {
    values,
    errors,
    set,
    field: (name) => ({ name, value: values[name], error: errors[name], onValue: (value) => set(name, value) }),
    refuse: (found) => {
      refused.current = Object.keys(found).length > 0;
      setErrors(found);
    },
  };
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
