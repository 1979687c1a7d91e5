// What survives a reload of the tab: the attempt being sent with its key, the hold, the order with its token.
// In sessionStorage, one entry per widget, gone with the tab; in memory where the browser blocks storage in frames.

import type { PlacedHold, PurchaseRequest } from '#core/contracts/sales.ts';
import type { HoldLine } from '../server/server.ts';

/** A call whose answer has not come. Kept before it is sent, so that a reload repeats it with the same key. */
export type Sending =
  | { what: 'hold'; key: string; lines: HoldLine[]; promoCode?: string | undefined }
  | { what: 'order'; key: string; hold: PlacedHold; body: PurchaseRequest };

export type KeptOrder = {
  orderId: string;
  orderToken: string;
  email: string;
  quantity: number;
  total: { amount: number; currency: string };
  paymentUrl: string | null;
  /** The last try to pay did not go through. */
  declined?: boolean;
  /** Until when the tickets are kept, as the server last said. */
  expiresAt: string | null;
  /** Until when a free order waits for the press in its letter. */
  confirmUntil?: string | null;
};

export type Kept = { sending?: Sending; hold?: PlacedHold; order?: KeptOrder };

export type Keeper = { read(): Kept; write(kept: Kept): void };

// Raised when the shape changes: what an older build kept is then forgotten instead of misread.
const version = 1;

export function keeper(widgetId: string, storage: () => Storage = () => sessionStorage): Keeper {
  const name = `foyer:${widgetId}`;
  let memory: Kept | null = null;
  return {
    read() {
      if (memory !== null) return memory;
      try {
        const read = JSON.parse(storage().getItem(name) ?? 'null') as { version?: number; kept?: Kept } | null;
        memory = read?.version === version && read.kept ? read.kept : {};
      } catch {
        memory = {};
      }
      return memory;
    },
    write(kept) {
      memory = kept;
      try {
        if (Object.keys(kept).length === 0) storage().removeItem(name);
        else storage().setItem(name, JSON.stringify({ version, kept }));
      } catch {
        // Blocked or full: the purchase goes on in memory, only a reload would lose it.
      }
    },
  };
}
