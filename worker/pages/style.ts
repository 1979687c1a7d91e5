// The product's design tokens (one set for every surface) and the few rules the buyer's pages need on top.

const tokens = `
:root {
  color-scheme: light dark;
  --paper: #faf8f5;
  --surface: #ffffff;
  --surface-sunk: #f2eee8;
  --ink: #1f1b18;
  --ink-soft: #5d554e;
  --line: #ddd5cb;
  --accent: #9b1c31;
  --accent-hover: #7f1527;
  --accent-soft: #f7e6e9;
  --on-accent: #ffffff;
  --good: #1d6b43;
  --good-soft: #e2f2e9;
  --warn: #8a5300;
  --warn-soft: #fbeed6;
  --bad: #a3241c;
  --bad-soft: #fbe5e2;
  --focus: #1c5fb8;
  --radius: 10px;
  --radius-small: 6px;
  --space-1: 4px;
  --space-2: 8px;
  --space-3: 12px;
  --space-4: 16px;
  --space-5: 24px;
  --space-6: 40px;
  --font: "Golos Text", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  --text-small: 0.875rem;
  --text: 1rem;
  --text-large: 1.25rem;
  --text-title: 1.75rem;
  --shadow: 0 1px 2px rgb(31 27 24 / 0.06), 0 4px 16px rgb(31 27 24 / 0.06);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171412;
    --surface: #211d1a;
    --surface-sunk: #2a2521;
    --ink: #f3eee8;
    --ink-soft: #b9aea3;
    --line: #3b342e;
    --accent: #d8536a;
    --accent-hover: #e46d82;
    --accent-soft: #3a1f25;
    --on-accent: #1a0d10;
    --good: #6cc795;
    --good-soft: #1b3326;
    --warn: #e6b25c;
    --warn-soft: #3a2c12;
    --bad: #f08a80;
    --bad-soft: #3d1d1a;
    --focus: #7db2f5;
    --shadow: none;
  }
}
`;

const rules = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; padding: var(--space-5) var(--space-4) var(--space-6);
  background: var(--paper); color: var(--ink); font: var(--text)/1.5 var(--font);
  /* Inherited: names, titles, addresses and order numbers may be words longer than a phone is wide. */
  overflow-wrap: anywhere;
}
main, header, footer { max-width: 36rem; margin-inline: auto; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: var(--space-4); margin-bottom: var(--space-5); }
.brand { font-weight: 600; color: var(--ink-soft); }
h1 { font-size: var(--text-title); line-height: 1.2; margin: 0 0 var(--space-2); }
h2 { font-size: var(--text-large); line-height: 1.3; margin: 0 0 var(--space-3); }
p { margin: 0 0 var(--space-3); }
.soft { color: var(--ink-soft); }
.small { font-size: var(--text-small); }
section {
  background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius);
  padding: var(--space-4); margin-top: var(--space-4); box-shadow: var(--shadow);
}
section > :last-child { margin-bottom: 0; }
.note { border-color: transparent; box-shadow: none; }
.note.good { background: var(--good-soft); color: var(--good); }
.note.warn { background: var(--warn-soft); color: var(--warn); }
.note.bad { background: var(--bad-soft); color: var(--bad); }
.note.plain { background: var(--surface-sunk); }
.note p { color: var(--ink); }
a { color: inherit; text-underline-offset: 0.15em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.button {
  display: inline-block; min-height: 44px; padding: 10px var(--space-5); border: 1px solid var(--line); border-radius: var(--radius-small);
  background: var(--surface); color: var(--ink); font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer;
}
.button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.button.main:hover { background: var(--accent-hover); }
.button.wide { display: block; width: 100%; }
.actions { display: flex; flex-wrap: wrap; gap: var(--space-3); align-items: center; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
td, th { padding: var(--space-2) 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
tr:last-child > * { border-bottom: 0; }
td:last-child { text-align: right; white-space: nowrap; padding-left: var(--space-3); }
.total > * { font-weight: 600; }
td.wraps { white-space: normal; }
.button, .brand, ul.tickets a, td:last-child, th.soft, dt { overflow-wrap: normal; }
td.wraps:last-child { overflow-wrap: anywhere; }
h2.cards { margin-top: var(--space-5); }
p.note { padding: var(--space-3); border-radius: var(--radius-small); }
ul.tickets { list-style: none; margin: 0 0 var(--space-4); padding: 0; }
ul.tickets li { padding: var(--space-2) 0; border-bottom: 1px solid var(--line); display: flex; justify-content: space-between; gap: var(--space-3); align-items: baseline; }
.number { font-variant-numeric: tabular-nums; letter-spacing: 0.04em; white-space: nowrap; }
label { display: block; margin-bottom: var(--space-3); font-weight: 600; }
input {
  display: block; width: 100%; min-height: 44px; margin-top: var(--space-1); padding: var(--space-2) var(--space-3);
  border: 1px solid var(--ink-soft); border-radius: var(--radius-small); background: var(--surface); color: var(--ink); font: inherit;
}
input[aria-invalid='true'] { border-color: var(--bad); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-4); align-items: end; }
summary { cursor: pointer; padding: var(--space-2) 0; }
footer { margin-top: var(--space-5); }
`;

export const style = `${tokens}${rules}`.trim();
