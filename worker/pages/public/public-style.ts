// The style of the pages anyone may read, beside the shared tokens. It is part of the page, because a second request would
// delay the first sight of it; only what these pages use is in it.

import { tokensCss } from '#core/design-tokens.ts';
import { typefaceCss } from '#core/typeface.ts';
import { baseRules } from '../style.ts';
import { landing } from './landing-style.ts';
import { catalog, posters } from './poster-style.ts';
import { ticketStyle } from './ticket-style.ts';

const ground = `
body {
  margin: 0; background: var(--paper); color: var(--ink); font: var(--text)/1.5 var(--font); overflow-x: hidden;
  /* Inherited: titles, names and addresses may be words longer than a phone is wide. */
  overflow-wrap: anywhere;
}
h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: inherit; text-underline-offset: 0.18em; text-decoration-color: var(--line-strong); }
a:hover { text-decoration-color: currentColor; }
img { display: block; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 6px; }
h1 { font-size: clamp(2rem, 4.2vw, 2.875rem); line-height: 1.06; font-weight: 800; letter-spacing: -0.03em; text-wrap: balance; }
h1.long { font-size: clamp(1.5rem, 3vw, 2rem); line-height: 1.15; letter-spacing: -0.02em; }
h2 { font-size: 1.3125rem; line-height: 1.25; font-weight: 700; letter-spacing: -0.015em; margin-bottom: var(--space-3); }
.icon { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.button {
  display: inline-flex; align-items: center; justify-content: center; gap: var(--space-2); min-height: 44px; padding: 8px 18px;
  border: 1px solid var(--line-strong); border-radius: var(--radius-small); background: var(--surface);
  font-weight: 600; text-decoration: none; text-align: center; overflow-wrap: normal;
}
.button.main { min-height: 52px; background: var(--accent); border-color: var(--accent); color: var(--on-accent); border-radius: var(--radius); font-size: 1.0625rem; }
.button.main:hover { background: var(--accent-hover); border-color: var(--accent-hover); }
.note { padding: var(--space-3) var(--space-4); border-radius: var(--radius); margin-bottom: var(--space-4); font-weight: 500; }
.top { max-width: 1160px; margin: 0 auto; padding: 10px var(--space-5); display: flex; justify-content: space-between; align-items: center; gap: var(--space-4); }
.top a { display: inline-flex; align-items: center; min-height: 44px; text-decoration: none; font-weight: 500; }
.top nav { flex: none; display: flex; gap: var(--space-5); }
.top .brand { font-size: clamp(1rem, 4.5vw, 1.5rem); font-weight: 800; letter-spacing: -0.03em; color: var(--accent); gap: 10px; min-width: 0; line-height: 1.1; }
/* A name may have 40 characters: on a phone it takes two lines. */
.top .brand span { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; padding-bottom: 0.1em; }
main { max-width: 1160px; margin: 0 auto; padding: var(--space-5) var(--space-5) 80px; }
.bottom { border-top: 1px solid var(--line); }
.bottom > div { max-width: 1160px; margin: 0 auto; padding: var(--space-5); display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-5); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 220px), 1fr)); gap: var(--space-5) 18px; }
.card { position: relative; }
.card img { width: 100%; height: auto; aspect-ratio: 1; object-fit: cover; border-radius: 14px; margin-bottom: 10px; background: var(--surface-sunk); }
.card a { font-weight: 600; line-height: 1.3; text-decoration: none; }
.card a::after { content: ""; position: absolute; inset: 0; border-radius: 14px; }
.card a:hover { text-decoration: underline; }
.card b { display: block; color: var(--ink); font-weight: 600; }
.past .card img { filter: grayscale(1); opacity: 0.75; }
.page-head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: var(--space-4); margin-bottom: var(--space-6); }
p.more { margin-top: var(--space-5); }
main > section + section { margin-top: 56px; }
.lead { font-size: 1.0625rem; color: var(--ink-soft); margin: var(--space-3) 0 var(--space-5); max-width: 40em; }
.skip { position: absolute; left: -999px; top: 0; background: var(--surface); padding: 12px 16px; z-index: 2; }
.skip:focus { left: 0; }
@media (max-width: 640px) {
  .top { padding: var(--space-2) var(--space-4); }
  .top nav { gap: var(--space-4); }
  main { padding: var(--space-2) var(--space-4) 56px; }
  .bottom > div { padding: var(--space-4); }
  main > .cards, main > section > .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--space-5) var(--space-3); }
}
`;

const prose = `
.prose { font-size: 1.0625rem; line-height: 1.6; max-width: 40em; }
.prose > * + * { margin-top: 12px; }
.prose h3 { font-size: 1.0625rem; font-weight: 700; }
.prose ul { list-style: disc; padding-left: 1.25rem; }
.prose ol { list-style: decimal; padding-left: 1.5rem; }
`;

const text = `
h1 { margin-bottom: var(--space-5); }
.prose > h2:not(:first-child) { margin-top: 28px; }
.prose > h2 { margin-bottom: 0; }
.contacts { display: grid; gap: var(--space-4); max-width: 40em; font-size: 1.0625rem; }
.contacts dt { font-size: var(--text-small); color: var(--ink-soft); }
.contacts a { display: inline-flex; align-items: center; min-height: 44px; }
`;

const event = `
.glow { position: absolute; inset: 0 0 auto; height: 620px; overflow: hidden; z-index: -1; opacity: 0.36; -webkit-mask: linear-gradient(#000 20%, transparent); mask: linear-gradient(#000 20%, transparent); }
.glow img { width: 100%; height: 100%; object-fit: cover; filter: blur(70px) saturate(1.15); transform: scale(1.3); }
.event { display: grid; grid-template: "hero buy" auto "text buy" 1fr / minmax(0, 1fr) 360px; gap: 44px 56px; align-items: start; }
.hero { grid-area: hero; min-width: 0; display: grid; grid-template-columns: 280px minmax(0, 1fr); gap: 34px; align-items: start; }
.hero figure img { width: 100%; height: auto; border-radius: 22px; box-shadow: var(--shadow-poster); background: var(--surface-sunk); }
.tags { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-bottom: 14px; }
.tags li { font-size: 0.8125rem; font-weight: 600; padding: 3px 11px; border-radius: 99px; border: 1px solid var(--line-strong); background: color-mix(in srgb, var(--surface) 72%, transparent); }
.facts { margin-top: 22px; display: grid; gap: 14px; }
.facts li { display: grid; grid-template-columns: 50px minmax(0, 1fr) auto; gap: 14px; align-items: center; }
.facts strong { display: block; font-weight: 600; line-height: 1.3; }
.facts strong::first-letter { text-transform: uppercase; }
.facts small, .org small { display: block; font-size: var(--text-small); color: var(--ink-soft); }
.tile { width: 50px; height: 50px; border-radius: 13px; background: var(--surface); border: 1px solid var(--line); box-shadow: var(--shadow); display: grid; place-content: center; justify-items: center; font-size: 0.6875rem; font-weight: 600; line-height: 1.1; color: var(--accent); }
.tile b { font-size: 1.1875rem; font-weight: 800; line-height: 1; color: var(--ink); }
.square { display: grid; place-items: center; width: 44px; height: 44px; border-radius: var(--radius); border: 1px solid var(--line-strong); color: var(--ink-soft); }
.org { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; margin-top: 22px; padding-top: 20px; border-top: 1px solid var(--line-strong); }
.org > span:nth-child(2) { margin-right: auto; line-height: 1.3; min-width: 0; }
.avatar { flex: none; width: 42px; height: 42px; border-radius: var(--radius); background: var(--accent); color: var(--on-accent); display: grid; place-items: center; font-weight: 700; font-size: 1.125rem; }
.text { grid-area: text; min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 44px; }
.programme li { display: grid; grid-template-columns: 76px minmax(0, 1fr); padding: 12px 0; border-top: 1px solid var(--line); }
.programme li:first-child { border-top: 0; padding-top: 0; }
.programme time { font-weight: 600; font-variant-numeric: tabular-nums; }
.programme strong { font-weight: 600; }
.maps { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-top: var(--space-3); }
.text .cards { grid-template-columns: repeat(3, minmax(0, 1fr)); }
@media (max-width: 640px) {
  .hero { grid-template-columns: minmax(0, 1fr); gap: 20px; }
  .hero figure img { border-radius: 18px; }
  .hero figure img.art { aspect-ratio: 1.25; object-fit: cover; }
  .text { gap: 36px; }
  .prose { font-size: 1rem; }
  .text .cards { grid-template-columns: repeat(3, 150px); overflow-x: auto; margin-inline: calc(-1 * var(--space-4)); padding: 3px var(--space-4); }
}
@media (prefers-color-scheme: dark) { .glow { opacity: 0.55; } .avatar { color: var(--on-accent); } }
@media print { .glow, .top nav, .maps, .bottom { display: none; } }
`;

const sheet = (...parts: string[]) => [typefaceCss(), tokensCss(), baseRules, ground, ...parts].join('').trim();

/** By what a page is: each carries the ground and its own part. */
export const publicStyles = {
  ground: sheet(),
  event: sheet(prose, event, ticketStyle),
  text: sheet(prose, text),
  catalog: sheet(posters, catalog),
  landing: sheet(posters, landing),
} as const;
