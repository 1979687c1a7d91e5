// What surrounds every screen: the name, the menu of one's role, the language, the way out.

import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import type { Role } from '#core/contracts/people.ts';
import { read } from '../answer.ts';
import { api } from '../api.ts';
import { chooseLocale, locale, t } from '../language.ts';
import { session, signOut } from '../session.ts';
import { useLoad } from '../use-load.ts';
import { VerifyEmailNote } from './verify-email-note.tsx';

type Item = { href: string; label: string };

export function Layout({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const state = session.value;
  const items = state.state === 'in' ? menuOf(state.user.role) : [{ href: '/catalogue', label: t().menu.catalogue }];
  return (
    <>
      <a class="skip" href="#content">
        {t().skip}
      </a>
      <header class="top">
        <a class="brand" href="/">
          {t().name}
        </a>
        <nav aria-label={t().menu.label}>
          {items.map(({ href, label }) => (
            <a key={href} href={href} aria-current={isAt(path, href) ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
        <div class="top-end">
          {state.state === 'in' && state.user.partyId !== null && <NoticesLink path={path} />}
          {state.state === 'in' && (
            <a class="me" href="/profile" aria-current={path === '/profile' ? 'page' : undefined}>
              {t().menu.profile}
            </a>
          )}
          {state.state === 'in' && <SignOut />}
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

/** Asked again at every page: cheap, and never older than the last click. */
function NoticesLink({ path }: { path: string }) {
  const load = useLoad(`notices at ${path}`, (signal) => read(api.deals.notices.$get({}, { init: { signal } })));
  const unread = load.data?.unread ?? 0;
  return (
    <a href="/notices" aria-current={path === '/notices' ? 'page' : undefined}>
      {t().notices.title}
      {unread > 0 && (
        <span class="count">
          {unread}
          <span class="unseen"> {t().notices.unread}</span>
        </span>
      )}
    </a>
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
