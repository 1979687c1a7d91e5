// Deals: an organizer and a distributor agree on one event. Each round is an immutable version, and a decision names
// its version, so that nobody accepts terms that changed meanwhile.

import { eq } from 'drizzle-orm';
import type { DealSide, WidgetKit } from '#core/contracts/deals.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { events } from '../schema/catalog.ts';
import type { DealRow } from './deal-view.ts';
import { widgetKit } from './widget-kit.ts';

export { countDeals, findDeals, listDeals, shownDeal } from './deal-view.ts';
export {
  acceptDeal,
  counterDeal,
  expireOffers,
  markTerminated,
  rejectDeal,
  terminateDeal,
  withdrawDeal,
} from './decisions.ts';
export { findDistributors, reindexDueDistributors } from './distributors.ts';
export { addMessage, listMessages } from './messages.ts';
export { mailNotifications } from './notification-mail.ts';
export { listNotifications, markNotificationsRead, notifyInvited, remindOfExpiry } from './notifications.ts';
export { offerDeal } from './offers.ts';
export { openTermsFor, setOpenTerms, takeOpenTerms } from './open-terms.ts';
export { profileOf, updateProfile } from './profiles.ts';
export { eventsSoldBy } from './sold-by.ts';
export { termsToTake } from './to-take.ts';
export { makeUsualCommissions } from './usual-commission.ts';

type ActingParty = { partyId: string; side: DealSide };

/** The party a signed-in organizer or distributor acts for in deals. */
export function actingParty(actor: Actor): ActingParty {
  const side = actor.role;
  if (actor.partyId === null || (side !== 'organizer' && side !== 'distributor')) {
    throw new Error('a deal is asked for by somebody who acts for no party');
  }
  return { partyId: actor.partyId, side };
}

export async function dealWidget(env: Env, deal: DealRow): Promise<Result<WidgetKit, 'deal-not-accepted'>> {
  if (deal.status !== 'ACCEPTED' || deal.widgetId === null) return refuse('deal-not-accepted');
  return ok(await kitOf(env, { widgetId: deal.widgetId, eventId: deal.eventId, dealId: deal.id }));
}

export async function eventWidget(
  env: Env,
  event: { id: string; status: string; widgetId: string | null },
): Promise<Result<WidgetKit, 'event-not-published'>> {
  if (event.status !== 'published' || event.widgetId === null) return refuse('event-not-published');
  return ok(await kitOf(env, { widgetId: event.widgetId, eventId: event.id, dealId: null }));
}

async function kitOf(env: Env, channel: { widgetId: string; eventId: string; dealId: string | null }) {
  const [event] = await databaseOf(env)
    .select({ title: events.title, language: events.language })
    .from(events)
    .where(eq(events.id, channel.eventId));
  if (event === undefined) throw new Error('a channel without its event');
  return widgetKit(env, { ...channel, ...event });
}
