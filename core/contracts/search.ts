// What the command palette finds, by a part of a name or by a number: things of one's own; for admins, everybody's.

import * as z from 'zod';
import { Id, line } from './basics.ts';
import { TitleTranslations } from './events.ts';

export const SearchQuery = z.strictObject({ q: line(2, 100) });

const Titled = { title: z.string(), translations: TitleTranslations };
const most = 5;

export const SearchResponse = z.strictObject({
  events: z.array(z.strictObject({ id: Id, ...Titled, startsAt: z.string(), timeZone: z.string() })).max(most),
  /** `party`: the other side. */
  deals: z.array(z.strictObject({ id: Id, ...Titled, party: z.string() })).max(most),
  orders: z.array(z.strictObject({ eventId: Id, number: z.string(), buyer: z.string(), ...Titled })).max(most),
  distributors: z.array(z.strictObject({ id: Id, name: z.string() })).max(most),
  /** For admins alone. */
  people: z.array(z.strictObject({ id: Id, name: z.string(), email: z.string() })).max(most),
});
export type SearchResponse = z.infer<typeof SearchResponse>;
