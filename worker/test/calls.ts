// How tests speak to the Worker: over HTTP, as people do.

import { exports } from 'cloudflare:workers';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import type { SignedIn } from '#core/contracts/people.ts';

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import('../main.ts');
    }
  }
}

export const origin = 'http://localhost:8787';

export type Answer<Body> = { status: number; body: Body; headers: Headers };

type Call = { token?: string | undefined; body?: unknown; headers?: Record<string, string> };

export async function call<Body = ErrorAnswer>(method: string, path: string, call: Call = {}): Promise<Answer<Body>> {
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

export type ErrorAnswer = { error: { code: string; requestId: string; details?: Record<string, unknown> } };

export type Person = { id: string; token: string; partyId: string; email: string };

let people = 0;
export const password = 'correct horse battery';

export async function newPerson(role: 'organizer' | 'distributor' | 'buyer'): Promise<Person> {
  const name = `${role}-${++people}-${crypto.randomUUID().slice(0, 8)}`;
  const email = `${name}@example.org`;
  const answer = await call<SignedIn>('POST', '/api/auth/register', { body: { login: name, email, password, role } });
  if (answer.status !== 201) throw new Error(`register: ${answer.status} ${JSON.stringify(answer.body)}`);
  const { user, accessToken } = answer.body;
  return { id: user.id, token: accessToken, partyId: user.partyId ?? '', email };
}

export const eventFields = {
  title: 'Вечер камерной музыки',
  startsAt: '2036-05-01T19:00:00+03:00',
  endsAt: '2036-05-01T21:00:00+03:00',
  timeZone: 'Europe/Moscow',
  venue: { name: 'Малый зал', address: 'Невский, 30', city: 'Санкт-Петербург' },
  currency: 'RUB',
};

export async function newEvent(organizer: Person, fields: Partial<typeof eventFields> = {}): Promise<TicketedEvent> {
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
  const answer = await call<TicketedEvent>('POST', `/api/events/${draft.id}/publish`, { token: organizer.token });
  if (answer.status !== 200) throw new Error(`publish: ${answer.status} ${JSON.stringify(answer.body)}`);
  return { event: answer.body, type };
}

function made<Body>(answer: Answer<Body>): Body {
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
