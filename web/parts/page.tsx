// The frame of a screen. Its heading takes the focus after a navigation, as after a page load, and names the tab.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { brandName } from '../brand.ts';

type Props = {
  title: string;
  /** The description that search engines show; only pages that anybody may read have one. */
  description?: string;
  lead?: ComponentChildren;
  /** Stands before the title. */
  picture?: ComponentChildren;
  actions?: ComponentChildren;
  narrow?: boolean;
  children: ComponentChildren;
};

let firstPage = true;

export function Page({ title, description, lead, picture, actions, narrow, children }: Props) {
  const name = brandName();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The browser itself announces the first page.
    if (!firstPage && !document.querySelector('[data-keeps-focus]')) heading.current?.focus({ preventScroll: true });
    firstPage = false;
  }, []);
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
  useEffect(() => {
    if (description !== undefined)
      document.querySelector('meta[name=description]')?.setAttribute('content', description);
  }, [description]);
  return (
    <div class={narrow === true ? 'page narrow' : 'page'}>
      <div class="page-head">
        {picture}
        <div class="page-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <div class="lead">{lead}</div>}
        </div>
        {actions !== undefined && <div class="actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

export function Section({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: string | undefined;
  children: ComponentChildren;
}) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {hint !== undefined && <p class="hint">{hint}</p>}
      {children}
    </section>
  );
}

type Tab = { href: string; label: string; count?: number | null | undefined };

/** On a phone a row is wider than the screen: the chosen one is scrolled into it, without moving the page. */
function useCurrentInSight(current: string) {
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const chosen = row.current?.querySelector<HTMLElement>('[aria-current]');
    if (row.current === null || chosen === null || chosen === undefined) return;
    const { left, right } = chosen.getBoundingClientRect();
    const seen = row.current.getBoundingClientRect();
    if (left < seen.left || right > seen.right)
      row.current.scrollLeft += left - seen.left - (seen.width - chosen.offsetWidth) / 2;
  }, [current]);
  return row;
}

export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav ref={useCurrentInSight(current)} class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a key={tab.href} href={tab.href} aria-current={tab.href === current ? 'page' : undefined}>
          {tab.label}
          {typeof tab.count === 'number' && <span class="count">{tab.count}</span>}
        </a>
      ))}
    </nav>
  );
}

/** One of a few views of the same thing, side by side. */
export function Segmented({ label, choices, current }: { label: string; choices: readonly Tab[]; current: string }) {
  return (
    <nav ref={useCurrentInSight(current)} class="segmented" aria-label={label}>
      {choices.map(({ href, label: name }) => (
        <a key={href} href={href} aria-current={href === current ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

export function Badge({ tone, children }: { tone: 'good' | 'warn' | 'bad' | 'plain'; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}
