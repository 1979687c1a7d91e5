// Ticket files in R2. A key consists of ids, the revision and the fingerprint of what is drawn, so the file under a key
// never changes: an existing file is read, a missing one is drawn, and a repeated delivery overwrites it with equal
// bytes.

import type { OrderForDelivery, TicketRecord } from '../../durable-objects/event-sales/rpc.ts';
import type { Env } from '../env.d.ts';
import { settingsOf } from '../settings/settings.ts';
import { type Drawn, faceOf, fingerprintOf, type TicketFace, ticketPng, ticketsPdf } from './documents/documents.ts';

/** One PDF with a page for every ticket given, or null when there is none. */
export async function pdfFile(env: Env, order: OrderForDelivery, tickets: TicketRecord[]): Promise<Uint8Array | null> {
  const settings = await settingsOf(env);
  const faces = tickets.map((ticket) => faceOf(order, ticket, settings));
  const [first, ...rest] = faces;
  if (first === undefined) return null;
  const whole = tickets.length === order.tickets.length || tickets.length > 1;
  const key = keyOf(order, tickets, faces, whole ? '' : `${tickets[0]?.ticketId}/`, 'pdf');
  return stored(env.FILES, key, 'application/pdf', () => ticketsPdf(env, [first, ...rest]));
}

export async function pngFile(env: Env, order: OrderForDelivery, ticket: TicketRecord): Promise<Uint8Array> {
  const face = faceOf(order, ticket, await settingsOf(env));
  const key = keyOf(order, [ticket], [face], `${ticket.ticketId}/`, 'png');
  return stored(env.FILES, key, 'image/png', () => ticketPng(env, face));
}

function keyOf(
  order: OrderForDelivery,
  tickets: TicketRecord[],
  faces: TicketFace[],
  folder: string,
  ending: 'pdf' | 'png',
): string {
  const revision = Math.max(...tickets.map((ticket) => ticket.revision));
  const { event, orderId } = order.view;
  return `tickets/${event.id}/${orderId}/${folder}r${revision}-${fingerprintOf(faces)}.${ending}`;
}

async function stored(
  files: R2Bucket,
  key: string,
  contentType: string,
  draw: () => Promise<Drawn>,
): Promise<Uint8Array> {
  const there = await files.get(key);
  if (there !== null) return new Uint8Array(await there.arrayBuffer());
  const { bytes, complete } = await draw();
  // Drawn without a font that could not be read: it is returned but not stored, so that the next request draws it
  // again.
  if (complete) await files.put(key, bytes, { httpMetadata: { contentType } });
  return bytes;
}
