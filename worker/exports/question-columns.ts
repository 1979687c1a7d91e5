// A column for each question that the orders of an event have replies to, also of questions that are not asked any more.

import { eq, sql } from 'drizzle-orm';
import type { Locale } from '#core/contracts/basics.ts';
import type { Reply } from '#core/contracts/questions.ts';
import { questionLabel, replyText } from '#core/questions.ts';
import type { Database } from '../database.ts';
import { events } from '../schema/catalog.ts';
import type { orders, tickets } from '../schema/projection.ts';
import { exportTexts } from './export-texts.ts';

type Order = Pick<typeof orders.$inferSelect, 'replies'>;
type Ticket = Pick<typeof tickets.$inferSelect, 'number' | 'holderName' | 'replies'>;

export type QuestionColumn = { title: string; cellOf: (order: Order, sold: readonly Ticket[]) => string };

/** A spreadsheet of ours has 256 columns at most; an event asks ten questions at once. */
const mostColumns = 100;

export async function questionColumns(
  db: Database,
  { eventId, locale }: { eventId: string; locale: Locale },
): Promise<QuestionColumn[]> {
  const [[event], found, [names]] = await Promise.all([
    db.select({ questions: events.questions }).from(events).where(eq(events.id, eventId)),
    db.all<{ id: string; label: string }>(sql`
      select one.value ->> 'questionId' as id, max(one.value ->> 'label') as label from (
        select replies from orders where event_id = ${eventId} and replies is not null
        union all select replies from tickets where event_id = ${eventId} and replies is not null
      ) as said, json_each(said.replies) as one
      group by 1 order by 1 limit ${mostColumns}`),
    db.all<{ any: number }>(sql`
      select exists (select 1 from tickets where event_id = ${eventId} and holder_name is not null) as any`),
  ]);
  const asked = event?.questions ?? [];
  // Those of today in their order and their words, then those of earlier days.
  const current = asked.filter((question) => found.some(({ id }) => id === question.id));
  const former = found.filter(({ id }) => !asked.some((question) => question.id === id));
  const texts = exportTexts[locale];
  return [
    ...(names?.any === 1 ? [{ title: texts.holders, cellOf: holdersOf }] : []),
    ...current.map((one) => column(one.id, questionLabel(one, locale), texts.yes)),
    ...former.map(({ id, label }) => column(id, label, texts.yes)),
  ];
}

function column(id: string, title: string, yes: string): QuestionColumn {
  const textIn = (replies: Reply[] | null) => {
    const reply = replies?.find((one) => one.questionId === id);
    return reply === undefined ? null : replyText(reply, yes);
  };
  return {
    title,
    cellOf: (order, sold) => {
      const whole = textIn(order.replies);
      const each = sold.flatMap((ticket) => withNumber(ticket, textIn(ticket.replies)));
      return [...(whole === null ? [] : [whole]), ...each].join('; ');
    },
  };
}

function holdersOf(_order: Order, sold: readonly Ticket[]): string {
  return sold.flatMap((ticket) => withNumber(ticket, ticket.holderName)).join('; ');
}

function withNumber({ number }: Ticket, text: string | null): string[] {
  return text === null ? [] : [`${number}: ${text}`];
}
