// How tests speak to the Worker: over HTTP, as people do.

import { env, exports } from 'cloudflare:workers';
import { and, desc, eq } from 'drizzle-orm';
import type { AddEventRequest, TicketedEvent, TicketType } from '#core/contracts/events.ts';
import type { SignedIn } from '#core/contracts/people.ts';
import { mailDueLetters } from '../accounts/accounts.ts';
import { databaseOf } from '../database.ts';
import { storedMessage } from '../delivery/mail/local-sender.ts';
import { accountLetters } from '../schema/accounts.ts';

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import('../main.ts');
    }
  }
}

export const origin = 'http://localhost:8787';

export type ApiResponse<Body> = { status: number; body: Body; headers: Headers };

type Call = { token?: string | undefined; body?: unknown; headers?: Record<string, string> };

export async function call<Body = ErrorResponse>(
  method: string,
  path: string,
  call: Call = {},
): Promise<ApiResponse<Body>> {
  const headers = new Headers(call.headers);
  if (call.token !== undefined) headers.set('authorization', `Bearer ${call.token}`);
  if (call.body !== undefined) headers.set('content-type', 'application/json');
  const init: RequestInit = { method, headers };
  if (call.body !== undefined) init.body = typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  const response = await exports.default.fetch(new Request(origin + path, init));
  // Of a picture too: its bytes are looked through like any other answer.
  const text = new TextDecoder().decode(await response.arrayBuffer());
  const json = response.headers.get('content-type')?.includes('json') === true;
  // Tests say what they expect; a wrong body fails their next line.
  return { status: response.status, body: (json ? JSON.parse(text) : text) as Body, headers: response.headers };
}

export type ErrorResponse = { error: { code: string; requestId: string; details?: Record<string, unknown> } };

export type Person = { id: string; token: string; partyId: string; email: string };

let people = 0;
export const password = 'correct horse battery';

/** Buyers need no proven address to buy, and are left as they registered. */
export async function newPerson(
  role: 'organizer' | 'distributor' | 'buyer',
  verified = role !== 'buyer',
): Promise<Person> {
  const name = `${role}-${++people}-${crypto.randomUUID().slice(0, 8)}`;
  const email = `${name}@example.org`;
  const response = await call<SignedIn>('POST', '/api/auth/register', { body: { login: name, email, password, role } });
  if (response.status !== 201) throw new Error(`register: ${response.status} ${JSON.stringify(response.body)}`);
  const { user, accessToken } = response.body;
  const person = { id: user.id, token: accessToken, partyId: user.partyId ?? '', email };
  if (verified) await verifyEmail(person);
  return person;
}

/** Presses the button of the letter that registering has sent. */
export async function verifyEmail(person: { token: string; email: string }): Promise<void> {
  await mailDueLetters(env, Date.now());
  const mailed = await waitForLetter(person.email);
  const token = /verify-email#([\w-]{43})/.exec(mailed.text)?.[1];
  const response = await call('POST', '/api/auth/verify-email', { token: person.token, body: { token } });
  if (response.status !== 200) throw new Error(`verify: ${response.status} ${JSON.stringify(response.body)}`);
}

// The queue's consumer may be sending it at this moment.
async function waitForLetter(address: string): Promise<{ text: string }> {
  const [row] = await databaseOf(env)
    .select({ id: accountLetters.id })
    .from(accountLetters)
    .where(and(eq(accountLetters.address, address), eq(accountLetters.kind, 'verify-email')))
    .orderBy(desc(accountLetters.createdAt))
    .limit(1);
  for (let patience = 100; patience > 0; patience--) {
    const letter = await storedMessage(env.FILES, row?.id ?? '');
    if (letter !== null) return letter;
    await scheduler.wait(20);
  }
  throw new Error(`no letter to ${address}`);
}

export const eventFields = {
  title: 'Вечер камерной музыки',
  startsAt: '2036-05-01T19:00:00+03:00',
  endsAt: '2036-05-01T21:00:00+03:00',
  timeZone: 'Europe/Moscow',
  venue: { name: 'Малый зал', address: 'Невский, 30', city: 'Санкт-Петербург' },
  currency: 'RUB',
};

export async function newEvent(organizer: Person, fields: Partial<AddEventRequest> = {}): Promise<TicketedEvent> {
  const body = { ...eventFields, ...fields };
  return made(await call<TicketedEvent>('POST', '/api/events', { token: organizer.token, body }));
}

export async function newTicketType(
  organizer: Person,
  eventId: string,
  fields: Record<string, unknown> = {},
): Promise<TicketType> {
  const body = { name: 'Партер', price: { amount: 199_900, currency: 'RUB' }, capacity: 100, ...fields };
  return made(await call<TicketType>('POST', `/api/events/${eventId}/ticket-types`, { token: organizer.token, body }));
}

/** An event on sale with one ticket type. */
export async function publishedEvent(organizer: Person): Promise<{ event: TicketedEvent; type: TicketType }> {
  const draft = await newEvent(organizer);
  const type = await newTicketType(organizer, draft.id);
  const response = await call<TicketedEvent>('POST', `/api/events/${draft.id}/publish`, { token: organizer.token });
  if (response.status !== 200) throw new Error(`publish: ${response.status} ${JSON.stringify(response.body)}`);
  return { event: response.body, type };
}

function made<Body>(response: ApiResponse<Body>): Body {
  if (response.status !== 201) throw new Error(`${response.status} ${JSON.stringify(response.body)}`);
  return response.body;
}
