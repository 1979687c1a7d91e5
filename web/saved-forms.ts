// What was typed into a form and not sent: stored for this tab and this person, so that a reload, Back or an ended session
// loses no text. Only forms that name themselves are stored; none with a password or a key does.

import { session } from './session.ts';

const prefix = 'foyer-form ';

/** `base`: what the form showed when the typing began. */
type SavedForm = { base: Record<string, string>; values: Record<string, string> };

export function savedForm(name: string): SavedForm | null {
  try {
    const text = sessionStorage.getItem(keyOf(name));
    // Written by `keepForm` below, in this tab.
    return text === null ? null : (JSON.parse(text) as SavedForm);
  } catch {
    return null;
  }
}

export function saveForm(name: string, form: SavedForm): void {
  try {
    sessionStorage.setItem(keyOf(name), JSON.stringify(form));
  } catch {
    // Without storage a reload loses the text, and the question before leaving stays.
  }
}

export function dropForm(name: string): void {
  try {
    sessionStorage.removeItem(keyOf(name));
  } catch {
    // Nothing was stored either.
  }
}

/** Whoever signs out leaves nothing to the next person at this screen. */
export function dropAllForms(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  } catch {
    // Nothing was stored either.
  }
}

/**
 * The typed text over what the form shows now. Where somebody else changed the same field meanwhile, the typed text stays
 * and the field is named in `both`.
 */
export function restored<Name extends string>(
  now: Record<Name, string>,
  { base, values }: SavedForm,
): { values: Record<Name, string>; both: Name[] } {
  const names = Object.keys(now) as Name[];
  const typed = (name: Name) => values[name] !== undefined && values[name] !== base[name];
  const pairs = names.map((name) => [name, typed(name) ? (values[name] ?? now[name]) : now[name]]);
  return {
    // The names are those of `now`.
    values: Object.fromEntries(pairs) as Record<Name, string>,
    both: names.filter((name) => typed(name) && now[name] !== base[name] && now[name] !== values[name]),
  };
}

function keyOf(name: string): string {
  const state = session.value;
  return `${prefix}${state.state === 'in' ? state.user.id : ''} ${name}`;
}
