// The typed client: the only file of the dashboard that knows the Worker's routes.

import { hc } from 'hono/client';
import type { TicketedEvent } from '#core/contracts/events.ts';
import type { Settings } from '#core/contracts/settings.ts';
import type { AppType } from '../worker/app.ts';
import { type ApiResult, read } from './api-result.ts';
import { fetchSignedIn } from './session.ts';

/** Sends a form with files, which the typed client cannot. */
export function putCover(eventId: string, revision: number, form: FormData): Promise<ApiResult<TicketedEvent>> {
  const headers = { 'if-match': `"${revision}"` };
  return read<TicketedEvent>(fetchSignedIn(`/api/events/${eventId}/cover`, { method: 'PUT', headers, body: form }));
}

export function putLogo(revision: number, form: FormData): Promise<ApiResult<Settings>> {
  const headers = { 'if-match': `"${revision}"` };
  return read<Settings>(fetchSignedIn('/api/settings/logo', { method: 'PUT', headers, body: form }));
}

export const api = hc<AppType>('/', { fetch: fetchSignedIn }).api;
