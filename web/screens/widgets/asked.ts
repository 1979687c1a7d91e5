// What of the results somebody wants to see. It stands in the address, so that Back and a reload find it.

import type { homePeriods } from '#core/home-periods.ts';

export const groupings = ['event', 'source', 'day'] as const;
type Grouping = (typeof groupings)[number];
export type Asked = { by: Grouping; days: (typeof homePeriods)[number]; widgetId: string | undefined };

export function addressOf({ by, days, widgetId }: Asked): string {
  const query = new URLSearchParams({
    ...(by !== 'event' && { by }),
    ...(days !== '30' && { days }),
    ...(widgetId && { widget: widgetId }),
  }).toString();
  return query === '' ? '/widgets' : `/widgets?${query}`;
}
