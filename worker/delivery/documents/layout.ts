// The layout of a ticket: one page of marks in points, which the PDF and the picture draw alike. Texts grow downwards
// from the top and the code has a fixed place at the bottom, so that no long title moves or covers it.

import encodeQr from 'qr';
import { light } from '#core/design-tokens.ts';
import { messagesIn } from '../messages/messages.ts';
import type { TicketFace } from './documents.ts';
import { type Fitted, fitText } from './fit-text.ts';
import { strip, type TicketPicture } from './ticket-picture.ts';
import type { Weight } from './typeface.ts';
import type { Outline, Typesetter } from './typesetter.ts';

export type Mark =
  | { kind: 'text'; x: number; y: number; size: number; weight: Weight; ink: string; text: string; align?: 'right' }
  | { kind: 'outline'; x: number; y: number; size: number; ink: string; text: string; outline: Outline }
  | { kind: 'box'; x: number; y: number; width: number; height: number; radius: number; fill: string; edge?: string }
  | { kind: 'picture'; x: number; y: number; width: number; height: number; picture: TicketPicture }
  | { kind: 'dashes'; x1: number; x2: number; y: number; ink: string }
  | { kind: 'code'; x: number; y: number; side: number; cells: boolean[][] };

/** A5 is readable on a phone, and two fit on a printed sheet. */
export const page = { width: strip.width, height: 595 };

const margin = 34;
const right = page.width - margin;
const inner = page.width - margin * 2;

// Tickets are printed on white paper and readers need a light ground behind the QR code, so the theme is always light.
const paper = light.surface;
const sunk = light.paper;
const ink = light.ink;
const soft = light['ink-soft'];
const line = light.line;
const accent = light.accent;

/** Where the brand and the number stand, and where the title begins. */
const headBaseline = strip.height + 24;
const titleTop = strip.height + 40;

const codeSide = 190;
const stubTop = 300;
const codeTop = stubTop + 22;

export function layOut(face: TicketFace, typesetter: Typesetter, picture: TicketPicture): Mark[] {
  return [
    { kind: 'box', x: 0, y: 0, width: page.width, height: page.height, radius: 0, fill: paper },
    { kind: 'picture', x: 0, y: 0, ...strip, picture },
    ...head(face, typesetter),
    ...programme(face, typesetter),
    { kind: 'box', x: 0, y: stubTop, width: page.width, height: page.height - stubTop, radius: 0, fill: sunk },
    { kind: 'dashes', x1: 0, x2: page.width, y: stubTop, ink: line },
    ...codeOf(face, typesetter),
    ...facts(face, typesetter),
    ...foot(face, typesetter),
  ];
}

function head(face: TicketFace, typesetter: Typesetter): Mark[] {
  const words = `${messagesIn(face.locale).ticket.number} ${face.number}`;
  const rating = face.ageRating === null ? 0 : typesetter.measure(face.ageRating, 'bold', 8.5) + 20;
  const room = inner - typesetter.measure(words, 'regular', 9) - rating - 14;
  const brand = fitText(
    face.brand,
    { width: room, height: 16, weight: 'bold', sizes: [12, 10.5, 9, 8], maxLines: 1 },
    typesetter,
  );
  // On one baseline with the number, whatever its size.
  const name = writer(margin, headBaseline - brand.size * 0.97, typesetter);
  name.write(brand, 'bold', accent);
  const marks: Mark[] = [
    ...name.marks,
    { kind: 'text', x: right, y: headBaseline, size: 9, weight: 'regular', ink: soft, text: words, align: 'right' },
  ];
  if (face.ageRating === null) return marks;
  const x = margin + typesetter.measure(brand.lines[0]?.text ?? '', 'bold', brand.size) + 10;
  const width = rating - 10;
  marks.push({ kind: 'box', x, y: headBaseline - 10.5, width, height: 14, radius: 4, fill: paper, edge: line });
  marks.push({
    kind: 'text',
    x: x + 5,
    y: headBaseline - 0.5,
    size: 8.5,
    weight: 'bold',
    ink: soft,
    text: face.ageRating,
  });
  return marks;
}

function programme(face: TicketFace, typesetter: Typesetter): Mark[] {
  const column = writer(margin, titleTop, typesetter);
  const box = (height: number, weight: Weight, sizes: number[], maxLines?: number) =>
    maxLines === undefined
      ? { width: inner, height, weight, sizes }
      : { width: inner, height, weight, sizes, maxLines };
  column.write(fitText(face.title, box(84, 'bold', [26, 22, 19, 16, 14, 12, 10.5]), typesetter), 'bold', ink);
  column.skip(8);
  column.write(fitText(face.date, box(20, 'bold', [13, 11], 1), typesetter), 'bold', ink);
  column.skip(2);
  column.write(fitText(face.time, box(30, 'regular', [10.5, 9.5], 2), typesetter), 'regular', soft);
  column.skip(7);
  column.write(fitText(face.venue, box(32, 'bold', [12, 10.5, 9.5, 8.5]), typesetter), 'bold', ink);
  column.skip(2);
  column.write(fitText(face.address, box(30, 'regular', [10, 9, 8]), typesetter), 'regular', soft);
  return column.marks;
}

function codeOf(face: TicketFace, typesetter: Typesetter): Mark[] {
  const y = codeTop;
  const frame: Mark = {
    kind: 'box',
    x: margin,
    y,
    width: codeSide,
    height: codeSide,
    radius: 10,
    fill: paper,
    edge: line,
  };
  if (face.code === null) {
    const words = fitText(
      messagesIn(face.locale).ticket.void,
      { width: codeSide - 40, height: 80, weight: 'bold', sizes: [15, 13] },
      typesetter,
    );
    const column = writer(margin + 20, y + codeSide / 2 - words.lines.length * words.lead * 0.5, typesetter);
    column.write(words, 'bold', accent);
    return [frame, ...column.marks];
  }
  // QR readers need an empty border of four cells. The frame is drawn outside of it.
  const cells = encodeQr(face.code, 'raw', { ecc: 'medium', border: 4 });
  return [frame, { kind: 'code', x: margin + 2, y: y + 2, side: codeSide - 4, cells }];
}

function facts(face: TicketFace, typesetter: Typesetter): Mark[] {
  const words = messagesIn(face.locale).ticket;
  const x = margin + codeSide + 20;
  const width = right - x;
  const column = writer(x, codeTop, typesetter);
  const fact = (label: string, value: string, height: number, sizes: number[], below: string | null = null) => {
    column.write(fitText(label, { width, height: 12, weight: 'regular', sizes: [8] }, typesetter), 'regular', soft);
    column.skip(1);
    column.write(fitText(value, { width, height, weight: 'bold', sizes }, typesetter), 'bold', ink);
    if (below !== null) {
      column.write(fitText(below, { width, height: 22, weight: 'regular', sizes: [8.5] }, typesetter), 'regular', soft);
    }
    column.skip(9);
  };
  fact(words.type, face.type, 48, [12, 10.5, 9.5, 8.5]);
  fact(words.price, face.price, 18, [13, 11, 9.5], face.serviceFee);
  fact(words.holder, face.holder, 42, [12, 10.5, 9.5, 8.5]);
  return column.marks;
}

function foot(face: TicketFace, typesetter: Typesetter): Mark[] {
  const words = messagesIn(face.locale).ticket;
  const column = writer(margin, codeTop + codeSide + 9, typesetter);
  const small = (text: string, height: number, colour: string, size = 8) =>
    column.write(
      fitText(text, { width: inner, height, weight: 'regular', sizes: [size, 7.5, 7] }, typesetter),
      'regular',
      colour,
    );
  if (face.code !== null) small(`${words.showAtDoor} ${words.admitsOnce}`, 22, ink, 8.5);
  column.skip(4);
  small(`${words.organizer}: ${face.organizer}`, 20, soft);
  if (face.soldThrough !== null) small(`${words.soldThrough}: ${face.soldThrough}`, 10, soft);
  small(`${words.order} ${face.orderNumber}`, 10, soft);
  return column.marks;
}

/** Writes fitted texts one under another. */
function writer(x: number, top: number, typesetter: Typesetter) {
  let y = top;
  const marks: Mark[] = [];
  return {
    marks,
    skip(points: number) {
      y += points;
    },
    write(fitted: Fitted, weight: Weight, colour: string) {
      const { lines, size, rightToLeft } = fitted;
      for (const { text, indent } of lines) {
        // The baseline is set so that capital letters are centred between the lines.
        const at = { x: x + indent, y: y + size * 0.97, size, ink: colour, text };
        const outline = typesetter.outlineOf({ text, weight, size, rightToLeft });
        marks.push(outline === null ? { kind: 'text', weight, ...at } : { kind: 'outline', ...at, outline });
        y += fitted.lead;
      }
    },
  };
}
