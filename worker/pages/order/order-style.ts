// The style of an order's page, beside that of all buyer's pages: the strip of tickets, and how they print.

const screen = `
main.order, body:has(main.order) > :is(header, footer) { max-width: 26rem; }
main.order > h1 { margin-bottom: var(--space-1); }
.order-status { margin-bottom: var(--space-4); }
.order-status > p { margin-bottom: var(--space-1); }
.order-status > p:last-child { margin-bottom: 0; }
.order-status.note { padding: var(--space-4); border-radius: var(--radius); }
.order-status h1 { font-size: 1.5rem; letter-spacing: -0.02em; text-wrap: balance; }
.order-number { font-weight: 600; }
.order-status.bad h1 { color: var(--bad); }
.order-status.warn h1 { color: var(--warn); }
section.tickets { background: none; border: 0; box-shadow: none; padding: 0; margin: 0; min-width: 0; }
.strip {
  list-style: none; margin: 0 calc(-1 * var(--space-4)); padding: 4px var(--space-4) var(--space-4); display: flex; gap: var(--space-3);
  overflow-x: auto; scroll-snap-type: x mandatory; scroll-padding-inline: var(--space-4); overscroll-behavior-x: contain; scrollbar-width: thin;
}
@media not all and (prefers-color-scheme: dark) { .code { margin: calc(-1 * var(--space-2)) 0; } }
@media (pointer: coarse) { .strip { scrollbar-width: none; } }
.strip > .pass { flex: none; width: 100%; scroll-snap-align: center; scroll-margin-top: var(--space-4); }
.strip:has(> :nth-child(2)) > .pass { width: calc(100% - 20px); }
.pass {
  margin: 0; padding: 0; overflow: hidden; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-poster);
  box-shadow: var(--shadow);
}
.face { display: block; width: 100%; height: 92px; object-fit: cover; background: var(--surface-sunk); }
.pass-body { border-top: 2px dashed var(--line-strong); padding: var(--space-4); display: grid; gap: var(--space-3); justify-items: center; text-align: center; }
.pass-body > p { margin: 0; width: 100%; }
.pass-head { display: flex; justify-content: space-between; align-items: center; gap: var(--space-3); font-size: var(--text-small); color: var(--ink-soft); }
.state { padding: 2px 10px; border-radius: 99px; font-weight: 600; white-space: nowrap; }
.state.good { background: var(--good-soft); color: var(--good); }
.state.warn { background: var(--warn-soft); color: var(--warn); }
.state.bad { background: var(--bad-soft); color: var(--bad); }
.code { display: block; width: min(100%, 15.5rem); aspect-ratio: 1; background: #fff; border-radius: var(--radius); fill: #000; shape-rendering: crispEdges; }
.activated .code { opacity: 0.45; }
.no-code { padding: var(--space-5); border-radius: var(--radius); background: var(--surface-sunk); color: var(--ink-soft); }
.pass-who, .pass-event { display: grid; gap: 2px; }
.pass-who strong { font-size: 1.375rem; font-weight: 700; line-height: 1.2; }
.pass-event { font-size: var(--text-small); padding-top: var(--space-3); border-top: 1px solid var(--line); }
.pass-event:first-child { padding: 0; border: 0; text-align: left; }
.pass-event strong { font-size: 1.0625rem; line-height: 1.25; }
.pass-event .when { display: block; }
.pass-event .when::first-letter { text-transform: uppercase; }
.pass-save a { display: inline-flex; align-items: center; min-height: 44px; }
.void .face { filter: grayscale(1); opacity: 0.6; }
.on-paper { display: none; }
.steps { display: flex; flex-wrap: wrap; justify-content: center; gap: var(--space-1); }
.steps a { display: grid; place-items: center; min-width: 44px; min-height: 44px; border-radius: var(--radius-small); border: 1px solid var(--line-strong); background: var(--surface); font-weight: 600; text-decoration: none; }
.hint { text-align: center; margin: var(--space-3) 0 0; }
.order-actions { margin-top: var(--space-4); display: grid; gap: var(--space-3); }
.order-actions form, .order-actions .button { display: block; width: 100%; }
.fact { display: grid; }
.fact.date strong::first-letter { text-transform: uppercase; }
.links { display: flex; flex-wrap: wrap; gap: var(--space-2); }
.links .button { padding-inline: var(--space-4); }
.legal p { margin-bottom: 2px; }
details > p { margin-top: var(--space-2); }
@media (min-width: 900px) {
  main.order, body:has(main.order) > :is(header, footer) { max-width: 58rem; }
  .columns { display: grid; grid-template-columns: 25rem minmax(0, 1fr); gap: 0 var(--space-6); align-items: start; }
  .columns > div { min-width: 0; }
  .columns > div + div > section:first-child { margin-top: 0; }
  .strip { margin-inline: 0; padding-inline: 0; scroll-padding-inline: 0; }
}
`;

// Chrome and Firefox both leave out backgrounds unless a page insists; a ticket is told by its face.
const print = `
@page { size: A4; margin: 12mm; }
@media print {
  body { padding: 0; background: #fff; }
  body > header, body > footer, .order-status, .pass-save, .steps, .hint, .order-actions, .columns > div + div { display: none; }
  main.order { max-width: none; }
  .columns, .strip { display: block; margin: 0; padding: 0; overflow: visible; }
  .strip > .pass, .strip:has(> :nth-child(2)) > .pass { width: auto; height: 132mm; margin: 0 0 8mm; box-shadow: none; border-color: #999; break-inside: avoid; }
  .strip > .pass.void, .strip > .pass.activated { display: none; }
  .face { height: 34mm; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .pass-body { grid-template-columns: 72mm minmax(0, 1fr); gap: 3mm 8mm; padding: 6mm; align-content: start; justify-items: start; text-align: left; }
  .pass-head { grid-column: 1 / -1; }
  .pass-body > .code { grid-row: 2 / span 2; width: 72mm; border-radius: 0; opacity: 1; }
  .pass-event { align-self: end; padding-top: 4mm; gap: 2mm; font-size: 10pt; }
  .pass-event strong { font-size: 14pt; }
  .on-paper { display: block; }
  .state { border: 1px solid currentColor; background: none; }
}
`;

export const orderStyle = `${screen}${print}`;
