// Saves one purchase, so that it survives a reload of the tab: the pending call with its key, the hold, the order with its
// token. In sessionStorage, one entry a widget, gone with the tab; in memory where the browser blocks storage in frames.

import type { Money } from '#core/contracts/basics.ts';
import type { PlacedHold, PurchaseRequest } from '#core/contracts/sales.ts';
import type { HoldLine } from '../api.ts';

/** A call without a response yet. Saved before it is sent, so that a reload repeats it with the same key. */
export type PendingCall =
  | { what: 'hold'; key: string; lines: HoldLine[]; promoCode?: string | undefined }
  | { what: 'order'; key: string; hold: PlacedHold; body: PurchaseRequest };

/** What a buyer asks to hold. */
export type Choice = { lines: HoldLine[]; promoCode?: string | undefined };

export type SavedOrder = {
  orderId: string;
  orderToken: string;
  email: string;
  quantity: number;
  /** What was ordered, so that an order that ran out can be made again; absent in orders saved by older builds. */
  chosen?: Choice;
  total: Money;
  paymentUrl: string | null;
  /** The last attempt to pay was declined. */
  declined?: boolean;
  /** Until when the tickets are held, as the server last said. */
  expiresAt: string | null;
  /** Until when a free order waits to be confirmed by the link in its letter. */
  confirmUntil?: string | null;
};

export type SavedPurchase = {
  sending?: PendingCall;
  hold?: PlacedHold;
  /** Of the hold, whose own lines do not say it. */
  promoCode?: string | undefined;
  order?: SavedOrder;
};

export type PurchaseStore = { read(): SavedPurchase; write(saved: SavedPurchase): void };

// Raised when the shape changes: a purchase saved by an older build is then forgotten instead of misread.
const version = 1;

export function purchaseStore(widgetId: string, storage: () => Storage = () => sessionStorage): PurchaseStore {
  const name = `foyer:${widgetId}`;
  let memory: SavedPurchase | null = null;
  return {
    read() {
      if (memory !== null) return memory;
      try {
        const read = JSON.parse(storage().getItem(name) ?? 'null') as { version?: number; kept?: SavedPurchase } | null;
        memory = read?.version === version && read.kept ? read.kept : {};
      } catch {
        memory = {};
      }
      return memory;
    },
    write(saved) {
      memory = saved;
      try {
        if (Object.keys(saved).length === 0) storage().removeItem(name);
        else storage().setItem(name, JSON.stringify({ version, kept: saved }));
      } catch {
        // Blocked or full: the purchase goes on in memory, only a reload would lose it.
      }
    },
  };
}
