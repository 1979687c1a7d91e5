// A message of the queue, parsed: it may be older or younger than this Worker, so nothing in it is believed before.

import * as z from 'zod';
import { statusLetters } from '#core/contracts/letters.ts';
import { Role } from '#core/contracts/people.ts';
import { Reply } from '#core/contracts/questions.ts';
import { OrderStatus, TypeNames } from '#core/contracts/sales.ts';
import { surfaces } from '#core/order-source.ts';
import type { OutboxMessage } from '../../durable-objects/event-sales/outbox/messages.ts';

const envelope = { version: z.literal(1), eventId: z.string(), jobId: z.string() };
const ofOrder = { ...envelope, orderId: z.string() };
const ofPayment = { ...ofOrder, provider: z.string(), paymentId: z.string() };
const status = z.enum(['valid', 'void']);

const LedgerRecord = z.object({
  entryId: z.string(),
  atMs: z.int(),
  kind: z.enum(['sale', 'refund']),
  orderId: z.string(),
  dealId: z.string().nullable(),
  postings: z.array(
    z.object({ account: z.string(), partyId: z.string().nullable(), amountMinor: z.int(), currency: z.string() }),
  ),
});

const OrderProjection = z.object({
  orderId: z.string(),
  widgetId: z.string().nullable(),
  dealId: z.string().nullable(),
  organizerId: z.string(),
  distributorId: z.string().nullable(),
  termsVersion: z.int().nullable(),
  status: OrderStatus,
  paidLate: z.boolean(),
  currency: z.string(),
  faceMinor: z.int(),
  serviceFeeMinor: z.int(),
  totalMinor: z.int(),
  refundedMinor: z.int(),
  commissionMinor: z.int(),
  buyerName: z.string(),
  buyerEmail: z.string(),
  locale: z.enum(['ru', 'en']),
  createdAtMs: z.int(),
  paidAtMs: z.int().nullable(),
  replies: z.array(Reply).optional(),
  surface: z.enum(surfaces).default('other'),
  subId: z.string().default(''),
  tickets: z.array(
    z.object({
      ticketId: z.string(),
      number: z.string(),
      ticketTypeId: z.string(),
      status,
      faceMinor: z.int(),
      holderName: z.string().nullable().optional(),
      replies: z.array(Reply).optional(),
    }),
  ),
  entries: z.array(LedgerRecord),
});

const GateTicket = z.object({
  ticketId: z.string(),
  number: z.string(),
  ticketTypeId: z.string(),
  ticketTypeName: z.string(),
  status,
  revision: z.int(),
});

// Fields that are not named here are dropped: adding one is free, changing the meaning of one is a new version.
export const QueuedMessage = z.discriminatedUnion('kind', [
  z.object({ ...envelope, kind: z.literal('project-order'), seq: z.int(), order: OrderProjection }),
  z.object({
    ...envelope,
    kind: z.literal('project-channel'),
    seq: z.int(),
    widgetId: z.string(),
    dealId: z.string().nullable(),
    status: z.enum(['open', 'closed']),
  }),
  z.object({ ...ofOrder, kind: z.literal('deliver-order'), mailing: z.int() }),
  z.object({
    ...ofOrder,
    kind: z.literal('tell-buyer'),
    what: z.enum(statusLetters),
  }),
  z.object({ ...envelope, kind: z.literal('tell-gate'), seq: z.int(), tickets: z.array(GateTicket) }),
  z.object({ ...ofOrder, kind: z.literal('letter-failed'), letter: z.enum(['tickets', ...statusLetters]) }),
  z.object({
    ...envelope,
    kind: z.literal('name-types-at-gate'),
    seq: z.int(),
    names: z.record(z.string(), TypeNames),
  }),
  z.object({ ...ofOrder, kind: z.literal('finish-refund'), refundId: z.string() }),
  z.object({
    ...envelope,
    kind: z.literal('tell-log'),
    deedId: z.string(),
    atMs: z.int(),
    what: z.enum(['refund-asked', 'ticket-issued', 'holder-renamed']),
    by: z.object({ userId: z.string(), role: Role }),
    subjectId: z.string(),
    organizerId: z.string(),
    amountMinor: z.int().nullable(),
    currency: z.string(),
  }),
  z.object({ ...ofPayment, kind: z.literal('ask-provider') }),
  z.object({ ...ofPayment, kind: z.literal('cancel-payment') }),
  z.object({
    ...ofPayment,
    kind: z.literal('refund-payment'),
    refundId: z.string(),
    amountMinor: z.int().min(1),
    currency: z.string(),
  }),
]) satisfies z.ZodType<OutboxMessage>;

/** What of a message may be written down when it can't be understood: ids, never what it says of a person. */
export const MessageIds = z.object({
  version: z.number().optional().catch(undefined),
  kind: z.string().max(60).optional().catch(undefined),
  eventId: z.string().max(80).optional().catch(undefined),
  jobId: z.string().max(120).optional().catch(undefined),
});
