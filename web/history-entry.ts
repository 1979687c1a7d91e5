// What belongs to one entry of the browser's history: how far its page was scrolled and how much of its lists was loaded,
// so that Back shows the page as it was left. Positions survive a reload with the tab; what lists hold is only remembered
// until then, and read anew in any case.

const storageKey = 'foyer-entries';
const mostEntries = 50;

type Entry = { scroll: number; lists: Record<string, number> };

const entries = new Map<string, Entry>(stored());
const lists = new Map<string, unknown>();

let current = nameOf(history.state) ?? nameCurrent();
let target: number | null = null;

const noteScroll = (): void => {
  if (target === null) note({ scroll: scrollY });
};

/** Called once, before the router listens. */
export function restoreHistory(): void {
  history.scrollRestoration = 'manual';
  addEventListener('popstate', (event) => {
    noteScroll();
    current = nameOf(event.state) ?? nameCurrent();
    scrollBackTo(entries.get(current)?.scroll ?? 0);
  });
  addEventListener('scroll', noteScroll, { passive: true });
  // The browser reports a scroll with the next frame, and a link that is pressed before that has left this entry by then.
  addEventListener('click', noteScroll, { capture: true, passive: true });
  addEventListener('pagehide', store);
  scrollBackTo(entries.get(current)?.scroll ?? 0);
}

/** After the router has made an entry of its own, which has no name yet. */
export function noteNewEntry(): void {
  if (nameOf(history.state) !== null) return;
  target = null;
  current = nameCurrent();
}

/** How many pages of this list were loaded when this entry was left, and what they held. */
export function savedList<Data>(list: string): { pages: number; data: Data | null } {
  const pages = entries.get(current)?.lists[list] ?? 1;
  // What is stored under this name was put there by `saveList` of the same list.
  return { pages, data: (lists.get(`${current} ${list}`) as Data | undefined) ?? null };
}

export function saveList(list: string, pages: number, data: unknown): void {
  note({ lists: { ...entryOf(current).lists, [list]: pages } });
  lists.set(`${current} ${list}`, data);
  for (const old of [...lists.keys()].slice(0, -mostEntries)) lists.delete(old);
}

/** The page may not be as long yet as it was: it is scrolled again as it grows, until the person takes over. */
function scrollBackTo(y: number): void {
  target = y;
  const give = new ResizeObserver(go);
  const stop = () => {
    if (target === y) target = null;
    give.disconnect();
    for (const kind of ['wheel', 'touchstart', 'keydown', 'pointerdown']) removeEventListener(kind, stop);
  };
  function go(): void {
    if (target === y) scrollTo(0, y);
    if (target !== y || scrollY >= y - 1) stop();
  }
  for (const kind of ['wheel', 'touchstart', 'keydown', 'pointerdown']) addEventListener(kind, stop, { passive: true });
  give.observe(document.documentElement);
  setTimeout(stop, 5_000);
}

function note(change: Partial<Entry>): void {
  entries.set(current, { ...entryOf(current), ...change });
}

function entryOf(name: string): Entry {
  return entries.get(name) ?? { scroll: 0, lists: {} };
}

function nameCurrent(): string {
  const name = crypto.randomUUID();
  history.replaceState({ ...history.state, foyer: name }, '');
  return name;
}

function nameOf(state: unknown): string | null {
  const name: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'foyer') : null;
  return typeof name === 'string' ? name : null;
}

function stored(): [string, Entry][] {
  try {
    // Written by `store` below, in this tab.
    return JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as [string, Entry][];
  } catch {
    return [];
  }
}

function store(): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify([...entries].slice(-mostEntries)));
  } catch {
    // Without storage a reload begins at the top.
  }
}
