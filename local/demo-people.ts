import { call, field, must, text, verifyEmail } from './api-client.ts';
import type { DemoParty } from './demo-season.ts';

export const origin = process.env.ORIGIN ?? `http://localhost:${process.env.PORT ?? 8787}`;

export const password = 'demo-season-2026';

type SignedIn = { token: string; partyId: string };

const people = new Map<string, SignedIn>();

export async function signIn(party: DemoParty, role: 'organizer' | 'distributor'): Promise<void> {
  const registration = {
    login: party.login,
    email: party.email,
    password,
    role,
    displayName: party.name,
    locale: party.locale,
  };
  const registered = await call(origin, 'POST', '/api/auth/register', { body: registration });
  const response =
    registered.status === 201
      ? registered
      : await must(origin, 'POST', '/api/auth/login', { body: { email: party.email, password } }, 200);
  if (field(response, 'user.emailVerified') !== true)
    await verifyEmail(origin, party.email, text(response, 'accessToken'));
  people.set(party.key, { token: text(response, 'accessToken'), partyId: text(response, 'user.partyId') });
}

export function person(key: string): SignedIn {
  const found = people.get(key);
  if (found === undefined) throw new Error(`nobody is called ${key} in the season`);
  return found;
}
