// The frame of those who are signed in: a column at the side (a rail of icons on a narrow screen), and on a phone a slim bar
// with tabs at the bottom. Its pieces stand before, in and after the page's main part.

import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Me, Role } from '#core/contracts/people.ts';
import { assertNever } from '#core/result.ts';
import { api } from '../api.ts';
import { read } from '../api-result.ts';
import { brandName } from '../brand.ts';
import { chooseLocale, locale, t } from '../language.ts';
import { session, signOut } from '../session.ts';
import { useLoad } from '../use-load.ts';
import { BrandMark } from './brand-mark.tsx';
import { Icon, type IconName } from './icons.tsx';
import { LeavingQuestion } from './leaving.tsx';
import { type Place, placeAt, placesOf, tabsOf } from './menu.ts';
import { useEventDay } from './use-event-day.ts';
import { VerifyEmailNote } from './verify-email-note.tsx';

export type FrameProps = { role: Role; part: 'head' | 'notes' | 'tabs' };

export function Frame({ role, part }: FrameProps) {
  switch (part) {
    case 'head':
      return <Head role={role} />;
    case 'notes':
      return (
        <>
          <LeavingQuestion />
          <VerifyEmailNote />
        </>
      );
    case 'tabs':
      return <Tabs role={role} />;
    default:
      return assertNever(part);
  }
}

function Head({ role }: { role: Role }) {
  const { path } = useLocation();
  const places = placesOf(role);
  const current = placeAt(path, places);
  const state = session.value;
  const user = state.state === 'in' ? state.user : null;
  return (
    <header class="shell">
      <div class="shell-head">
        <a class="brand" href="/">
          <span aria-hidden="true">{brandName().slice(0, 1)}</span>
          <span>
            <BrandMark />
          </span>
        </a>
        {(role === 'organizer' || role === 'distributor') && <NotificationsLink path={path} asks={user !== null} />}
      </div>
      <AccountButton role={role} user={user} />
      <Search role={role} />
      <nav class="shell-nav" aria-label={t().menu.label}>
        {places.map((place) => (
          <PlaceLink key={place.name} place={place} current={place === current} />
        ))}
      </nav>
      <section id="account-menu" class="menu account-menu" popover="auto" aria-label={t().menu.account}>
        <AccountPlaces path={path} />
      </section>
    </header>
  );
}

/** Opened by its button or by Ctrl+K, ⌘K on a Mac; its program comes at the first time. */
function Search({ role }: { role: Role }) {
  const [Palette, setPalette] = useState<ComponentType<{ role: Role; onClose(): void }> | null>(null);
  const [isOpen, setOpen] = useState(false);
  const open = () => {
    setOpen(true);
    import('./palette.tsx').then(
      (loaded) => setPalette(() => loaded.Palette),
      () => setOpen(false),
    );
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.code !== 'KeyK' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      // Another dialog asks something first.
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      open();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <>
      <button type="button" class="search-button" title={t().palette.title} onClick={open}>
        <Icon name="search" />
        <span>{t().palette.button}</span>
        <small aria-hidden="true">{/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</small>
      </button>
      {isOpen && Palette !== null && <Palette role={role} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Offers that wait for this party's answer, read together with the number of notifications. */
const waitingOffers = signal(0);

function PlaceLink({ place, current }: { place: Place; current: boolean }) {
  const waiting = place.name === 'deals' ? waitingOffers.value : 0;
  return (
    <a href={place.href} aria-current={current ? 'page' : undefined} title={t().menu[place.name]}>
      <Icon name={place.icon} />
      <span>{t().menu[place.name]}</span>
      {waiting > 0 && <CountBadge n={waiting} meaning={t().menu.waiting} />}
    </a>
  );
}

/** How many of something wait; screen readers hear of what. */
function CountBadge({ n, meaning }: { n: number; meaning: string }) {
  return (
    <span class="unread">
      {n > 99 ? '99+' : n}
      <span class="unseen"> {meaning}</span>
    </span>
  );
}

/** Who is here; on a rail the letter alone. */
function AccountButton({ role, user }: { role: Role; user: Me | null }) {
  return (
    <button type="button" class="account" popovertarget="account-menu" title={t().menu.account}>
      <span class="mark" aria-hidden="true">
        {user?.displayName.slice(0, 1).toUpperCase()}
      </span>
      <span class="account-name">
        <strong>{user?.displayName}</strong>
        <small>{t().roles[role]}</small>
      </span>
      <Icon name="down" />
    </button>
  );
}

function NotificationsLink({ path, asks }: { path: string; asks: boolean }) {
  const unread = useUnread(path, asks);
  return (
    <a
      class="bell"
      href="/notifications"
      aria-current={path === '/notifications' ? 'page' : undefined}
      title={t().menu.notifications}
    >
      <Icon name="bell" />
      <span class="unseen">{t().menu.notifications}</span>
      {unread > 0 && <CountBadge n={unread} meaning={t().menu.unread} />}
    </a>
  );
}

/** Asked again at every page: cheap, and never older than the last click. */
function useUnread(path: string, asks: boolean): number {
  const load = useLoad(`notifications ${asks} at ${path}`, (signal) =>
    asks ? read(api.deals.notices.$get({ query: {} }, { init: { signal } })) : new Promise<never>(() => undefined),
  );
  const offers = load.data?.offers;
  useEffect(() => {
    if (offers !== undefined) waitingOffers.value = offers;
  }, [offers]);
  return load.data?.unread ?? 0;
}

const accountPlaces: readonly { href: string; icon: IconName; name: 'profile' | 'security' | 'log' }[] = [
  { href: '/profile', icon: 'person', name: 'profile' },
  { href: '/security', icon: 'lock', name: 'security' },
  { href: '/log', icon: 'log', name: 'log' },
];

/** What is about the account: in the menu of its button, and on a phone under "more". */
function AccountPlaces({ path }: { path: string }) {
  useEffect(hidePopovers, [path]);
  return (
    <>
      {accountPlaces.map(({ href, icon, name }) => (
        <a key={href} href={href} aria-current={path === href ? 'page' : undefined}>
          <Icon name={icon} />
          <span>{t().menu[name]}</span>
        </a>
      ))}
      <LanguageChoice />
      <SignOut />
    </>
  );
}

/** A link to the page one is on already changes no address, and still the menu has done its work. */
function hidePopovers(): void {
  for (const open of document.querySelectorAll<HTMLElement>(':popover-open')) open.hidePopover();
}

function LanguageChoice() {
  return (
    <fieldset class="segmented">
      <legend class="unseen">{t().menu.language}</legend>
      {(['ru', 'en'] as const).map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={locale.value === one}
          onClick={() => void chooseLocale(one)}
        >
          {one === 'ru' ? 'Русский' : 'English'}
        </button>
      ))}
    </fieldset>
  );
}

function SignOut() {
  return (
    <button
      type="button"
      onClick={async () => {
        await signOut();
        // The landing page is the Worker's, so this leaves the dashboard.
        location.assign('/');
      }}
    >
      <Icon name="out" />
      <span>{t().menu.signOut}</span>
    </button>
  );
}

function Tabs({ role }: { role: Role }) {
  const { path } = useLocation();
  const tabs = tabsOf(role, useEventDay(role));
  const rest = placesOf(role).filter((place) => !tabs.includes(place));
  const current = placeAt(path, placesOf(role));
  return (
    <nav class="phone-tabs" aria-label={t().menu.label}>
      {tabs.map((place) => (
        <PlaceLink key={place.name} place={place} current={place === current} />
      ))}
      <button type="button" popovertarget="more-menu">
        <Icon name="more" />
        <span>{t().menu.more}</span>
      </button>
      <section id="more-menu" class="menu more-menu" popover="auto" aria-label={t().menu.more}>
        {rest.map((place) => (
          <PlaceLink key={place.name} place={place} current={place === current} />
        ))}
        <AccountPlaces path={path} />
      </section>
    </nav>
  );
}
