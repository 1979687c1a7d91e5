// The public contacts of an organizer: how visitors and buyers reach the people who hold the event.

import { eq } from 'drizzle-orm';
import type { PublicContacts } from '#core/contracts/people.ts';
import { partyStoppedAt } from '../accounts/stopped-party.ts';
import { auditIfChanged } from '../audit/audit.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { log } from '../log.ts';
import { parties } from '../schema/accounts.ts';

export const noContacts: PublicContacts = { email: '', phone: '', link: '' };

export function hasAnyContact({ email, phone, link }: PublicContacts): boolean {
  return email !== '' || phone !== '' || link !== '';
}

/** A stopped party has none: whoever was stopped for fraud must not go on to meet buyers under our name. */
export async function contactsOf(env: Env, partyId: string): Promise<PublicContacts> {
  const [party] = await databaseOf(env)
    .select({ contacts: parties.publicContacts, stoppedAt: partyStoppedAt })
    .from(parties)
    .where(eq(parties.id, partyId));
  return party === undefined || party.stoppedAt !== null ? noContacts : (party.contacts ?? noContacts);
}

/** Pages of orders and letters go out while D1 does not respond. They then leave the contacts out. */
export async function contactsOrNone(env: Env, partyId: string): Promise<PublicContacts> {
  try {
    return await contactsOf(env, partyId);
  } catch {
    log('warn', 'contacts-left-out', { partyId });
    return noContacts;
  }
}

type PartyRow = typeof parties.$inferSelect;

/** What the organizer asks for. Null when nothing changes, and for whoever is no organizer. */
export function newContactsOf(party: PartyRow | null, wanted: PublicContacts | undefined): PublicContacts | null {
  if (party?.kind !== 'organizer' || wanted === undefined) return null;
  const { email, phone, link } = party.publicContacts ?? noContacts;
  return wanted.email === email && wanted.phone === phone && wanted.link === link ? null : wanted;
}

export async function writeContacts(
  env: Env,
  actor: Actor,
  partyId: string,
  publicContacts: PublicContacts,
  nowMs: number,
): Promise<void> {
  const db = databaseOf(env);
  const after = { empty: !hasAnyContact(publicContacts) };
  await db.batch([
    db.update(parties).set({ publicContacts }).where(eq(parties.id, partyId)),
    auditIfChanged(db, { what: 'public-contacts-changed', by: actor, subjectId: partyId, partyId, after }, nowMs),
  ]);
}
