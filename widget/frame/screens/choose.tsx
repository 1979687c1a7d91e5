// The choice of tickets: every type with the price a buyer pays (the fee in it) and its availability. The sum here is an
// estimate; the buyer pays what the server answers to the hold.

import { useState } from 'preact/hooks';
import type { WidgetView } from '#core/contracts/sales.ts';
import { moneyText } from '#core/money-text.ts';
import { momentText } from '#core/when.ts';
import type { Texts } from '../app.tsx';
import type { Clock } from '../clock.ts';
import type { Purchase } from '../purchase/purchase.ts';
import type { Choice } from '../purchase/saved-purchase.ts';
import { Banner, ProblemLine } from './banner.tsx';
import type { PromoField as Field } from './promo-field.tsx';
import { Stepper } from './stepper.tsx';

type TicketType = WidgetView['ticketTypes'][number];
type Props = {
  view: WidgetView;
  stale: boolean;
  buying: Purchase;
  texts: Texts;
  clock: Clock;
  PromoField: typeof Field | undefined;
};

export function Choose({ view, stale, buying, texts, clock, PromoField }: Props) {
  const { m, locale } = texts;
  const { busy, problem, proving, chosen: before } = buying.state();
  const [chosen, setChosen] = useState<Readonly<Record<string, number>>>(() =>
    before === null ? onlyType(view) : quantitiesOf(before),
  );
  const [promoCode, setPromoCode] = useState(before?.promoCode ?? '');
  const reason = whyNothingIsSold(view, texts, clock.now());
  if (reason !== null) return <Banner {...reason} />;
  const later = whyNotNow(view, texts);

  // A ticket type that sold out since it was chosen no longer counts.
  const lines = view.ticketTypes
    .map((type) => ({ type, quantity: Math.min(chosen[type.id] ?? 0, mostOf(type)) }))
    .filter(({ type, quantity }) => quantity > 0 && quantity >= type.minPerOrder);
  const count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const sum = lines.reduce((sum, { type, quantity }) => sum + quantity * allIn(type), 0);

  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (count === 0) return;
        const chosenLines = lines.map(({ type, quantity }) => ({ ticketTypeId: type.id, quantity }));
        void buying.placeHold(chosenLines, promoCode.trim() || undefined);
      }}
    >
      {later ? <Banner {...later} /> : <h2 class="choose">{m.chooseTickets}</h2>}
      <ul class="types">
        {view.ticketTypes.map((type) => (
          <li key={type.id} class={mostOf(type) > 0 ? undefined : 'off'}>
            <TypeLine type={type} texts={texts} timeZone={view.event.timeZone} />
            {mostOf(type) > 0 && (
              <Stepper
                m={m}
                name={nameOf(type, locale)}
                least={type.minPerOrder}
                most={mostOf(type)}
                value={Math.min(chosen[type.id] ?? 0, mostOf(type))}
                disabled={busy}
                onChange={(quantity) => setChosen({ ...chosen, [type.id]: quantity })}
              />
            )}
          </li>
        ))}
      </ul>
      {!later && (
        <div class="promo">
          {PromoField && (
            <PromoField
              locale={locale}
              value={promoCode}
              code={problem?.code ?? ''}
              disabled={busy}
              onChange={setPromoCode}
            />
          )}
        </div>
      )}
      <ProblemLine m={m} problem={problem?.code.startsWith('promo') ? null : problem} />
      {proving && <p role="status">{m.checking}</p>}
      {stale && <p class="soft">{m.stale}</p>}
      {!later && (
        <div class="stub">
          <p role="status">
            {count > 0 ? m.count(count) : m.nothingChosen}
            {count > 0 && <b>{moneyText(locale, { amount: sum, currency: view.event.currency })}</b>}
          </p>
          <button type="submit" class="main wide" disabled={count === 0} aria-disabled={busy}>
            {busy ? m.working : m.proceed}
          </button>
          <p class="soft center">{m.minutesToPay(view.holdMinutes)}</p>
        </div>
      )}
    </form>
  );
}

function TypeLine({ type, texts: { m, locale }, timeZone }: { type: TicketType; texts: Texts; timeZone: string }) {
  const { price, serviceFee, availability } = type;
  const limit = type.minPerOrder > 1 ? m.fromQuantity(type.minPerOrder) : null;
  const description = type.descriptionTranslations[locale] ?? type.description;
  return (
    <div>
      <b dir="auto">{nameOf(type, locale)}</b>
      {description !== '' && <span class="soft text">{description}</span>}
      <span class="price">{price.amount === 0 ? m.free : moneyText(locale, { ...price, amount: allIn(type) })}</span>
      {serviceFee.amount > 0 && <span class="soft">{m.withFee(moneyText(locale, serviceFee))}</span>}
      {availability !== 'available' && (
        <span class="state">
          {availability === 'not-yet' && type.salesFrom !== null
            ? m.availability.notYet(momentText(locale, type.salesFrom, timeZone))
            : m.availability[availability]}
        </span>
      )}
      {/* `available` is the smaller of what is left and what one order may take: below the latter it is what is left. */}
      {availability === 'available' && type.available < type.maxPerOrder && (
        <span class="few">{m.left(type.available)}</span>
      )}
      {availability === 'available' && limit && <span class="soft">{limit}</span>}
    </div>
  );
}

/** What one ticket costs its buyer. */
function allIn({ price, serviceFee }: TicketType): number {
  return price.amount + serviceFee.amount;
}

function nameOf(type: TicketType, locale: 'ru' | 'en'): string {
  return type.translations[locale] ?? type.name;
}

/** How many one order may take now: the server says "available" only while that is the least of an order or more. */
function mostOf(type: TicketType): number {
  return type.availability === 'available' ? type.available : 0;
}

/** Where there is nothing to choose between, the fewest tickets that one may buy are chosen already. */
function onlyType({ ticketTypes: [only, ...others] }: WidgetView): Record<string, number> {
  return only === undefined || others.length > 0 ? {} : { [only.id]: only.minPerOrder };
}

function quantitiesOf(choice: Choice | null): Record<string, number> {
  return Object.fromEntries(choice?.lines.map(({ ticketTypeId, quantity }) => [ticketTypeId, quantity]) ?? []);
}

function whyNothingIsSold({ event, status, ticketTypes }: WidgetView, { m }: Texts, nowMs: number) {
  if (event.status === 'cancelled')
    return { title: m.eventCancelled, text: m.eventCancelledText, tone: 'bad' as const };
  if (status === 'closed') return { title: m.channelClosed, text: m.channelClosedText };
  if (Date.parse(event.endsAt) <= nowMs) return { title: m.eventEnded, text: m.eventEndedText };
  if (ticketTypes.length === 0) return { title: m.noTickets, text: m.noTicketsText };
  return null;
}

/** No type can be bought at the moment, though some may be later: the list stays, so that buyers see what and when. */
function whyNotNow({ ticketTypes }: WidgetView, { m }: Texts) {
  const is = (wanted: TicketType['availability']) => ticketTypes.some(({ availability }) => availability === wanted);
  if (is('available') || is('held')) return null;
  if (is('not-yet')) return { title: m.salesLater, text: m.salesLaterText };
  if (is('sold-out')) return { title: m.allSold, text: m.allSoldText };
  return { title: m.salesOver, text: m.salesOverText };
}
