// Draws the screen for the stage of this purchase, and refreshes prices and availability while the buyer chooses.

import { useEffect, useReducer, useState } from 'preact/hooks';
import type { Locale } from '#core/contracts/basics.ts';
import type { WidgetView } from '#core/contracts/sales.ts';
import { apiOf } from './api.ts';
import type { Clock } from './clock.ts';
import type { Messages } from './messages/en.ts';
import type { Purchase } from './purchase/purchase.ts';
import { Choose } from './screens/choose.tsx';
import { EventHeader, isCompact, MiniHeader } from './screens/event-header.tsx';
import { SoldBy } from './seller.tsx';

/** The texts of one language, and which language it is. */
export type Texts = { m: Messages; locale: Locale };

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
  const texts: Texts = { m, locale: m.locale === 'ru' ? 'ru' : 'en' };
  const { stage, problem } = buying.state();

  props.onChange(() => redraw(undefined));

  async function refresh(): Promise<void> {
    const result = await apiOf(view.widgetId).widget();
    setStale(!result.ok);
    if (!result.ok) return;
    clock.heard(result.value.serverTime);
    setView(result.value);
  }

  const [checkout, setCheckout] = useState<typeof import('./screens/checkout.tsx') | null>(null);
  const [failed, setFailed] = useState(false);
  const choosing = stage.at === 'choose';
  useEffect(() => {
    // Loaded at once after the first drawing, and again at every step while it is missing: the connection may be back.
    if (checkout === null) import('./screens/checkout.tsx').then(setCheckout, () => setFailed(true));
  }, [choosing, checkout]);

  useEffect(() => {
    if (!choosing) {
      // The organizer may have changed the questions while the form was filled in.
      if (problem?.code === 'invalid-request') void refresh();
      return;
    }
    const look = () => {
      if (document.visibilityState === 'visible') void refresh();
    };
    const timer = setInterval(look, refreshMs);
    // Back at this tab, or at the choice after a refusal: the prices on the screen may be minutes old.
    document.addEventListener('visibilitychange', look);
    if (problem !== null) look();
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [choosing, problem]);

  async function switchLanguage(): Promise<void> {
    const to = texts.locale === 'ru' ? 'en' : 'ru';
    setMessages(await props.switchTo(to));
    document.documentElement.lang = to;
  }

  return (
    <>
      {isCompact() ? null : choosing ? (
        <EventHeader view={view} texts={texts} />
      ) : (
        <MiniHeader view={view} texts={texts} />
      )}
      {/* Within the event's page, that page is the `main` of what a screen reader walks through. */}
      {isCompact() ? <div class="stage">{screen()}</div> : <main class="stage">{screen()}</main>}
      {!isCompact() && (
        <footer>
          <SoldBy {...texts} />
          <button
            type="button"
            class="plain"
            lang={texts.locale === 'ru' ? 'en' : 'ru'}
            onClick={() => void switchLanguage()}
          >
            {m.otherLanguage}
          </button>
        </footer>
      )}
    </>
  );

  function screen() {
    if (stage.at === 'choose')
      return <Choose {...{ view, stale, buying, texts, clock }} PromoField={checkout?.PromoField} />;
    // After a deployment the file of the old build may be gone: a reload of the page names the new file, and the saved
    // purchase goes on.
    if (!checkout) return <p role="status">{failed ? m.refusals.other : m.working}</p>;
    return <checkout.Checkout stage={stage} view={view} buying={buying} texts={texts} clock={clock} />;
  }
}
