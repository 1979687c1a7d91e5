// What surrounds every screen: the name, the menu of the person's role, the language, the way out.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Role } from '#core/contracts/people.ts';
import { read } from '../answer.ts';
import { api } from '../api.ts';
import { chooseLocale, locale, t } from '../language.ts';
import { type Session, session, signOut } from '../session.ts';
import { useLoad } from '../use-load.ts';
import { BrandMark } from './brand-mark.tsx';
import { VerifyEmailNote } from './verify-email-note.tsx';

type Item = { href: string; label: string };

export function Layout({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const state = session.value;
  const user = state.state === 'in' ? state.user : null;
  const items = itemsOf(state);
  const unread = useUnread(path, user !== null && user.partyId !== null);
  // On a phone only; a wide screen shows the whole menu.
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [path]);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('keydown', closeOnEscape);
    return () => document.removeEventListener('keydown', closeOnEscape);
  }, [open]);
  return (
    <>
      <a class="skip" href="#content">
        {t().skip}
      </a>
      <header class={`top${user === null ? '' : ' folds'}${open ? ' open' : ''}`}>
        <a class="brand" href="/">
          <BrandMark />
        </a>
        {user !== null && (
          <button
            ref={button}
            type="button"
            class="link menu-button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {t().menu.open}
            {user.partyId !== null && <Unread count={unread} />}
          </button>
        )}
        <nav aria-label={t().menu.label}>
          {items.map(({ href, label }) => (
            <a
              key={href}
              href={href}
              // People work at the door with a phone, so its link is never folded into the menu.
              class={href === '/door' ? 'always' : undefined}
              aria-current={isAt(path, href) ? 'page' : undefined}
            >
              {label}
            </a>
          ))}
        </nav>
        <div class="top-end">
          {user !== null && user.partyId !== null && (
            <a href="/notices" aria-current={path === '/notices' ? 'page' : undefined}>
              {t().menu.notices}
              <Unread count={unread} />
            </a>
          )}
          {user !== null && (
            <a class="me" href="/profile" aria-current={path === '/profile' ? 'page' : undefined}>
              {t().menu.profile}
            </a>
          )}
          {user !== null && <SignOut />}
          {state.state === 'out' && <a href="/sign-in">{t().menu.signIn}</a>}
          <LanguageSwitch />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <VerifyEmailNote />
        {children}
      </main>
    </>
  );
}

/** The number is read again at every navigation, so that it is never older than the last click. */
function useUnread(path: string, asks: boolean): number {
  const load = useLoad(`notices ${asks} at ${path}`, (signal) =>
    asks ? read(api.deals.notices.$get({ query: {} }, { init: { signal } })) : new Promise<never>(() => undefined),
  );
  return load.data?.unread ?? 0;
}

/** The space of the number is reserved before it is known, so that nothing beside it moves when it arrives. */
function Unread({ count }: { count: number }) {
  return (
    <span class="count unread">
      {count > 0 && (
        <>
          {count > 99 ? '99+' : count}
          <span class="unseen"> {t().menu.unread}</span>
        </>
      )}
    </span>
  );
}

function SignOut() {
  const { route } = useLocation();
  return (
    <button
      type="button"
      class="link"
      onClick={async () => {
        await signOut();
        route('/');
      }}
    >
      {t().menu.signOut}
    </button>
  );
}

function LanguageSwitch() {
  const other = locale.value === 'ru' ? 'en' : 'ru';
  return (
    <button type="button" class="link language" lang={other} onClick={() => chooseLocale(other)}>
      {other === 'ru' ? 'Русский' : 'English'}
    </button>
  );
}

/** Nothing is drawn before it is known who is signed in, so that nothing moves afterwards. */
function itemsOf(state: Session): Item[] {
  if (state.state === 'starting') return [];
  return state.state === 'in' ? menuOf(state.user.role) : [{ href: '/catalogue', label: t().menu.catalogue }];
}

function menuOf(role: Role): Item[] {
  const menu = t().menu;
  const catalogue = { href: '/catalogue', label: menu.catalogue };
  const deals = { href: '/deals', label: menu.deals };
  const balance = { href: '/balance', label: menu.balance };
  const door = { href: '/door', label: menu.door };
  switch (role) {
    case 'organizer':
      return [
        { href: '/my-events', label: menu.events },
        deals,
        { href: '/distributors', label: menu.distributors },
        balance,
        door,
        catalogue,
      ];
    case 'distributor':
      return [catalogue, deals, balance, { href: '/public-profile', label: menu.publicProfile }];
    case 'admin':
      return [{ href: '/', label: menu.home }, door, catalogue];
    case 'buyer':
      return [catalogue];
  }
}

function isAt(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}
