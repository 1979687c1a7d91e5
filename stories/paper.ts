// Reads a ticket as the person and the scanner at the door do: its text, and the codes on its pages.

import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';
import decodeQr from 'qr/decode.js';

/** Dots per point: 3 makes 216 dpi, about what a phone's camera makes of a sheet held before it. */
const scale = 3;

export type Paper = { text: string; codes: string[] };

/** One code a page is expected; a page without one that reads throws. */
export async function readPaper(pdf: Uint8Array): Promise<Paper> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  try {
    return await readPages(document);
  } finally {
    document.destroy();
    library.destroy();
  }
}

async function readPages(document: PDFiumDocument): Promise<Paper> {
  let text = '';
  const codes: string[] = [];
  for (const page of document.pages()) {
    text += `${page.getText()}\n`;
    const bitmap = await page.render({ scale, render: async ({ data }) => data });
    codes.push(
      decodeQr({ width: bitmap.width, height: bitmap.height, data: bitmap.data }, { format: 'BGRA', timeLimit: 5_000 }),
    );
  }
  return { text, codes };
}
