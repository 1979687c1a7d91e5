// Buying: what the widget shows and what a buyer's browser sends. No price ever comes from the client.

import * as z from 'zod';
import { Currency, CursorQuery, Email, Id, Instant, Locale, line, Money, PersonName, Quantity } from './basics.ts';
import { Availability, EventCover, TitleTranslations, Venue } from './events.ts';
import { EventQuestions, Replies, TypedReplies } from './questions.ts';
import { OrderSource } from './results.ts';

const ChannelStatus = z.enum(['open', 'closed']);

/** One text of a ticket type, its name unless the code says otherwise, in the languages it is translated to. */
export const TypeNames = z.strictObject({ ru: z.string().optional(), en: z.string().optional() });
export type TypeNames = z.infer<typeof TypeNames>;

const WidgetTicketType = z.strictObject({
  id: Id,
  name: z.string(),
  translations: TypeNames,
  description: z.string(),
  descriptionTranslations: TypeNames,
  price: Money,
  /** Paid on top of the price, per ticket. */
  serviceFee: Money,
  minPerOrder: z.int(),
  maxPerOrder: z.int(),
  available: z.int(),
  availability: Availability,
  salesFrom: z.string().nullable(),
  salesTo: z.string().nullable(),
});

const Text = z.strictObject({
  title: z.string(),
  description: z.string(),
  /** Each part falls back by itself. */
  venue: z.strictObject({ name: z.string(), address: z.string(), city: z.string() }).partial(),
  coverAlt: z.string(),
});

const WidgetEvent = z.strictObject({
  id: Id,
  status: z.enum(['published', 'cancelled']),
  language: Locale,
  title: z.string(),
  description: z.string(),
  translations: z.strictObject({ ru: Text.partial().optional(), en: Text.partial().optional() }),
  startsAt: z.string(),
  endsAt: z.string(),
  timeZone: z.string(),
  venue: Venue,
  organizerName: z.string(),
  ageRating: z.string().nullable(),
  currency: Currency,
  /** Null: the event's face is the art that is made of its id, `/img/{id}/face/…`. */
  cover: EventCover.nullable(),
  coverAlt: z.string(),
});

export const WidgetView = z.strictObject({
  widgetId: Id,
  status: ChannelStatus,
  event: WidgetEvent,
  ticketTypes: z.array(WidgetTicketType),
  /** Asked when the tickets are held; the order brings the replies. */
  questions: EventQuestions,
  holdMinutes: z.int(),
  serverTime: z.string(),
});
export type WidgetView = z.infer<typeof WidgetView>;

const maxLinesPerHold = 20;

/**
 * The proof that a hold may need beyond the free share of its network: the solution of a task that a refusal brought.
 */
export const HoldProof = z.union([
  z.strictObject({
    task: z.string().max(1_000),
    answers: z
      .array(
        z
          .int()
          .min(0)
          .max(2 ** 32),
      )
      .max(16),
  }),
  z.strictObject({ task: z.string().max(1_000), token: z.string().min(1).max(2_048) }),
]);
export type HoldProof = z.infer<typeof HoldProof>;

/**
 * In `details.task` of a `proof-required`. `work`: for each part from 0 find an answer, a whole number, so that
 * PBKDF2-SHA-256 of `task` with the salt `part:answer` begins with `bits` zero bits. `turnstile`: a token of that site key.
 */
export type ProofTask = { task: string; expiresAt: string } & (
  | { kind: 'work'; parts: number; bits: number; iterations: number }
  | { kind: 'turnstile'; siteKey: string }
);

export const HoldRequest = z.strictObject({
  lines: z
    .array(z.strictObject({ ticketTypeId: Id, quantity: Quantity }))
    .min(1)
    .max(maxLinesPerHold)
    .refine((lines) => new Set(lines.map((one) => one.ticketTypeId)).size === lines.length, { error: 'repeated' }),
  promoCode: line(1, 40).optional(),
  /** The proof is not a part of the idempotency fingerprint: the same request is sent again with it. */
  proof: HoldProof.optional(),
});
export type HoldRequest = z.infer<typeof HoldRequest>;

const PricedLine = z.strictObject({
  ticketTypeId: Id,
  name: z.string(),
  quantity: z.int(),
  /** Face value of one ticket before a discount. */
  price: Money,
  /** Taken off the whole line by the promo code. */
  discount: Money,
  /** On top, for the whole line. */
  serviceFee: Money,
  /** What the line adds to the total. */
  total: Money,
});

export const PlacedHold = z.strictObject({
  holdId: Id,
  lines: z.array(PricedLine),
  total: Money,
  expiresAt: z.string(),
});
export type PlacedHold = z.infer<typeof PlacedHold>;

export const PurchaseRequest = z.strictObject({
  buyer: z.strictObject({ name: PersonName, email: Email }),
  locale: Locale,
  replies: TypedReplies.optional(),
  returnUrl: z
    .url({ protocol: /^https?$/ })
    .max(1_000)
    .optional(),
  source: OrderSource.optional(),
});
export type PurchaseRequest = z.infer<typeof PurchaseRequest>;

export const OrderStatus = z.enum([
  'open',
  'awaiting-payment',
  'paid',
  'paid-late',
  'cancelled',
  'expired',
  'refunded',
  'partly-refunded',
]);
export type OrderStatus = z.infer<typeof OrderStatus>;

const PaymentLink = z.strictObject({ url: z.string() }).nullable();

/** A free order gets its tickets when its buyer presses the button in our letter; until then it waits. */
const AwaitedConfirmation = z.strictObject({ until: z.string() }).nullable();

/** `core/order-number.ts`. */
const OrderNumber = z.string().meta({ description: 'Short, for people: in letters and on pages, said on the phone.' });

export const PurchaseResponse = z.strictObject({
  orderId: Id,
  number: OrderNumber,
  /** The right to read this order: an HMAC, which is shown here once and carried by the link in the letter. */
  orderToken: z.string(),
  status: OrderStatus,
  total: Money,
  /** Empty until the order is paid, or confirmed when it is free: tickets exist only then. */
  ticketIds: z.array(Id),
  payment: PaymentLink,
  confirmation: AwaitedConfirmation,
});
export type PurchaseResponse = z.infer<typeof PurchaseResponse>;

export const TicketStatus = z.enum(['valid', 'activated', 'void']);
export type TicketStatus = z.infer<typeof TicketStatus>;

export const CancelledOrder = z.strictObject({ orderId: Id, number: OrderNumber, status: OrderStatus });

export const OrderView = z.strictObject({
  orderId: Id,
  number: OrderNumber,
  status: OrderStatus,
  paidLate: z.boolean(),
  createdAt: z.string(),
  /** Until when an unpaid or unconfirmed order keeps its tickets. */
  expiresAt: z.string().nullable(),
  paidAt: z.string().nullable(),
  total: Money,
  refunded: Money,
  buyer: z.strictObject({ name: z.string(), email: z.string() }),
  locale: Locale,
  event: WidgetEvent,
  lines: z.array(PricedLine.extend({ translations: TypeNames })),
  tickets: z.array(
    z.strictObject({ id: Id, number: z.string(), ticketTypeId: Id, ticketTypeName: z.string(), status: TicketStatus }),
  ),
  payment: PaymentLink,
  /** The last attempt to pay failed and nothing was charged. The order still waits: `payment` is the next attempt. */
  paymentDeclined: z.boolean(),
  confirmation: AwaitedConfirmation,
});
export type OrderView = z.infer<typeof OrderView>;

/** An order as the organizer's list shows it. */
export const OrderRow = z.strictObject({
  orderId: Id,
  number: OrderNumber,
  event: z.strictObject({ id: Id, title: z.string(), translations: TitleTranslations, timeZone: z.string() }),
  status: OrderStatus,
  paidLate: z.boolean(),
  createdAt: z.string(),
  buyer: z.strictObject({ name: z.string(), email: z.string() }),
  total: Money,
  refunded: Money,
  dealId: z.string().nullable(),
  distributorName: z.string().nullable(),
  ticketIds: z.array(z.string()),
});
export type OrderRow = z.infer<typeof OrderRow>;

export const OrderFilter = z.strictObject({
  /** The buyer's name or address, a name on a ticket, or a part of one; the number of an order, or that of a ticket. */
  q: line(1, 100).optional(),
  status: OrderStatus.optional(),
  /** `own` for the organizer's own widget, or the id of a deal, a widget or a distributor. */
  channel: z.union([z.literal('own'), Id]).optional(),
  /** The order was made at this moment or later. */
  from: Instant.optional(),
  /** The order was made before this moment. */
  to: Instant.optional(),
});

/** `largest`: by what was to be paid. */
const OrderSort = z.enum(['newest', 'oldest', 'largest']);
export type OrderSort = z.infer<typeof OrderSort>;

/** `sort` is `newest` unless it is asked for. A cursor belongs to the sort it came from. */
export const OrderQuery = CursorQuery.extend({ ...OrderFilter.shape, sort: OrderSort.optional() });

const RefundStatus = z.enum(['requested', 'sent', 'confirmed', 'failed']);

/** A ticket as the organizer chooses what to refund. */
export const OrderTicket = z.strictObject({
  id: Id,
  /** As it is printed on the ticket. */
  number: z.string(),
  ticketTypeId: Id,
  ticketTypeName: z.string(),
  ticketTypeTranslations: TypeNames,
  status: TicketStatus,
  /** What was paid for it, the service fee with it: what a refund gives back. */
  paid: Money,
  /** Whose name it has: the buyer's, unless another was given for it. */
  holder: z.string(),
  replies: Replies,
  /** Null while nobody has requested its refund. A refund that failed may be requested again. */
  refundStatus: RefundStatus.nullable(),
});
export type OrderTicket = z.infer<typeof OrderTicket>;
/** `replies`: to the questions of the whole order. */
export const OrderTickets = z.strictObject({ items: z.array(OrderTicket), replies: Replies });
export type OrderTickets = z.infer<typeof OrderTickets>;

export const RefundRequest = z.strictObject({
  /** The tickets to refund; without it, all that are not refunded yet. */
  ticketIds: z.array(Id).min(1).max(50).optional(),
  reason: line(1, 500),
  /** Refund also tickets whose holders were admitted. Their places are not sold again. */
  evenIfAdmitted: z.boolean().optional(),
});
export type RefundRequest = z.infer<typeof RefundRequest>;

export const Refund = z.strictObject({
  refundId: z.string(),
  orderId: Id,
  status: RefundStatus,
  amount: Money,
  ticketIds: z.array(Id),
});
export type Refund = z.infer<typeof Refund>;
