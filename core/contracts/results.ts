// How a seller's widgets do: by event, by day, and by the place they were put: shown, held and bought.

import * as z from 'zod';
import { homePeriods } from '../home-periods.ts';
import { subIdPattern, surfaces } from '../order-source.ts';
import { Currency, Id } from './basics.ts';
import { EventCover, TitleTranslations } from './events.ts';

/** Where an order is made, as the widget says it. It is no part of the idempotency fingerprint. */
export const OrderSource = z.strictObject({
  surface: z.enum(surfaces).exclude(['other']),
  /** The seller's own label of the place: a post, a newsletter, a poster. */
  subId: z.string().regex(subIdPattern).optional(),
});
export type OrderSource = z.infer<typeof OrderSource>;

/** Of the widget's QR code: what it adds to the link. */
export const QrQuery = z.strictObject({ sub: z.string().regex(subIdPattern).optional() });

export const WidgetTraffic = z.strictObject({ what: z.enum(['view', 'hold']), source: OrderSource });
export type WidgetTraffic = z.infer<typeof WidgetTraffic>;

export const ResultsQuery = z.strictObject({
  days: z.enum(homePeriods).default('30'),
  by: z.enum(['event', 'day', 'source']).default('event'),
  /** Only this widget. */
  widgetId: Id.optional(),
});

const counted = {
  /** How often the widget was shown, and how often tickets were put aside in it, as buyers' browsers reported. */
  views: z.int(),
  holds: z.int(),
  /** Paid orders, and what is left of them after refunds. Exact: made from orders and the ledger. */
  orders: z.int(),
};

const Sums = z.strictObject({
  currency: Currency,
  /** Face value, in minor units. */
  sold: z.int(),
  /** Commission and service fee of the seller, in minor units. */
  earned: z.int(),
});

const ResultRow = z.strictObject({
  /** What the row is about; one of the three, by what was asked. */
  event: z
    .strictObject({
      id: Id,
      title: z.string(),
      translations: TitleTranslations,
      startsAt: z.string(),
      timeZone: z.string(),
      cover: EventCover.nullable(),
      /** Null: the organizer's own. */
      dealId: Id.nullable(),
      widgetId: Id,
      /** The widget's link. */
      url: z.string(),
      /** Whether it sells now. */
      isOpen: z.boolean(),
    })
    .nullable(),
  date: z.string().nullable(),
  source: z.strictObject({ surface: z.enum(surfaces), subId: z.string() }).nullable(),
  ...counted,
  sums: z.array(Sums).max(50),
});
export type ResultRow = z.infer<typeof ResultRow>;

export const Results = z.strictObject({
  /** In which the days are counted. */
  timeZone: z.string(),
  total: z.strictObject({ ...counted, sums: z.array(Sums).max(50) }),
  /** Those with the most orders first; days newest first. By event, every widget that sells now has a row. */
  rows: z.array(ResultRow).max(200),
  /** Whether there were more rows than fit. The total has them too. */
  more: z.boolean(),
});
export type Results = z.infer<typeof Results>;
