// The frame's start: reads what the Worker wrote into the page, loads one language, draws. Until then, and if
// anything here fails, the facts the Worker wrote stay on the page.

import { render } from 'preact';
import type { Locale } from '#core/contracts/basics.ts';
import type { WidgetView } from '#core/contracts/sales.ts';
import { App } from './app.tsx';
import { clock } from './clock.ts';
import './frame.css';
import { keeper } from './kept/kept.ts';
import type { Messages } from './messages/en.ts';
import { openPort } from './port/port.ts';
import { purchase } from './purchase/purchase.ts';
import { server } from './server/server.ts';

const loadMessages: Record<Locale, () => Promise<Messages>> = {
  ru: () => import('./messages/ru.ts').then((chunk) => chunk.ru),
  en: () => import('./messages/en.ts').then((chunk) => chunk.en),
};

async function start(): Promise<void> {
  const root = document.getElementById('app');
  const written = document.getElementById('view')?.textContent;
  if (!root || !written) return;
  // Our own Worker wrote it into this very page by the same contract.
  const view = JSON.parse(written) as WidgetView;

  const port = openPort(({ theme }) => {
    document.documentElement.dataset.theme = theme;
  });
  const time = clock();
  time.heard(view.serverTime);
  let changed = () => {};
  const buying = purchase({
    server: server(view.widgetId),
    keeper: keeper(view.widgetId),
    clock: time,
    newKey: () => crypto.randomUUID(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    changed: () => changed(),
    tell: port.say,
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
  // The content's own height, not the window's: else a frame could grow and never shrink again.
  new ResizeObserver(() => port.say({ kind: 'size', height: Math.ceil(root.offsetHeight) })).observe(root);
  port.say({ kind: 'ready' });
  void buying.resume();
}

void start();
