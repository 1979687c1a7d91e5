// Starts the frame: reads the view that the Worker wrote into the page, loads the texts of one language and draws. Until
// then, and if anything here fails, the event's title, date and prices that the Worker wrote stay on the page.

import { render } from 'preact';
import type { Locale } from '#core/contracts/basics.ts';
import type { WidgetView } from '#core/contracts/sales.ts';
import { App } from './app.tsx';
import { clock } from './clock.ts';
import 'foyer:tokens.css';
import 'foyer:typeface.css';
import './frame.css';
import { apiOf } from './api.ts';
import { openHostPort } from './host-port.ts';
import type { Messages } from './messages/en.ts';
import { Purchase } from './purchase/purchase.ts';
import { purchaseStore } from './purchase/saved-purchase.ts';
import { sourceAt } from './source.ts';

const loadMessages: Record<Locale, () => Promise<Messages>> = {
  ru: () => import('./messages/ru.ts').then((chunk) => chunk.ru),
  en: () => import('./messages/en.ts').then((chunk) => chunk.en),
};

async function start(): Promise<void> {
  const root = document.getElementById('app');
  const written = document.getElementById('view')?.textContent;
  if (!root || !written) return;
  // Our own Worker wrote it into this page by the same contract, so it is not parsed again.
  const view = JSON.parse(written) as WidgetView;

  const port = openHostPort(({ theme }) => {
    document.documentElement.dataset.theme = theme;
  });
  const time = clock();
  time.heard(view.serverTime);
  let changed = () => {};
  const api = apiOf(view.widgetId, sourceAt(location));
  const buying = new Purchase({
    api,
    store: purchaseStore(view.widgetId),
    clock: time,
    newKey: () => crypto.randomUUID(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    changed: () => changed(),
    tellHost: port.send,
    prove: async (task) => (await import('./proof/proof.ts')).prove(task),
  });

  const locale: Locale = document.documentElement.lang === 'ru' ? 'ru' : 'en';
  const messages = await loadMessages[locale]();
  root.replaceChildren();
  render(
    <App
      view={view}
      messages={messages}
      clock={time}
      buying={buying}
      onChange={(redraw) => {
        changed = redraw;
      }}
      switchTo={(to) => loadMessages[to]()}
    />,
    root,
  );
  // The height of the content, not of the window: by the window's height a frame could grow and never shrink. It is sent
  // before `ready`, so that the frame takes the place of the page's link at its true size.
  const tellSize = () => port.send({ kind: 'size', height: Math.ceil(root.offsetHeight) });
  tellSize();
  new ResizeObserver(tellSize).observe(root);
  port.send({ kind: 'ready' });
  // Fonts are asked for, and the view is counted, when the prices have been painted, and not before: they would compete
  // for the same line.
  requestAnimationFrame(() =>
    setTimeout(() => {
      document.documentElement.classList.add('golos');
      api.count('view');
    }),
  );
  void buying.resume();
}

void start();
