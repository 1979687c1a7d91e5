// Ticket files: one PDF with a page for each ticket, or one ticket as a picture. Equal faces give equal bytes.

import type { Env } from '../../env.d.ts';
import { messagesIn } from '../messages/messages.ts';
import { layOut, type Mark } from './layout.ts';
import { pdfOf } from './pdf.ts';
import { pngOf } from './png.ts';
import { fingerprintOf, type TicketFace } from './ticket-face.ts';
import { typesetterFor } from './typesetter.ts';

export { faceOf, fingerprintOf, type TicketFace } from './ticket-face.ts';

/**
 * `complete` is false when a font could not be read. The file is sent all the same, because it admits its holder, but
 * it is not stored, so that a later one is drawn with the font.
 */
export type Drawn = { bytes: Uint8Array; complete: boolean };
type Assets = Pick<Env, 'ASSETS'>;

export async function ticketsPdf(env: Assets, faces: [TicketFace, ...TicketFace[]]): Promise<Drawn> {
  const [first] = faces;
  const { pages, complete } = await laidOut(env, faces);
  const bytes = pdfOf(pages, {
    title: messagesIn(first.locale).ticket.documentTitle(first.title),
    creator: first.brand,
    fingerprint: fingerprintOf(faces),
    language: first.locale,
  });
  return { bytes, complete };
}

export async function ticketPng(env: Assets, face: TicketFace): Promise<Drawn> {
  const { pages, complete } = await laidOut(env, [face]);
  return { bytes: await pngOf(pages.flat()), complete };
}

async function laidOut(env: Assets, faces: TicketFace[]): Promise<{ pages: Mark[][]; complete: boolean }> {
  const { typesetter, complete } = await typesetterFor([...new Set(faces.flatMap(textsOf))], env);
  const pages = faces.map((face) => {
    const words = messagesIn(face.locale).ticket.notPrinted;
    return layOut(
      withTexts(face, (text) => typesetter.drawable(text, words)),
      typesetter,
    );
  });
  return { pages, complete };
}

const written = ['brand', 'title', 'venue', 'address', 'type', 'holder', 'organizer', 'soldThrough'] as const;

/** The texts that people wrote, which may be in any script. All other texts of a ticket are our own. */
function textsOf(face: TicketFace): string[] {
  return written.map((name) => face[name] ?? '');
}

function withTexts(face: TicketFace, change: (text: string) => string): TicketFace {
  const changed = written.map((name) => [name, face[name] === null ? null : change(face[name])]);
  return { ...face, ...Object.fromEntries(changed) };
}
