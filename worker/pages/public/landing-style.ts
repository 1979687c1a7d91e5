// The style of the landing page and of the pictures of the product on it.

export const landing = `
main { padding-top: var(--space-4); }
main > section + section { margin-top: 88px; }
.hero-band { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 56px; align-items: center; padding: 24px 0 0; }
.hero-band h1 { font-size: clamp(2.25rem, 4.8vw, 3.5rem); line-height: 1.03; letter-spacing: -0.035em; }
.hero-band .lead { font-size: 1.1875rem; line-height: 1.5; margin: 20px 0 28px; }
.ways { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3) var(--space-4); }
.button.main, .button.big { min-height: 52px; padding-inline: 24px; font-size: 1.0625rem; border-radius: var(--radius); }
.section-head { display: flex; justify-content: space-between; align-items: baseline; gap: var(--space-4); margin-bottom: var(--space-4); }
.section-head h2, .steps h2, .side h2, .last h2 { font-size: clamp(1.625rem, 3vw, 2.125rem); line-height: 1.12; letter-spacing: -0.025em; font-weight: 800; margin: 0; text-wrap: balance; }
.section-head a { font-weight: 600; padding: 10px 0; white-space: nowrap; }
.side { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 72px; align-items: center; scroll-margin-top: 24px; }
.side:nth-of-type(even) .shown { order: -1; }
.side-name { font-weight: 600; color: var(--accent); margin-bottom: 10px; }
.side ul { display: grid; gap: 12px; margin: 22px 0 28px; }
.side li { position: relative; padding-left: 28px; line-height: 1.45; }
.side li::before { content: ""; position: absolute; left: 2px; top: 0.35em; width: 13px; height: 7px; border: solid var(--good); border-width: 0 0 2px 2px; transform: rotate(-45deg); }
.steps ol { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 20px; margin-top: 28px; counter-reset: step; }
.steps li { counter-increment: step; padding: 22px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
.steps li::before { content: counter(step); display: grid; place-items: center; width: 34px; height: 34px; margin-bottom: 14px; border-radius: 50%; background: var(--surface-sunk); font-weight: 700; }
.steps h3 { font-size: 1.0625rem; font-weight: 700; margin-bottom: 4px; }
.last { padding: 48px; border-radius: var(--radius-poster); background: var(--surface-sunk); text-align: center; }
.last > p { margin-top: 12px; }
.last .ways { justify-content: center; margin-top: 24px; }
.shown > div { position: relative; }
.mini { background: var(--surface); border: 1px solid var(--line); border-radius: 18px; box-shadow: var(--shadow-poster); overflow: hidden; font-size: 0.9375rem; }
.mini b { font-weight: 600; }
.mini b + .small, .mini b + .soft { display: block; }
.mini-title { display: block; font-size: 1.1875rem; font-weight: 700; line-height: 1.2; letter-spacing: -0.015em; }
.mini-row { display: flex; justify-content: space-between; align-items: center; gap: 12px; }
.widget { width: 304px; margin-left: auto; }
.widget img, .ticket-shown img { width: 100%; height: 176px; object-fit: cover; }
.mini-body { display: grid; gap: 6px; padding: 18px 20px 20px; }
.mini-body .mini-row { padding: 11px 0 9px; border-top: 1px solid var(--line); }
.mini-body .small + .mini-row { margin-top: 8px; }
.stepper { display: flex; align-items: center; border-radius: 10px; background: var(--surface-sunk); font-size: 0.875rem; }
.stepper i { width: 34px; text-align: center; font-style: normal; line-height: 36px; }
.stepper i.off { opacity: 0.4; }
.few { color: var(--warn); font-weight: 600; white-space: nowrap; }
.mini-buy { display: flex; justify-content: space-between; padding: 13px 16px; border-radius: 10px; background: var(--accent); color: var(--on-accent); font-weight: 600; }
.deal { position: absolute; left: 0; bottom: 52px; width: 276px; padding: 18px 20px; display: grid; gap: 8px; }
.state { flex: none; padding: 2px 10px; border-radius: 99px; background: var(--good-soft); color: var(--good); font-size: 0.8125rem; font-weight: 600; }
.split { display: grid; grid-template-columns: 88fr 12fr; gap: 2px; height: 12px; }
.split i { border-radius: 6px 0 0 6px; }
.split i + i { border-radius: 0 6px 6px 0; }
i.you, .bar.you, .key.you::before { background: var(--you); }
i.partner, .bar.partner, .key.partner::before { background: var(--partner); }
.key::before { content: ""; display: inline-block; width: 10px; height: 10px; margin-right: 6px; border-radius: 3px; }
.key b { white-space: nowrap; }
.sellers { padding: 26px 28px; display: grid; gap: 20px; }
.seller { display: grid; grid-template-columns: 36px minmax(0, 1fr) auto 72px; gap: 2px 12px; align-items: center; }
.seller > .small { text-align: right; white-space: nowrap; }
.seller .sum { white-space: nowrap; font-variant-numeric: tabular-nums; }
.mark { grid-row: span 2; display: grid; place-items: center; width: 36px; height: 36px; border-radius: 10px; color: #fff; font-weight: 700; }
.m0 { background: #a34b1f; } .m1 { background: #2b6a8a; } .m2 { background: #2f6b3a; }
.bar { grid-column: 2 / 5; height: 7px; border-radius: 4px; margin-top: 6px; }
.bar.full { width: 100%; } .bar.most { width: 90%; } .bar.third { width: 36%; }
.article { padding: 26px 28px 0; display: grid; gap: 12px; }
.words { height: 10px; border-radius: 5px; background: var(--surface-sunk); }
.words.short { width: 64%; }
.line-widget { display: grid; grid-template-columns: 56px minmax(0, 1fr) auto; gap: 14px; align-items: center; margin-top: 6px; padding: 12px; border: 1px solid var(--line); border-radius: 14px; }
.line-widget img { width: 56px; height: 56px; border-radius: 10px; object-fit: cover; }
.mini-act { padding: 9px 16px; border-radius: 10px; background: var(--accent); color: var(--on-accent); font-weight: 600; }
.earned { margin: 6px -28px 0; padding: 16px 28px; border-top: 1px solid var(--line); background: var(--surface-sunk); flex-wrap: wrap; }
.ticket-shown { width: min(100%, 400px); margin-inline: auto; }
.ticket-shown > .mini-row { padding: 20px 22px 22px; }
.ticket-shown .mini-title { margin: 6px 0 2px; }
.stub-line { display: block; border-top: 2px dashed var(--line-strong); }
.code { flex: none; padding: 10px; border-radius: 12px; background: #fff; fill: #000; }
.code .hole { fill: #fff; }
@media (max-width: 1100px) {
  .widget { width: min(340px, 100%); }
  .deal { position: static; width: min(340px, 100%); margin: 16px 0 0 auto; }
}
@media (max-width: 900px) {
  main > section + section { margin-top: 64px; }
  .hero-band, .side { grid-template-columns: minmax(0, 1fr); gap: 36px; }
  .side:nth-of-type(even) .shown { order: 0; }
  .widget, .deal { width: 100%; }
  .steps ol { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media (max-width: 640px) {
  .hero-band .lead { font-size: 1.0625rem; }
  .ways .button { flex: 1 1 auto; }
  .posters li:nth-child(n + 5) { display: none; }
  .sellers, .article { padding-inline: 20px; }
  .earned { margin-inline: -20px; padding-inline: 20px; }
  .seller { grid-template-columns: 36px minmax(0, 1fr) auto; }
  .seller > .small { grid-column: 3; grid-row: 2; }
  .bar { grid-column: 2; grid-row: 2; align-self: center; margin: 0; }
  .bar.full { width: 100%; }
  .side .button { width: 100%; }
  .steps ol { gap: 12px; }
  .steps li { padding: 16px; }
  .last { padding: 36px 20px; }
}
`;
