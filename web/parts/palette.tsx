// The command palette: one field that leads to every screen and to every thing of one's own, by a part of a name or by a
// number. A combobox: the focus stays in the field, arrows choose, Enter opens. Loaded when it is opened for the first time.

import { useEffect, useId, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Role } from '#core/contracts/people.ts';
import type { SearchResponse } from '#core/contracts/search.ts';
import { titleIn } from '#core/event-text.ts';
import { api } from '../api.ts';
import { read } from '../api-result.ts';
import { dateTime } from '../format.ts';
import { locale, t } from '../language.ts';
import { placesOf } from './menu.ts';
import { useModal } from './use-modal.ts';

type Found = { key: string; group: string; label: string; about: string; href: string };

const pauseMs = 200;
/** A single letter is in everything. */
const shortest = 2;

export function Palette({ role, onClose }: { role: Role; onClose(): void }) {
  const dialog = useModal();
  const { route } = useLocation();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const { found, waiting } = useFound(role, typed.trim());
  const at = Math.min(chosen, Math.max(0, found.length - 1));
  function open(one: Found | undefined) {
    if (one === undefined) return;
    onClose();
    route(one.href);
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setChosen((at + step + found.length) % found.length);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      open(found[at]);
    }
  }
  const text = t().palette;
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label={text.title}
      onCancel={(e) => {
        e.preventDefault();
        onClose();
      }}
    >
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
        aria-label={text.title}
        placeholder={text.placeholder[role === 'organizer' || role === 'admin' ? role : 'others']}
        autoComplete="off"
        spellcheck={false}
        maxLength={100}
        value={typed}
        onInput={(e) => {
          setTyped(e.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label={text.results}>
        {found.map((one, i) => (
          <div key={one.key} role="presentation">
            {one.group !== found[i - 1]?.group && (
              <p class="palette-group" role="presentation">
                {one.group}
              </p>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus, and its keys choose and open. */}
            <div
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              onPointerMove={() => setChosen(i)}
              onClick={() => open(one)}
            >
              <span>{one.label}</span>
              {one.about !== '' && <span class="soft">{one.about}</span>}
            </div>
          </div>
        ))}
      </div>
      <p role="status" class="palette-note">
        {found.length === 0 && !waiting ? text.nothing : ''}
      </p>
    </dialog>
  );
}

/** The screens that fit at once, and what the server finds after a pause in typing. A late response for earlier words is dropped. */
function useFound(role: Role, q: string): { found: readonly Found[]; waiting: boolean } {
  const [response, setResponse] = useState<{ q: string; things: readonly Found[] }>({ q: '', things: [] });
  const asks = q.length >= shortest && role !== 'buyer';
  useEffect(() => {
    if (!asks) return;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      const result = await read(api.search.$get({ query: { q } }, { init: { signal: controller.signal } }));
      if (controller.signal.aborted) return;
      setResponse({ q, things: result.ok ? thingsOf(role, result.body) : [] });
    }, pauseMs);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [asks, q, role]);
  const isCurrent = !asks || response.q === q;
  return { found: [...screensNamed(role, q), ...(asks && isCurrent ? response.things : [])], waiting: !isCurrent };
}

function screensNamed(role: Role, q: string): Found[] {
  const menu = t().menu;
  const words = q.toLowerCase();
  const places = [
    ...placesOf(role).map(({ name, href }) => ({ label: menu[name], href })),
    ...(role === 'organizer' ? [{ label: t().palette.newEvent, href: '/my-events/new' }] : []),
    { label: menu.profile, href: '/profile' },
    { label: menu.security, href: '/security' },
  ];
  return places
    .filter(({ label }) => label.toLowerCase().includes(words))
    .map(({ label, href }) => ({ key: href, group: t().palette.screens, label, about: '', href }));
}

function thingsOf(role: Role, { events, deals, orders, distributors, people }: SearchResponse): Found[] {
  const text = t().palette;
  const language = locale.value;
  return [
    ...events.map((event) => ({
      key: event.id,
      group: text.events,
      label: titleIn(event, language),
      about: dateTime(event.startsAt, event.timeZone),
      href: role === 'distributor' ? `/catalogue/${event.id}` : `/my-events/${event.id}`,
    })),
    ...orders.map((order) => ({
      key: `order ${order.number}`,
      group: text.orders,
      label: `${order.number} · ${order.buyer}`,
      about: titleIn(order, language),
      href: `/my-events/${order.eventId}/orders?q=${encodeURIComponent(order.number)}`,
    })),
    ...deals.map((deal) => ({
      key: deal.id,
      group: text.deals,
      label: titleIn(deal, language),
      about: deal.party,
      href: `/deals/${deal.id}`,
    })),
    ...distributors.map(({ id, name }) => ({
      key: id,
      group: text.distributors,
      label: name,
      about: '',
      href: `/distributors/${id}`,
    })),
    ...people.map(({ id, name, email }) => ({
      key: id,
      group: text.people,
      label: name,
      about: email,
      href: `/admin/people/${id}`,
    })),
  ];
}
