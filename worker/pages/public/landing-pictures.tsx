// Pictures of the product on the landing page, drawn with its own looks: a widget, a deal whose money is split, who sells, a
// widget within a distributor's article, a ticket. They only show: nothing in them can be pressed, and screen readers
// get one sentence instead.

import type { Child } from 'hono/jsx';
import type { Locale } from '#core/contracts/basics.ts';
import { landingText } from './landing-text.ts';

type Props = { locale: Locale; face: string };

function Picture({ label, kind, children }: { label: string; kind: string; children: Child }) {
  return (
    <figure class={`shown ${kind}`} role="img" aria-label={label}>
      <div aria-hidden="true">{children}</div>
    </figure>
  );
}

/** The hero: a widget, and over its corner the deal that it sells by. */
export function HeroPicture({ locale, face }: Props) {
  const { example, picture } = landingText[locale];
  return (
    <Picture label={picture} kind="hero-picture">
      <div class="mini widget">
        <img src={face} width="400" height="400" alt="" />
        <div class="mini-body">
          <strong class="mini-title">{example.event}</strong>
          <span class="soft small">{example.when}</span>
          <span class="mini-row">
            <span>
              <b>{example.ticket}</b>
              <span class="soft small">{example.ticketPrice}</span>
            </span>
            <Stepper value={2} />
          </span>
          <span class="mini-row">
            <span>
              <b>{example.row}</b>
              <span class="soft small">
                {example.rowPrice} <span class="few">{example.few}</span>
              </span>
            </span>
            <Stepper value={0} />
          </span>
          <span class="mini-buy">
            <span>{example.buy}</span>
            <span>{example.total}</span>
          </span>
        </div>
      </div>
      <DealPicture locale={locale} />
    </Picture>
  );
}

function Stepper({ value }: { value: number }) {
  return (
    <span class="stepper">
      <i class={value === 0 ? 'off' : undefined}>−</i>
      <b>{value}</b>
      <i>+</i>
    </span>
  );
}

function DealPicture({ locale }: { locale: Locale }) {
  const { example } = landingText[locale];
  return (
    <div class="mini deal">
      <span class="mini-row">
        <b>{example.deal}</b>
        <span class="state">{example.agreed}</span>
      </span>
      <span class="soft small">{example.price}</span>
      <span class="split">
        <i class="you" />
        <i class="partner" />
      </span>
      <span class="mini-row small">
        <span class="key you">
          {example.you} <b>{example.yours}</b>
        </span>
        <span class="key partner">
          {example.partner} <b>{example.theirs}</b>
        </span>
      </span>
    </div>
  );
}

/** Widths of the bars, as classes: the policy of the page allows no inline style. */
const bars = ['partner full', 'you most', 'partner third'];

export function SellersPicture({ locale }: Omit<Props, 'face'>) {
  const { example } = landingText[locale];
  return (
    <Picture label={example.sellers} kind="plain-picture">
      <div class="mini sellers">
        <span class="mini-row">
          <strong>{example.sellers}</strong>
          <span class="soft small">{example.days}</span>
        </span>
        {example.shares.map(([name, sum, share], at) => (
          <span class="seller">
            <span class={`mark m${at}`}>{name.slice(0, 1)}</span>
            <b>{name}</b>
            <b class="sum">{sum}</b>
            <span class="soft small">{share}</span>
            <i class={`bar ${bars[at] ?? ''}`} />
          </span>
        ))}
      </div>
    </Picture>
  );
}

export function ArticlePicture({ locale, face }: Props) {
  const { example } = landingText[locale];
  return (
    <Picture label={example.article} kind="plain-picture">
      <div class="mini article">
        <span class="soft small">{example.partner}</span>
        <strong class="mini-title">{example.article}</strong>
        <i class="words" />
        <i class="words short" />
        <span class="line-widget">
          <img src={face} width="400" height="400" alt="" loading="lazy" />
          <span>
            <b>{example.event}</b>
            <span class="soft small">{example.when}</span>
          </span>
          <span class="mini-act">{example.tickets}</span>
        </span>
        <span class="mini-row earned">
          <span class="soft small">{example.earned}</span>
          <span>
            <b>{example.earnedSum}</b> <span class="soft small">{example.sold}</span>
          </span>
        </span>
      </div>
    </Picture>
  );
}

export function TicketPicture({ locale, face }: Props) {
  const { example } = landingText[locale];
  return (
    <Picture label={example.atTheDoor} kind="plain-picture">
      <div class="mini ticket-shown">
        <img src={face} width="400" height="400" alt="" loading="lazy" />
        <span class="stub-line" />
        <span class="mini-row">
          <span>
            <span class="soft small">{example.seat}</span>
            <strong class="mini-title">{example.ticket}</strong>
            <b>{example.ticketNumber}</b>
            <span class="soft small">{example.when}</span>
          </span>
          <CodePicture />
        </span>
      </div>
    </Picture>
  );
}

/** Looks like a code and says nothing: a scanner finds none in it. */
function CodePicture() {
  const cells = ['0110101', '1011010', '0101101', '1100110', '0111011', '1010100', '0101110'];
  return (
    <svg class="code" aria-hidden="true" viewBox="0 0 19 19" width="112" height="112">
      <path d="M0 0h7v7H0zM12 0h7v7h-7zM0 12h7v7H0z" />
      <path class="hole" d="M1 1h5v5H1zM13 1h5v5h-5zM1 13h5v5H1z" />
      <path d="M2 2h3v3H2zM14 2h3v3h-3zM2 14h3v3H2z" />
      {cells.map((row, y) => [...row].map((cell, x) => cell === '1' && <path d={`M${x + 8} ${y + 8}h1v1h-1z`} />))}
      <path d="M8 1h1v2H8zM10 0h1v1h-1zM9 4h2v1H9zM8 6h1v1H8zM10 6h1v1h-1zM0 9h2v1H0zM3 8h1v2H3zM5 9h2v1H5zM1 10h1v1H1zM16 8h1v2h-1zM18 9h1v3h-1zM16 13h2v1h-2zM15 16h3v1h-3zM17 18h2v1h-2z" />
    </svg>
  );
}
