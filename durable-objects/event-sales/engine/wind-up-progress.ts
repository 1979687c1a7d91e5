// How far the wind-up of a cancelled, postponed or relocated event has come. It goes on slice by slice
// (`commands/wind-up.ts`), so the progress is stored with each slice.

/**
 * A cancelled event goes through `gate`, `holds` and `refunds` in this order. `notify` writes to the buyers of an event
 * whose time or place changed. `afterOrderId` is the last order that is done; empty at the beginning.
 */
export type WindUp =
  | { step: 'gate' }
  | { step: 'holds' }
  | { step: 'refunds'; afterOrderId: string }
  | { step: 'notify'; of: Change; afterOrderId: string };

type Change = 'postponed' | 'relocated';

/**
 * The column `sweep` has had these texts since before the steps had names: `gate`, `holds`, `orders:…`, `moved:…`,
 * `relocated:…`.
 */
const storedPrefix = { refunds: 'orders', postponed: 'moved', relocated: 'relocated' } as const;

export function writeWindUp(windUp: WindUp | null): string | null {
  if (windUp === null || windUp.step === 'gate' || windUp.step === 'holds') return windUp?.step ?? null;
  const prefix = storedPrefix[windUp.step === 'notify' ? windUp.of : 'refunds'];
  return `${prefix}:${windUp.afterOrderId}`;
}

export function readWindUp(stored: string | null): WindUp | null {
  if (stored === null) return null;
  if (stored === 'gate' || stored === 'holds') return { step: stored };
  const [prefix, afterOrderId = ''] = stored.split(':');
  switch (prefix) {
    case storedPrefix.refunds:
      return { step: 'refunds', afterOrderId };
    case storedPrefix.relocated:
      return { step: 'notify', of: 'relocated', afterOrderId };
    default:
      return { step: 'notify', of: 'postponed', afterOrderId };
  }
}
