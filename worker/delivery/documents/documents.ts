// Ticket files: one PDF with a page for every ticket, or one ticket as a picture. Pure functions of the faces:
// equal faces give equal bytes.

import { messagesIn } from '../messages/messages.ts';
import { layOut } from './layout.ts';
import { pdfOf } from './pdf.ts';
import { pngOf } from './png.ts';
import { fingerprintOf, type TicketFace } from './ticket-face.ts';
import { widthOf } from './typeface.ts';

export { faceOf, fingerprintOf, type TicketFace } from './ticket-face.ts';

export function ticketsPdf(faces: [TicketFace, ...TicketFace[]]): Uint8Array {
  const [first] = faces;
  return pdfOf(
    faces.map((face) => layOut(face, widthOf)),
    {
      title: messagesIn(first.locale).ticket.documentTitle(first.title),
      fingerprint: fingerprintOf(faces),
      language: first.locale,
    },
  );
}

export function ticketPng(face: TicketFace): Promise<Uint8Array> {
  return pngOf(layOut(face, widthOf));
}
