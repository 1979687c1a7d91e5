// Marks → PDF by jsPDF. Dates and file id are fixed, so the same tickets are the same bytes on every run: a
// repeated delivery overwrites a file with itself.

import { jsPDF } from 'jspdf';
import { assertNever } from '#core/result.ts';
import { type Mark, page } from './layout.ts';
import { addFonts, useFont } from './typeface.ts';

type PdfAbout = { title: string; fingerprint: string; language: 'ru' | 'en' };

export function pdfOf(pages: Mark[][], about: PdfAbout): Uint8Array {
  const document = new jsPDF({
    unit: 'pt',
    format: [page.width, page.height],
    compress: true,
    putOnlyUsedFonts: true,
  });
  document.setCreationDate(new Date(0));
  document.setFileId(about.fingerprint.padEnd(32, '0').toUpperCase());
  document.setDocumentProperties({ title: about.title, creator: 'Foyer' });
  document.setLanguage(about.language === 'ru' ? 'ru' : 'en-GB');
  addFonts(document);
  pages.forEach((marks, index) => {
    if (index > 0) document.addPage();
    for (const mark of marks) draw(document, mark);
  });
  return new Uint8Array(document.output('arraybuffer'));
}

function draw(document: jsPDF, mark: Mark): void {
  switch (mark.kind) {
    case 'text':
      useFont(document, mark.weight, mark.size);
      document.setTextColor(mark.ink);
      document.text(mark.text, mark.x, mark.y, mark.align === undefined ? {} : { align: mark.align });
      return;
    case 'box': {
      document.setFillColor(mark.fill);
      if (mark.edge !== undefined) document.setDrawColor(mark.edge).setLineWidth(0.8);
      const style = mark.edge === undefined ? 'F' : 'FD';
      if (mark.radius === 0) document.rect(mark.x, mark.y, mark.width, mark.height, style);
      else document.roundedRect(mark.x, mark.y, mark.width, mark.height, mark.radius, mark.radius, style);
      return;
    }
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

// One path, filled once: cells painted one by one show hairlines between them in some viewers.
function drawCode(document: jsPDF, mark: Extract<Mark, { kind: 'code' }>): void {
  document.setFillColor('#000000');
  for (const run of runsOf(mark)) document.rect(run.x, run.y, run.width, run.height, null);
  document.fill();
}

/** The dark cells of a code, joined along rows: a third of the shapes. */
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
