// Whether the organizer has an event today. Only a phone's tabs ask; the last response is stored for the tab, so that the place
// of a tab does not change under a thumb.

import { useEffect, useState } from 'preact/hooks';
import type { Role } from '#core/contracts/people.ts';
import { api } from '../api.ts';
import { read } from '../api-result.ts';
import { session } from '../session.ts';
import { isEventDay } from './menu.ts';

const storageKey = 'foyer-event-day';
const phone = '(max-width: 640px)';
const everyMs = 600_000;

let askedAt = Number.NEGATIVE_INFINITY;

export function useEventDay(role: Role): boolean {
  const [day, setDay] = useState(stored);
  const asks = role === 'organizer' && session.value.state === 'in' && matchMedia(phone).matches;
  useEffect(() => {
    if (!asks || performance.now() - askedAt < everyMs) return;
    askedAt = performance.now();
    void read(api.events.mine.$get({ query: { limit: '100' } })).then((result) => {
      if (!result.ok) return;
      const found = isEventDay(result.body.items, Date.now());
      setDay(found);
      store(found);
    });
  });
  return day && role === 'organizer';
}

function stored(): boolean {
  try {
    return sessionStorage.getItem(storageKey) !== null;
  } catch {
    return false;
  }
}

function store(day: boolean): void {
  try {
    if (day) sessionStorage.setItem(storageKey, '1');
    else sessionStorage.removeItem(storageKey);
  } catch {
    // Then the next page asks again.
  }
}
