// Verifies the current password of a signed-in person again before a change of credentials.

import { eq } from 'drizzle-orm';
import { ok, type Result, refuse } from '#core/result.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { networkOf } from '../http/network.ts';
import { users } from '../schema/accounts.ts';
import { passwordMatches } from './passwords.ts';
import { countAttempt, perHour, uncountAttempt } from './rate-limit.ts';

type UserRow = typeof users.$inferSelect;

export async function verifyPassword(
  env: Env,
  userId: string,
  password: string,
  address: string | undefined,
  nowMs: number,
): Promise<Result<UserRow, 'wrong-password' | 'too-many-requests' | 'busy'>> {
  // Counted by account and network first, so that wrong guesses from another network do not lock the owner out.
  const counters = [
    {
      what: 'own-password-here',
      subject: `${userId} ${networkOf(address)}`,
      limit: perHour(30, 10),
    },
    { what: 'own-password', subject: userId, limit: perHour(300, 100) },
  ];
  const allowed = await countAttempt(env, counters, nowMs);
  if (!allowed.ok) return allowed;
  const [user] = await databaseOf(env).select().from(users).where(eq(users.id, userId));
  const matches = await passwordMatches(env, password, user?.passwordHash ?? null);
  if (!matches.ok) return matches;
  if (user === undefined || !matches.value) return refuse('wrong-password');
  await uncountAttempt(env, counters);
  return ok(user);
}
