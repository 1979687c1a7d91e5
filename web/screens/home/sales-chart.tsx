// Sales by day as bars: the own widget above what partners sold, and the days before as a dashed line. The same figures
// are in a table, for who reads with a screen reader or wants them exactly.

import { useState } from 'preact/hooks';
import type { SalesMark, SalesOfPeriod } from '#core/contracts/home.ts';
import { homePeriods } from '#core/home-periods.ts';
import { money as exactly, price } from '../../format.ts';
import { t } from '../../language.ts';
import { Segmented } from '../../parts/page.tsx';
import { dayText } from './day-text.ts';

type Day = SalesOfPeriod['days'][number];
/** `at`: the screen's address, whose `days` chooses the period. */
type Props = {
  money: SalesOfPeriod;
  marks: readonly SalesMark[];
  period: '7' | '30' | '90';
  timeZone: string;
  at: string;
};

export function SalesChart({ money, marks, period, timeZone, at }: Props) {
  const [chosen, setChosen] = useState<number | null>(null);
  const { currency, days, previous, now, before } = money;
  const text = t().home;
  const sum = (amount: number) => price({ amount, currency });
  const day = chosen === null ? null : days[chosen];
  const top = niceTop(Math.max(...[...days, ...previous].map(soldOn)));
  return (
    <section class="card" aria-label={`${text.sales}, ${currency}`}>
      <div class="home-head">
        <h2>{text.sales}</h2>
        <Segmented
          label={text.periods}
          current={`${at}?days=${period}`}
          choices={homePeriods.map((one) => ({ href: `${at}?days=${one}`, label: text.period[one] }))}
        />
      </div>
      <ul class="home-legend">
        <li class="partner">
          {text.partners} <b>{sum(day?.partners ?? now.partners)}</b>
        </li>
        <li class="you">
          {text.own} <b>{sum(day?.own ?? now.own)}</b>
        </li>
        <li class="dashed">{text.previous(text.period[period])}</li>
        {marks.length > 0 && <li class="post">{text.marks}</li>}
        {day && <li class="home-day">{[dayText(day.date), ...namesOn(marks, day.date)].join(' · ')}</li>}
      </ul>
      <div class="home-chart" onPointerLeave={() => setChosen(null)}>
        <div class="home-scale" aria-hidden="true">
          <span>{sum(top)}</span>
          <span>{sum(top / 2)}</span>
          <span>0</span>
        </div>
        <svg
          viewBox={`0 0 ${days.length} 100`}
          preserveAspectRatio="none"
          role="img"
          aria-label={text.chart(sum(now.own + now.partners), sum(before.own + before.partners))}
        >
          <path class="grid" d={`M0 0.2H${days.length}M0 50H${days.length}M0 99.8H${days.length}`} />
          {days.map((one, i) => (
            <Bar key={one.date} day={one} at={i} top={top} chosen={i === chosen} onChoose={() => setChosen(i)} />
          ))}
          <polyline
            class="before"
            points={previous.map((one, i) => `${i + 0.5},${100 - height(soldOn(one), top)}`).join(' ')}
          />
        </svg>
        {marks.length > 0 && <Marks marks={marks} days={days} />}
        <div class="home-dates" aria-hidden="true">
          {[days[0], days[Math.floor(days.length / 2)], days.at(-1)].map(
            (one) => one && <span key={one.date}>{dayText(one.date)}</span>,
          )}
        </div>
      </div>
      <details>
        <summary>{text.asTable}</summary>
        <DayTable money={money} marks={marks} />
        <p class="hint">
          {text.returned} {timeZone}.
        </p>
      </details>
    </section>
  );
}

function namesOn(marks: readonly SalesMark[], date: string): string[] {
  return marks.filter((mark) => mark.date === date).map(({ name }) => name);
}

/** Below the bars; the names are in the legend of the chosen day and in the table. */
function Marks({ marks, days }: { marks: readonly SalesMark[]; days: readonly Day[] }) {
  const marked = new Set(marks.map(({ date }) => date));
  return (
    <div class="home-marks" aria-hidden="true">
      {days.map(({ date }, i) =>
        marked.has(date) ? <i key={date} style={{ insetInlineStart: `${((i + 0.5) / days.length) * 100}%` }} /> : null,
      )}
    </div>
  );
}

type BarProps = { day: Day; at: number; top: number; chosen: boolean; onChoose: () => void };

function Bar({ day, at, top, chosen, onChoose }: BarProps) {
  const partners = height(day.partners, top);
  const own = height(day.own, top);
  // The two colors differ little in brightness, so there is always a gap between them.
  const gap = partners > 0 && own > 1.5 ? 1 : 0;
  return (
    <g class={chosen ? 'chosen' : ''} onPointerEnter={onChoose} onPointerDown={onChoose}>
      <rect class="target" x={at} y="0" width="1" height="100" />
      <rect class="partner" x={at + 0.15} y={100 - partners} width="0.7" height={partners} />
      <rect class="you" x={at + 0.15} y={100 - partners - own} width="0.7" height={own - gap} />
    </g>
  );
}

function DayTable({ money: { currency, days, previous }, marks }: Pick<Props, 'money' | 'marks'>) {
  const text = t().home;
  const sum = (amount: number) => exactly({ amount, currency });
  return (
    <div class="home-table">
      <table>
        <thead>
          <tr>
            <th>{text.day}</th>
            <th class="amount">{text.partners}</th>
            <th class="amount">{text.own}</th>
            <th class="amount">{text.before}</th>
          </tr>
        </thead>
        <tbody>
          {days
            .map((one, i) => (
              <tr key={one.date}>
                <td>
                  {dayText(one.date)}
                  {namesOn(marks, one.date).map((name) => (
                    <span key={name} class="soft home-mark-name">
                      {text.markOf(name)}
                    </span>
                  ))}
                </td>
                <td class="amount">{sum(one.partners)}</td>
                <td class="amount">{sum(one.own)}</td>
                <td class="amount">{sum(soldOn(previous[i]))}</td>
              </tr>
            ))
            .toReversed()}
        </tbody>
      </table>
    </div>
  );
}

function soldOn(day: Day | undefined): number {
  return day === undefined ? 0 : day.own + day.partners;
}

/** A day with more returned than sold has no bar; the table says how much. */
function height(amount: number, top: number): number {
  return (Math.max(0, amount) / top) * 100;
}

/** The least of 1, 2, 4, 6 and 8 times a power of ten that all bars fit under: its half is a round sum too. */
function niceTop(most: number): number {
  const power = 10 ** Math.max(2, Math.floor(Math.log10(Math.max(1, most))));
  return ([1, 2, 4, 6, 8].find((n) => n * power >= most) ?? 10) * power;
}
