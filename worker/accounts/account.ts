// Reads an account with its party, and makes what a client gets after signing in.

import { and, eq, sql } from 'drizzle-orm';
import type { Me, SignedIn } from '#core/contracts/people.ts';
import { signAccessToken } from '../access/access-token.ts';
import { noContacts } from '../contacts/contacts.ts';
import { type Database, databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { members, parties, users } from '../schema/accounts.ts';
import type { OpenedSession } from './sessions.ts';

export type SignedInSession = { signedIn: SignedIn; refreshToken: string };
type UserRow = typeof users.$inferSelect;
type Account = { user: UserRow; party: typeof parties.$inferSelect | null };

export async function signedInSession(env: Env, userId: string, session: OpenedSession): Promise<SignedInSession> {
  const account = await accountOf(databaseOf(env), userId);
  if (account === null) throw new Error('a session without its person');
  const { user } = account;
  const me = meOf(account);
  const actor: Actor = { userId, partyId: me.partyId, role: user.role, sessionId: session.sessionId };
  return {
    signedIn: { user: me, accessToken: await signAccessToken(env, actor) },
    refreshToken: session.refreshToken,
  };
}

export async function accountOf(db: Database, userId: string): Promise<Account | null> {
  const [row] = await db
    .select({ user: users, party: parties })
    .from(users)
    .leftJoin(members, eq(members.userId, users.id))
    .leftJoin(parties, and(eq(parties.id, members.partyId), sql`${parties.kind} = ${users.role}`))
    .where(eq(users.id, userId))
    .orderBy(sql`${parties.id} is null`)
    .limit(1);
  return row ?? null;
}

export function meOf({ user, party }: Account): Me {
  return {
    id: user.id,
    login: user.login,
    email: user.email,
    emailVerified: user.emailVerified,
    role: user.role,
    displayName: user.displayName,
    locale: user.locale,
    partyId: party?.id ?? null,
    payoutDetails: party?.payoutDetails ?? null,
    publicContacts: party?.kind === 'organizer' ? (party.publicContacts ?? noContacts) : null,
    withoutLetter: user.withoutLetter,
    createdAt: new Date(user.createdAt).toISOString(),
  };
}
