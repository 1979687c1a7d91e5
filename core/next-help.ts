// What would help an organizer's next events to sell, as the home suggests it: at most one thing for an event, the most useful
// first, and few in all. It is advice and decides nothing.

export type SellingEvent = {
  id: string;
  startsAtMs: number;
  hasCover: boolean;
  sold: number;
  capacity: number;
  /** Deals that sell it now. */
  partners: number;
  /** Whether distributors may take terms without asking. */
  hasOpenTerms: boolean;
};

export const helpKinds = ['partners', 'cover', 'few-sold'] as const;
export type HelpKind = (typeof helpKinds)[number];
export type Help = { kind: HelpKind; eventId: string };

const most = 3;
const soonMs = 14 * 86_400_000;
/** Below a third of the hall two weeks before. */
const fewShare = 1 / 3;

/** `events`: the soonest first. An event that is over or has no ticket to sell needs no help. */
export function helpsFor(events: readonly SellingEvent[], nowMs: number): Help[] {
  return events
    .flatMap((event): Help[] => {
      const kind = helpFor(event, nowMs);
      return kind === null ? [] : [{ kind, eventId: event.id }];
    })
    .slice(0, most);
}

function helpFor(event: SellingEvent, nowMs: number): HelpKind | null {
  const { startsAtMs, sold, capacity, partners, hasOpenTerms, hasCover } = event;
  if (startsAtMs <= nowMs || capacity === 0 || sold >= capacity) return null;
  if (partners === 0 && !hasOpenTerms) return 'partners';
  if (!hasCover) return 'cover';
  return startsAtMs - nowMs <= soonMs && sold < capacity * fewShare ? 'few-sold' : null;
}
