// A mailing before it is sent: as a buyer would read it, and as a letter in the organizer's own mailbox.

import { eq } from 'drizzle-orm';
import type { MailingContent } from '#core/contracts/mailings.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import type { EventRow } from '../access/relations.ts';
import { databaseOf } from '../database.ts';
import { drawnMailing, LetterWaits, mailTest } from '../delivery/delivery.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import type { Actor } from '../http/app-env.ts';
import { newId } from '../ids/ids.ts';
import { users } from '../schema/accounts.ts';

const samples = {
  ru: { name: 'Анна', number: 'ОБРАЗЕЦ' },
  en: { name: 'Anna', number: 'SAMPLE' },
} as const;

/** Null: the event was never published, so nobody has bought. */
async function madeUpOrder(env: Env, event: EventRow, locale: 'ru' | 'en') {
  const { widgetId } = event;
  const view = widgetId === null ? null : await callEventSales(env, event.id, (sales) => sales.widgetView(widgetId));
  if (view === null) return null;
  const { name, number } = samples[locale];
  const orderId = `ord_sample_${number}`;
  const buyer = { name, email: '' };
  return { organizerId: event.organizerId, view: { locale, event: view.event, orderId, buyer } };
}

export async function previewMailing(
  env: Env,
  event: EventRow,
  actor: Actor,
  content: MailingContent,
): Promise<Result<{ subject: string; text: string }, 'event-not-published'>> {
  const order = await madeUpOrder(env, event, (await personOf(env, actor)).locale);
  if (order === null) return refuse('event-not-published');
  const { subject, text } = await drawnMailing(env, order, content);
  return ok({ subject, text });
}

/** To the caller's own address, in their language. */
export async function testMailing(
  env: Env,
  event: EventRow,
  actor: Actor,
  content: MailingContent,
): Promise<Result<{ address: string; sent: boolean }, 'event-not-published' | 'too-many-requests'>> {
  const user = await personOf(env, actor);
  const order = await madeUpOrder(env, event, user.locale);
  if (order === null) return refuse('event-not-published');
  const to = { name: user.name, address: user.email };
  try {
    const sent = await mailTest(env, { order, content, to, id: newId('mlg') });
    return ok({ address: user.email, sent: sent !== 'refused' && sent !== 'withheld' });
  } catch (error) {
    if (error instanceof LetterWaits) return refuse('too-many-requests', { retryAfterSeconds: 3_600 });
    throw error;
  }
}

async function personOf(env: Env, { userId }: Actor) {
  const [user] = await databaseOf(env)
    .select({ email: users.email, locale: users.locale, name: users.displayName })
    .from(users)
    .where(eq(users.id, userId));
  if (user === undefined) throw new Error('who is signed in is missing');
  return user;
}
