// Draws marks as a PDF with jsPDF. The dates and the file id are fixed, so that the same tickets always give the same
// bytes and a repeated delivery overwrites a file with itself.

import { jsPDF } from 'jspdf';
import { assertNever } from '#core/result.ts';
import { type Mark, page } from './layout.ts';
import { addFonts, useFont } from './typeface.ts';
import type { Outline, Stroke } from './typesetter.ts';

type OutlineMark = Extract<Mark, { kind: 'outline' }>;

type PdfAbout = { title: string; creator: string; fingerprint: string; language: 'ru' | 'en' };

export function pdfOf(pages: Mark[][], about: PdfAbout): Uint8Array {
  const document = new jsPDF({
    unit: 'pt',
    format: [page.width, page.height],
    compress: true,
    putOnlyUsedFonts: true,
    // The decimals of a coordinate in points: finer than any printer, and half the bytes that jsPDF would write.
    floatPrecision: 3,
  });
  document.setCreationDate(new Date(0));
  document.setFileId(about.fingerprint.padEnd(32, '0').toUpperCase());
  document.setDocumentProperties({ title: about.title, creator: about.creator });
  document.setLanguage(about.language === 'ru' ? 'ru' : 'en-GB');
  addFonts(document);
  const forms = new Map<Outline, string>();
  pages.forEach((marks, index) => {
    if (index > 0) document.addPage();
    for (const mark of marks) draw(document, mark, forms);
  });
  return new Uint8Array(document.output('arraybuffer'));
}

function draw(document: jsPDF, mark: Mark, forms: Map<Outline, string>): void {
  switch (mark.kind) {
    case 'text':
      useFont(document, mark.weight, mark.size);
      document.setTextColor(mark.ink);
      document.text(mark.text, mark.x, mark.y, mark.align === undefined ? {} : { align: mark.align });
      return;
    case 'outline':
      drawOutline(document, mark, forms);
      return;
    case 'box': {
      document.setFillColor(mark.fill);
      if (mark.edge !== undefined) document.setDrawColor(mark.edge).setLineWidth(0.8);
      const style = mark.edge === undefined ? 'F' : 'FD';
      if (mark.radius === 0) document.rect(mark.x, mark.y, mark.width, mark.height, style);
      else document.roundedRect(mark.x, mark.y, mark.width, mark.height, mark.radius, mark.radius, style);
      return;
    }
    case 'picture':
      drawPicture(document, mark);
      return;
    case 'dashes':
      document.setDrawColor(mark.ink).setLineWidth(1).setLineDashPattern([4, 4], 0);
      document.line(mark.x1, mark.y, mark.x2, mark.y);
      document.setLineDashPattern([], 0);
      return;
    case 'code':
      drawCode(document, mark);
      return;
    default:
      assertNever(mark);
  }
}

/** A cover is in the file once, however many tickets show it. */
function drawPicture(document: jsPDF, { x, y, width, height, picture }: Extract<Mark, { kind: 'picture' }>): void {
  document.saveGraphicsState();
  document.rect(x, y, width, height, null).clip().discardPath();
  if (picture.kind === 'cover') {
    const whole = width / picture.ratio;
    document.addImage(picture.bytes, 'JPEG', x, y - (whole - height) / 2, width, whole, picture.id);
  } else {
    for (const { fill, strokes } of picture.shapes) {
      document.setFillColor(fill);
      for (const stroke of strokes) drawStroke(document, stroke, { x, y });
      document.fill();
    }
  }
  document.restoreGraphicsState();
}

// Outlines carry no text. So an invisible letter of the same width is drawn under each line, with the line's text as
// its replacement: people can search, copy and hear it. PDF readers expect the characters in visual order and reverse
// right-to-left text themselves.
function drawOutline(document: jsPDF, mark: OutlineMark, forms: Map<Outline, string>): void {
  const { x, y, size, outline } = mark;
  // The character width is part of the graphics state, so it must be restored after the letter.
  document.saveGraphicsState();
  useFont(document, 'regular', size);
  const visualText = Buffer.from(outline.visualText, 'utf16le').swap16().toString('hex');
  write(document, `/Span <</ActualText <FEFF${visualText}>>> BDC`);
  const horizontalScale = outline.width / document.getTextWidth('n');
  document.text('n', x, y, { renderingMode: 'invisible', horizontalScale });
  write(document, 'EMC');
  document.restoreGraphicsState();
  const form = forms.get(outline) ?? formOf(document, mark, `outline-${forms.size}`);
  forms.set(outline, form);
  document.doFormObject(form, document.Matrix(1, 0, 0, 1, x - size, page.height - y - size));
}

// The tickets of one order share nearly every line, so each outline is stored once as a form. A form is clipped at its
// edges, and accents are high: the margin is one font size on three sides and two above.
function formOf(document: jsPDF, { size, ink, outline }: OutlineMark, key: string): string {
  document.beginFormObject(0, 0, outline.width + size * 2, size * 3, document.Matrix(1, 0, 0, 1, 0, 0));
  document.setFillColor(ink);
  for (const stroke of outline.strokes) drawStroke(document, stroke, { x: size, y: size * 2 });
  document.fill();
  document.endFormObject(key);
  return key;
}

function drawStroke(document: jsPDF, stroke: Stroke, { x, y }: { x: number; y: number }): void {
  switch (stroke.to) {
    case 'move':
      document.moveTo(x + stroke.x, y + stroke.y);
      return;
    case 'line':
      document.lineTo(x + stroke.x, y + stroke.y);
      return;
    case 'curve':
      document.curveTo(x + stroke.x1, y + stroke.y1, x + stroke.x2, y + stroke.y2, x + stroke.x, y + stroke.y);
      return;
    case 'close':
      document.close();
      return;
    default:
      assertNever(stroke);
  }
}

// jsPDF has no call for marked content, and its types leave out the one that writes an operator.
function write(document: jsPDF, operator: string): void {
  const out: unknown = Reflect.get(document.internal, 'write');
  if (typeof out !== 'function') throw new Error('jsPDF takes no operators');
  out(operator);
}

// All cells are one path that is filled once. Cells painted one by one show hairlines between them in some viewers.
function drawCode(document: jsPDF, mark: Extract<Mark, { kind: 'code' }>): void {
  document.setFillColor('#000000');
  for (const run of runsOf(mark)) document.rect(run.x, run.y, run.width, run.height, null);
  document.fill();
}

/** The dark cells of a code, joined along rows, which makes a third of the shapes. */
export function runsOf(mark: Extract<Mark, { kind: 'code' }>) {
  const cell = mark.side / mark.cells.length;
  return mark.cells.flatMap((row, y) => {
    const runs: { x: number; y: number; width: number; height: number }[] = [];
    let start = -1;
    [...row, false].forEach((dark, x) => {
      if (dark && start < 0) start = x;
      if (dark || start < 0) return;
      runs.push({ x: mark.x + start * cell, y: mark.y + y * cell, width: (x - start) * cell, height: cell });
      start = -1;
    });
    return runs;
  });
}
