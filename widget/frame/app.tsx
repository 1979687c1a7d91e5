// What is drawn, by the state of the sale and of this purchase; keeps availability fresh while the choice is open.

import { useEffect, useReducer, useState } from 'preact/hooks';
import type { Locale } from '#core/contracts/basics.ts';
import type { WidgetView } from '#core/contracts/sales.ts';
import type { Clock } from './clock.ts';
import type { Messages } from './messages/en.ts';
import type { Purchase } from './purchase/purchase.ts';
import { Choose } from './screens/choose.tsx';
import { Facts } from './screens/facts.tsx';
import { server } from './server/server.ts';

/** What every screen needs to say something. */
export type Words = { m: Messages; locale: Locale };

type Props = {
  view: WidgetView;
  messages: Messages;
  clock: Clock;
  buying: Purchase;
  onChange: (redraw: () => void) => void;
  switchTo: (locale: Locale) => Promise<Messages>;
};

const refreshMs = 15_000;

export function App(props: Props) {
  const { clock, buying } = props;
  const [m, setMessages] = useState(props.messages);
  const [view, setView] = useState(props.view);
  const [stale, setStale] = useState(false);
  const [, redraw] = useReducer((n: number, _: undefined) => n + 1, 0);
  const words: Words = { m, locale: m.locale === 'ru' ? 'ru' : 'en' };
  const { stage, problem } = buying.state();

  props.onChange(() => redraw(undefined));

  async function refresh(): Promise<void> {
    const answer = await server(view.widgetId).widget();
    setStale(!answer.ok);
    if (!answer.ok) return;
    clock.heard(answer.value.serverTime);
    setView(answer.value);
  }

  const [checkout, setCheckout] = useState<typeof import('./screens/checkout.tsx') | null>(null);
  const [failed, setFailed] = useState(false);
  const choosing = stage.at === 'choose';
  useEffect(() => {
    // At once after the first drawing, and again with every step while it is missing: a connection may come back.
    if (checkout === null) import('./screens/checkout.tsx').then(setCheckout, () => setFailed(true));
  }, [choosing, checkout]);

  useEffect(() => {
    if (!choosing) return;
    const look = () => {
      if (document.visibilityState === 'visible') void refresh();
    };
    const timer = setInterval(look, refreshMs);
    // Coming back to the tab, or to the choice after a refusal: what is drawn may be minutes old.
    document.addEventListener('visibilitychange', look);
    if (problem !== null) look();
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [choosing, problem]);

  async function switchLanguage(): Promise<void> {
    const to = words.locale === 'ru' ? 'en' : 'ru';
    setMessages(await props.switchTo(to));
    document.documentElement.lang = to;
  }

  return (
    <>
      <Facts view={view} words={words} />
      <main>{screen()}</main>
      <footer>
        <a href="/" target="_blank" rel="noopener">
          Foyer
        </a>
        <button type="button" class="plain" aria-label={m.switchLanguage} onClick={() => void switchLanguage()}>
          {m.otherLanguage}
        </button>
      </footer>
    </>
  );

  function screen() {
    if (stage.at === 'choose')
      return <Choose {...{ view, stale, buying, words, clock }} PromoField={checkout?.PromoField} />;
    // Its file may be gone with an older Foyer; a fresh page names the new one and goes on with what is held.
    if (!checkout) return <p role="status">{failed ? m.refusals.other : m.working}</p>;
    return <checkout.Checkout stage={stage} view={view} buying={buying} words={words} clock={clock} />;
  }
}
