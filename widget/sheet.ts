// On an event's page a phone shows the tickets as a sheet. Opening and closing are links to fragments (`#tickets`), so the sheet
// works without this script, and Back closes it. The script adds what a dialog owes its reader: the page behind cannot be
// reached, focus goes in and comes back, Escape closes, and closing leaves no further entry in the history.

const sheet = document.getElementById('tickets');
const close = sheet?.querySelector<HTMLAnchorElement>('.close');
const dock = document.querySelector<HTMLAnchorElement>('.dock a');
if (sheet?.classList.contains('sells') && close && dock) run(sheet, close, dock);

function run(sheet: HTMLElement, close: HTMLAnchorElement, dock: HTMLAnchorElement): void {
  // The dock is shown exactly where the tickets are a sheet (worker/pages/public/public-style.ts).
  const isSheet = () => getComputedStyle(dock.parentElement ?? dock).display !== 'none';
  let isOpen = false;
  let openedHere = false;

  const behind = [
    ...document.querySelectorAll<HTMLElement>('body > header, body > footer, .dock, main > *, .event > *'),
  ];
  const follow = (): void => {
    const before = isOpen;
    isOpen = location.hash === '#tickets' && isSheet();
    for (const part of behind) part.inert = isOpen && part !== sheet && !part.contains(sheet);
    if (isOpen && !before) close.focus({ preventScroll: true });
    if (!isOpen && before) {
      openedHere = false;
      dock.focus({ preventScroll: true });
    }
  };
  const leave = (): void => {
    if (openedHere) history.back();
    // Whoever came by a link to the sheet has no entry of ours to go back to.
    else location.replace('#closed');
  };

  dock.addEventListener('click', () => {
    openedHere = true;
  });
  sheet.addEventListener('click', (event) => {
    // Beside the sheet (its own element is what darkens the page), or on the cross.
    if (event.target !== sheet && event.target !== close) return;
    event.preventDefault();
    leave();
  });
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && isOpen) leave();
  };
  addEventListener('keydown', pressed);
  // A key pressed in the frame is heard in the frame alone; it is a page of our own origin.
  sheet.addEventListener('foyer:ready', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    target.shadowRoot?.querySelector('iframe')?.contentWindow?.addEventListener('keydown', pressed);
  });
  addEventListener('hashchange', follow);
  addEventListener('resize', follow);
  follow();
}
