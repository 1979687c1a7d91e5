// What every handler can count on.

import type { Role } from '#core/contracts/people.ts';
import type { Env } from '../env.d.ts';

/** Who is calling, as the access token says. */
export type Actor = {
  userId: string;
  /** The party the actor acts for; buyers and admins have none. */
  partyId: string | null;
  role: Role;
  sessionId: string;
};

export type AppEnv = {
  Bindings: Env;
  Variables: {
    requestId: string;
    /** For the log, once the route is known: the operation's id and when its work began. */
    operation?: string;
    startedAtMs?: number;
  };
};
