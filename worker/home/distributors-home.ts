// The distributor's first screen in one response: what waits, what they earned by day and by event, which link to post next,
// which terms to take at once. Read from D1 alone, as the organizer's.

import { Currency } from '#core/contracts/basics.ts';
import type { DistributorsHome } from '#core/contracts/home.ts';
import { configOf } from '../config.ts';
import { countDeals, eventsSoldBy, listDeals, termsToTake } from '../deals/deals.ts';
import type { Env } from '../env.d.ts';
import { earnedByDay, earnedByEvent, lastDays } from '../projection/projection.ts';
import { timeZoneOf } from './time-zone.ts';

const shown = 5;
const shownOffers = 3;

export async function distributorsHome(env: Env, partyId: string, count: number): Promise<DistributorsHome> {
  const timeZone = await timeZoneOf(env, { partyId, side: 'distributor' });
  const days = lastDays(Date.now(), timeZone, count);
  const [fromMs, toMs] = [days[0]?.fromMs ?? 0, days.at(-1)?.toMs ?? 0];
  const mine = { partyId, side: 'distributor' } as const;
  const [sums, byEvent, deals, proposed, selling, toTake] = await Promise.all([
    earnedByDay(env, partyId, days),
    earnedByEvent(env, partyId, { fromMs, toMs }, shown),
    countDeals(env, mine),
    listDeals(env, mine, 'proposed', { status: 'PENDING', limit: shownOffers, after: null }),
    eventsSoldBy(env, partyId, shown),
    termsToTake(env, partyId, shown),
  ]);
  const currencies = [...new Set(sums.map(({ currency }) => currency))];
  const origin = configOf(env).PUBLIC_ORIGIN;
  return {
    timeZone,
    offers: deals.proposed,
    proposed: proposed.items,
    money: currencies.map((currency) => {
      const of = new Map(sums.filter((sum) => sum.currency === currency).map((sum) => [sum.date, sum]));
      return {
        currency: Currency.parse(currency),
        days: days.map(({ date }) => ({
          date,
          sold: of.get(date)?.sold ?? 0,
          earned: of.get(date)?.earned ?? 0,
        })),
        events: byEvent
          .filter((one) => one.currency === currency)
          .map(({ eventId, title, titles, earned, sold }) => ({
            event: { id: eventId, title, translations: titles },
            earned,
            sold,
          })),
      };
    }),
    toPost: selling.map(({ event, widgetId }) => ({ event, url: `${origin}/w/${widgetId}` })),
    toTake,
  };
}
