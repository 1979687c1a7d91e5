// Four figures of a currency, each with its days as a line and what it was in the period before.

import type { HomeMoney } from '#core/contracts/home.ts';
import { number, percent, price } from '../../format.ts';
import { t } from '../../language.ts';

type Period = '7' | '30' | '90';
export type Figure = {
  name: string;
  value: string;
  /** A second word beside the value: "of 200". */
  note?: string;
  change: { text: string; up: boolean } | null;
  /** The line under it; empty for a figure that is not of a period. */
  days: readonly number[];
};

export function HomeFigures({ money, period }: { money: HomeMoney; period: Period }) {
  return <Figures label={t().home.figures(money.currency)} figures={figuresOf(money)} period={period} />;
}

type FiguresProps = { label: string; figures: readonly Figure[]; period: Period };

export function Figures({ label, figures, period }: FiguresProps) {
  const text = t().home;
  return (
    <section class="card home-figures" aria-label={label}>
      <dl>
        {figures.map(({ name, value, note, change, days }) => (
          <div key={name}>
            <dt class="soft">{name}</dt>
            <dd>
              <strong>{value}</strong>
              {note !== undefined && <span class="soft">{note}</span>}
              {change !== null && (
                <span class={change.up ? 'up' : 'soft'}>
                  {change.text}
                  <span class="unseen"> {text.versus(text.period[period])}</span>
                </span>
              )}
            </dd>
            <Spark days={days} />
          </div>
        ))}
      </dl>
    </section>
  );
}

function figuresOf({ currency, available, now, before, days }: HomeMoney): Figure[] {
  const text = t().home;
  const sum = (amount: number) => price({ amount, currency });
  const [sold, soldBefore] = [now.own + now.partners, before.own + before.partners];
  const [share, shareBefore] = [shareOf(now.partners, sold), shareOf(before.partners, soldBefore)];
  return [
    {
      name: text.sold,
      value: sum(sold),
      change: growth(sold, soldBefore),
      days: days.map(({ own, partners }) => own + partners),
    },
    {
      name: text.earned,
      value: sum(now.earned),
      change: growth(now.earned, before.earned),
      days: days.map(({ earned }) => earned),
    },
    {
      name: text.throughPartners,
      value: share === null ? '—' : percent(share),
      change: points(share, shareBefore),
      days: days.map(({ partners }) => partners),
    },
    { name: text.available, value: price(available), change: null, days: [] },
  ];
}

/** In whole percent, as basis points; null when nothing was sold. */
export function shareOf(part: number, all: number): number | null {
  return all <= 0 ? null : Math.round((part / all) * 100) * 100;
}

/** How a sum changed against the period before. */
export function growth(now: number, before: number): Figure['change'] {
  if (before <= 0 || now === before) return null;
  const percents = Math.round(((now - before) / before) * 100);
  return { text: `${signed(percents)} %`, up: now > before };
}

/** How a share changed, in percentage points. */
export function points(share: number | null, before: number | null): Figure['change'] {
  if (share === null || before === null || share === before) return null;
  return { text: t().home.points(signed(Math.round((share - before) / 100))), up: share > before };
}

function signed(n: number): string {
  return n > 0 ? `+${number(n)}` : `−${number(Math.abs(n))}`;
}

/** Decoration: the figure beside it and the table of days say the same. */
function Spark({ days }: { days: readonly number[] }) {
  if (days.length === 0) return null;
  const top = Math.max(1, ...days);
  const points = days.map((n, i) => `${i},${30 - (Math.max(0, n) / top) * 28}`).join(' ');
  return (
    <svg class="spark" viewBox={`0 0 ${days.length - 1} 32`} preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points} />
    </svg>
  );
}
