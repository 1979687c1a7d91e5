// What every contender must do with a purchase, so that all do the same: take stock under a unique key, store a row
// that survives a crash, return the same result for the same key.

export type Hold = {
  widgetId: string;
  key: string;
  fingerprint: string;
  holdId: string;
  ticketTypeId: string;
  quantity: number;
  expiresAtMs: number;
};

export type Held =
  | { kind: 'held'; holdId: string; expiresAtMs: number; replayed: boolean }
  | { kind: 'sold-out' }
  | { kind: 'key-reused' };

export type Order = {
  holdId: string;
  key: string;
  fingerprint: string;
  orderId: string;
  ticketId: string;
  name: string;
  email: string;
};

export type Ordered = { kind: 'ordered'; orderId: string; ticketId: string } | { kind: 'hold-expired' };

export type Sale = {
  /** Makes the tables anew with this much stock of one ticket type. */
  prepare(ticketTypeId: string, capacity: number): Promise<void>;
  hold(command: Hold): Promise<Held>;
  order?(command: Order): Promise<Ordered>;
  /** What the store itself says, for the audit after a run. */
  counts(): Promise<{ stored: number; distinctKeys: number; taken: number; free: number; orders: number }>;
  close(): Promise<void>;
};

export const variants = ['for-update', 'one-statement', 'skip-locked', 'redis'] as const;
export type Variant = (typeof variants)[number];
