// The style of the card that sells tickets on an event's page: at the right edge of a wide screen, and on a narrow one a sheet
// that the dock opens (`#tickets` is its address, so Back closes it).

export const ticketStyle = `
.buy { grid-area: buy; position: sticky; top: var(--space-5); min-width: 0; }
.ticket { position: relative; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-poster); box-shadow: var(--shadow-poster); max-height: calc(100vh - 48px); overflow: hidden auto; }
.ticket > h2, .ticket > ul, .ticket > p, .offer { padding: var(--space-5) 20px; }
.ticket > h2 { padding-bottom: 0; }
.ticket > p { padding-top: 0; }
foyer-tickets { display: block; }
.ticket li { display: flex; justify-content: space-between; gap: 12px; align-items: baseline; padding: 14px 0; border-top: 1px solid var(--line); }
.ticket li:first-child { border-top: 0; padding-top: 2px; }
.ticket li > span:first-child { min-width: 0; }
.ticket li strong { display: block; font-weight: 600; }
.ticket li b { font-weight: 600; white-space: nowrap; font-variant-numeric: tabular-nums; }
.ticket li.off b { color: var(--ink-soft); font-weight: 400; }
.about { display: block; overflow-wrap: anywhere; white-space: pre-line; }
.few { color: var(--warn); font-weight: 600; }
.stub { position: relative; border-top: 2px dashed var(--line-strong); margin: var(--space-3) -20px 0; padding: var(--space-5) 20px 0; }
.stub::before, .stub::after { content: ""; position: absolute; top: -11px; width: 20px; height: 20px; border-radius: 50%; background: var(--paper); border: 1px solid var(--line); }
.stub::before { left: -11px; }
.stub::after { right: -11px; }
.stub .button { width: 100%; }
.stub p { margin-top: 12px; text-align: center; }
.sheet-head, .dock { display: none; }
@media (max-width: 1000px) {
  .event { grid-template: "hero" "buy" "text" / minmax(0, 1fr); gap: 32px; }
  .event:has(.sells) { grid-template: "hero" "text" / minmax(0, 1fr); }
  .buy { position: static; }
  .ticket { max-height: none; }
  .sells { display: none; }
  .sells:target { display: flex; flex-direction: column; justify-content: end; align-items: center; position: fixed; inset: 0; z-index: 2; background: rgb(20 17 16 / 0.6); }
  html:has(.sells:target) { overflow: hidden; }
  .sells .ticket { width: 100%; max-width: 560px; max-height: calc(100vh - 40px); max-height: calc(100dvh - 40px); border-width: 0; border-radius: var(--radius-poster) var(--radius-poster) 0 0; padding-bottom: env(safe-area-inset-bottom); overscroll-behavior: contain; }
  .sells .sheet-head { display: flex; gap: var(--space-3); justify-content: space-between; align-items: center; position: sticky; top: 0; z-index: 1; padding: 10px 8px 10px 20px; background: var(--surface); border-bottom: 1px solid var(--line); }
  .sheet-head p { min-width: 0; line-height: 1.3; }
  .sheet-head strong { display: block; font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .close { flex: none; display: grid; place-items: center; width: 44px; height: 44px; border-radius: 50%; font-size: 1.75rem; line-height: 1; text-decoration: none; color: var(--ink-soft); }
  .sells h2 { margin-top: 0; }
  .dock {
    display: flex; position: fixed; inset: auto 0 0; z-index: 1; padding: 10px max(var(--space-4), (100% - 1112px) / 2) max(14px, env(safe-area-inset-bottom)); gap: var(--space-4);
    background: var(--surface); border-top: 1px solid var(--line); justify-content: space-between; align-items: center; box-shadow: 0 -8px 24px rgb(26 22 19 / 0.08);
  }
  .dock p { min-width: 0; line-height: 1.2; }
  .dock b { display: block; font-size: 1.25rem; font-weight: 700; white-space: nowrap; }
  .dock .few { display: block; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .dock .button { flex: none; min-height: 48px; }
  main:has(.dock) + .bottom { padding-bottom: 88px; }
}
@media (prefers-reduced-motion: no-preference) and (max-width: 1000px) {
  .sells:target .ticket { animation: rise 180ms ease-out; }
  @keyframes rise { from { transform: translateY(24px); opacity: 0; } }
}
@media print { .dock, .stub, .sheet-head { display: none; } .ticket { box-shadow: none; } }
`;
