// The style of the catalog: its filters, its posters, and what it says when it is empty.

export const posters = `
.posters { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 40px 20px; }
.poster { position: relative; display: flex; flex-direction: column; min-width: 0; }
.poster .face { position: relative; margin-bottom: 12px; }
.poster img { width: 100%; height: auto; aspect-ratio: 1; object-fit: cover; border-radius: 18px; background: var(--surface-sunk); transition: transform 0.18s; }
.poster:hover img { transform: translateY(-3px); }
.poster.off img { filter: grayscale(1); opacity: 0.7; }
.leaf { position: absolute; left: 10px; top: 10px; min-width: 46px; padding: 6px 8px 7px; border-radius: 12px; background: var(--surface); color: var(--accent); text-align: center; font-size: 0.6875rem; font-weight: 600; line-height: 1.1; box-shadow: var(--shadow); }
.leaf b { display: block; font-size: 1.1875rem; font-weight: 800; line-height: 1; color: var(--ink); }
.flag { position: absolute; left: 10px; bottom: 10px; max-width: calc(100% - 20px); padding: 3px 10px; border-radius: 99px; font-size: 0.8125rem; font-weight: 600; }
.flag.warn { background: var(--warn-soft); color: var(--warn); }
.flag.bad { background: var(--bad-soft); color: var(--bad); }
.poster-title { font-size: 1.0625rem; line-height: 1.25; letter-spacing: -0.01em; font-weight: 600; margin-bottom: 4px; }
.poster-title a { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; text-decoration: none; unicode-bidi: plaintext; }
.poster-title a::after { content: ""; position: absolute; inset: 0; border-radius: 18px; }
.poster-title a:focus-visible { outline: none; }
.poster-title a:focus-visible::after { outline: 3px solid var(--focus); outline-offset: 3px; }
.poster:hover .poster-title a { text-decoration: underline; }
.poster > p { display: block; }
.poster > p.small span { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.poster > p.sale { margin-top: auto; padding-top: 12px; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 6px 10px; min-height: 56px; }
.sale b { font-weight: 700; white-space: nowrap; }
.button.act { position: relative; z-index: 1; padding: 8px 16px; border-color: transparent; background: var(--accent-soft); color: var(--accent); }
.button.act:hover { background: var(--accent); color: var(--on-accent); }
@media (max-width: 1000px) { .posters { grid-template-columns: repeat(3, minmax(0, 1fr)); } }
@media (max-width: 700px) {
  .posters { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 32px 12px; }
  .poster img { border-radius: 14px; }
  .poster-title { font-size: 1rem; }
  .poster > p.sale { display: grid; }
}
@media (prefers-reduced-motion: reduce) { .poster img { transition: none; } .poster:hover img { transform: none; } }
`;

export const catalog = `
.filters { display: grid; gap: var(--space-3); margin: var(--space-4) 0 var(--space-6); grid-template-columns: minmax(0, 1fr); }
.filters form { display: flex; gap: var(--space-2); max-width: 560px; }
.field { flex: 1; min-width: 0; display: flex; align-items: center; gap: 10px; padding-left: 14px; border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--surface); color: var(--ink-soft); }
.field .icon { flex: none; }
.field input { flex: 1; min-width: 0; min-height: 48px; border: 0; padding: 0 12px 0 0; background: none; color: var(--ink); font: inherit; outline: none; }
.field:focus-within { outline: 3px solid var(--focus); outline-offset: 1px; }
.field input::placeholder { color: var(--ink-soft); opacity: 1; }
.filters .button { min-height: 50px; border-radius: var(--radius); font: inherit; font-weight: 600; cursor: pointer; color: var(--ink); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.chips { display: flex; flex-wrap: wrap; gap: var(--space-2); }
.chips + .chips { margin-top: var(--space-2); }
.chips .between { width: 1px; background: var(--line-strong); margin: 8px 4px; }
.chip { display: inline-flex; align-items: center; gap: 6px; max-width: 300px; min-height: 40px; padding: 4px 15px; border: 1px solid var(--line-strong); border-radius: 99px; background: var(--surface); font-size: 0.9375rem; font-weight: 500; text-decoration: none; white-space: nowrap; }
.chip span:first-child { overflow: hidden; text-overflow: ellipsis; }
.chip:hover { border-color: var(--ink-soft); }
.chip[aria-current] { background: var(--ink); border-color: var(--ink); color: var(--paper); }
.pages { display: flex; flex-wrap: wrap; justify-content: center; gap: var(--space-3); margin-top: 48px; }
.pages .button { min-width: 160px; }
.sell { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-4); margin-top: 64px; padding: 28px 32px; border-radius: var(--radius-poster); background: var(--surface-sunk); }
.sell h2 { margin-bottom: 4px; }
.empty { display: grid; justify-items: center; text-align: center; padding: 40px 0 24px; gap: var(--space-2); }
.empty h2 { margin: var(--space-3) 0 0; }
.empty p { color: var(--ink-soft); }
.empty .links { display: flex; flex-wrap: wrap; justify-content: center; gap: var(--space-2); margin-top: var(--space-3); color: var(--ink); }
.empty .cloth { fill: var(--accent-soft); }
.empty .fold { fill: none; stroke: var(--accent); stroke-opacity: 0.35; stroke-width: 2; stroke-linecap: round; }
.empty .stage { fill: var(--line-strong); }
@media (max-width: 640px) {
  .filters { margin-bottom: var(--space-5); }
  .chips { flex-wrap: nowrap; overflow-x: auto; margin-inline: calc(-1 * var(--space-4)); padding: 4px var(--space-4); scrollbar-width: none; }
  .chips + .chips { margin-top: 0; }
  .chips::-webkit-scrollbar { display: none; }
  .sell { padding: 24px; }
}
`;
