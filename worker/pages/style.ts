// The rules that the buyer's pages need beside the shared design tokens.

import { tokensCss } from '#core/design-tokens.ts';
import { typefaceCss } from '#core/typeface.ts';

/** What the buyer's pages and the pages anyone may read have in common. */
export const baseRules = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
.soft { color: var(--ink-soft); }
.small { font-size: var(--text-small); }
.note.good { background: var(--good-soft); color: var(--good); }
.note.warn { background: var(--warn-soft); color: var(--warn); }
.note.bad { background: var(--bad-soft); color: var(--bad); }
.note.plain { background: var(--surface-sunk); }
.brand img { flex: none; height: 28px; width: auto; max-width: 40vw; object-fit: contain; }
`;

const rules = `
body {
  margin: 0; padding: var(--space-5) var(--space-4) var(--space-6);
  background: var(--paper); color: var(--ink); font: var(--text)/1.5 var(--font);
  /** Inherited: a name, a title, an address or an order number may be a word that is wider than a phone. */
  overflow-wrap: anywhere;
}
main, header, footer { max-width: 36rem; margin-inline: auto; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: var(--space-4); margin-bottom: var(--space-5); }
header > a { flex: none; }
.brand { display: inline-flex; align-items: center; gap: 10px; min-width: 0; font-size: 1.25rem; font-weight: 800; letter-spacing: -0.03em; color: var(--accent); }
h1 { font-size: var(--text-title); line-height: 1.2; margin: 0 0 var(--space-2); }
h2 { font-size: var(--text-large); line-height: 1.3; margin: 0 0 var(--space-3); }
p { margin: 0 0 var(--space-3); }
section {
  background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius);
  padding: var(--space-4); margin-top: var(--space-4); box-shadow: var(--shadow);
}
section > :last-child { margin-bottom: 0; }
.note { border-color: transparent; box-shadow: none; }
.note p { color: var(--ink); }
.note form + p { margin-top: var(--space-3); }
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
.button, .brand, ul.tickets a, td:last-child, th.soft, .total th, dt { overflow-wrap: normal; }
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
footer.operator { border-top: 1px solid var(--line); padding-top: var(--space-4); }
footer.operator nav { display: flex; flex-wrap: wrap; gap: 0 var(--space-4); }
footer.operator a { display: inline-flex; align-items: center; min-height: 44px; }
`;

export const style = `${typefaceCss()}${tokensCss()}${baseRules}${rules}`.trim();
