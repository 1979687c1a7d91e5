// What surrounds every screen. Visitors see one bar; the frame of those who are signed in is loaded for them alone, and its
// room is there before it is.

import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { chooseLocale, loadTexts, locale, t } from '../language.ts';
import { loadPart } from '../load-part.ts';
import { roleNow } from '../session.ts';
import { BrandMark } from './brand-mark.tsx';
import type { FrameProps } from './frame.tsx';

const frame = { texts: ['inside'], load: () => import('./frame.tsx').then((m) => m.Frame) } as const;

export function Layout({ children }: { children: ComponentChildren }) {
  const role = roleNow();
  const Frame = useFrame(role !== null);
  return (
    <div class={role === null ? 'outside' : 'inside'}>
      <a class="skip" href="#content">
        {t().skip}
      </a>
      {role === null ? <VisitorBar /> : Frame === null ? <header class="shell" /> : <Frame role={role} part="head" />}
      <main id="content" tabIndex={-1}>
        {role !== null && Frame !== null && <Frame role={role} part="notes" />}
        {children}
      </main>
      {role !== null && Frame !== null && <Frame role={role} part="tabs" />}
    </div>
  );
}

/** A page without its menu is of use too: what cannot be loaded is asked for again at the next page. */
function useFrame(wanted: boolean): ComponentType<FrameProps> | null {
  const { path } = useLocation();
  const [Frame, setFrame] = useState<ComponentType<FrameProps> | null>(null);
  useEffect(() => {
    if (!wanted || Frame !== null) return;
    Promise.all([loadPart(frame.load), loadTexts(frame.texts)]).then(
      ([Loaded]) => setFrame(() => Loaded),
      () => undefined,
    );
  }, [wanted, Frame, path]);
  return Frame;
}

function VisitorBar() {
  const other = locale.value === 'ru' ? 'en' : 'ru';
  return (
    <header class="top">
      <a class="brand" href="/">
        <BrandMark />
      </a>
      <nav aria-label={t().menu.label}>
        <a href="/catalogue">{t().menu.catalogue}</a>
      </nav>
      <div class="top-end">
        <a href="/sign-in">{t().menu.signIn}</a>
        <button type="button" class="link language" lang={other} onClick={() => void chooseLocale(other)}>
          {other === 'ru' ? 'Русский' : 'English'}
        </button>
      </div>
    </header>
  );
}
