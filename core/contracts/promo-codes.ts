// Promo codes of an event for its organizer. The rules are in `core/promo.ts`.

import * as z from 'zod';
import { maxTicketsPerHold } from '../holds.ts';
import { AmountMinor, Currency, Id, Instant, line } from './basics.ts';

/** People say codes aloud and type them: letters and digits of any language, hyphens and underscores. */
const Code = line(2, 40).refine((code) => /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(code), {
  error: 'letters, digits, - and _',
});

const Discount = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), bps: z.int().min(1).max(10_000) }),
  /** Off the whole order, never more than it costs. */
  z.strictObject({
    kind: z.literal('amount'),
    amount: z.strictObject({ amount: AmountMinor.refine((minor) => minor > 0), currency: Currency }),
  }),
]);

const maxUsesOfCode = 1_000_000;

const fields = {
  discount: Discount,
  /** How many orders may use it; null is without a bound. */
  maxUses: z.int().min(1).max(maxUsesOfCode).nullable(),
  /** How many tickets of one order the discount covers, the dearest first; the others cost their full price. Null: all. */
  maxTickets: z.int().min(1).max(maxTicketsPerHold).nullable(),
  /** An order that is refunded whole gives its use back. */
  refundRestoresUse: z.boolean(),
  validFrom: Instant.nullable(),
  validTo: Instant.nullable(),
  /** The ticket types it applies to; null is all. */
  ticketTypeIds: z
    .array(Id)
    .min(1)
    .max(50)
    .refine((ids) => new Set(ids).size === ids.length, { error: 'repeated' })
    .nullable(),
};

export const AddPromoCodeRequest = z.strictObject({
  code: Code,
  discount: Discount,
  maxUses: fields.maxUses.default(null),
  maxTickets: fields.maxTickets.default(null),
  refundRestoresUse: fields.refundRestoresUse.default(true),
  validFrom: fields.validFrom.default(null),
  validTo: fields.validTo.default(null),
  ticketTypeIds: fields.ticketTypeIds.default(null),
});
export type AddPromoCodeRequest = z.infer<typeof AddPromoCodeRequest>;

/** The code itself stays: buyers have it on paper. */
export const UpdatePromoCodeRequest = z.strictObject(fields).partial();
export type UpdatePromoCodeRequest = z.infer<typeof UpdatePromoCodeRequest>;

export const PromoCode = z.strictObject({
  id: Id,
  eventId: Id,
  code: z.string(),
  ...fields,
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  /** A retired code works no more. Its uses are kept, so that creating it again continues the count. */
  status: z.enum(['active', 'retired']),
  /** Orders that use it, those being paid now included; null while the event's object cannot be asked. */
  used: z.int().nullable(),
  createdAt: z.string(),
});
export type PromoCode = z.infer<typeof PromoCode>;

export const PromoCodeList = z.strictObject({ items: z.array(PromoCode), next: z.null() });
