// Ticket files in R2. A key is made of ids, the revision and the fingerprint of what is drawn, so a file under its
// key never changes: what exists is read, what is missing is drawn, and a repeated delivery overwrites with equal
// bytes.

import type { OrderForDelivery, TicketRecord } from '../../durable-objects/event-sales/rpc.ts';
import { faceOf, fingerprintOf, type TicketFace, ticketPng, ticketsPdf } from './documents/documents.ts';

/** One PDF with a page for every ticket given, or null when there is none. */
export async function pdfFile(
  files: R2Bucket,
  order: OrderForDelivery,
  tickets: TicketRecord[],
): Promise<Uint8Array | null> {
  const faces = tickets.map((ticket) => faceOf(order, ticket));
  const [first, ...rest] = faces;
  if (first === undefined) return null;
  const whole = tickets.length === order.tickets.length || tickets.length > 1;
  const key = keyOf(order, tickets, faces, whole ? '' : `${tickets[0]?.ticketId}/`, 'pdf');
  return stored(files, key, 'application/pdf', async () => ticketsPdf([first, ...rest]));
}

export async function pngFile(files: R2Bucket, order: OrderForDelivery, ticket: TicketRecord): Promise<Uint8Array> {
  const face = faceOf(order, ticket);
  const key = keyOf(order, [ticket], [face], `${ticket.ticketId}/`, 'png');
  return stored(files, key, 'image/png', () => ticketPng(face));
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
  draw: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const there = await files.get(key);
  if (there !== null) return new Uint8Array(await there.arrayBuffer());
  const drawn = await draw();
  await files.put(key, drawn, { httpMetadata: { contentType } });
  return drawn;
}
