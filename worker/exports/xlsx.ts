// One sheet as an Office Open XML workbook (ECMA-376), row after row: the ZIP is fflate's, the XML is ours, because the
// libraries that write workbooks keep every cell of a sheet in memory. Texts are inline strings, which a spreadsheet never
// takes for a formula.

import { strToU8, Zip, ZipDeflate } from 'fflate';

/** A number is written as it is given, so that an amount in decimals stays exact. */
export type XlsxCell = string | { number: string };

const files: Record<string, string> = {
  '[Content_Types].xml':
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
  '_rels/.rels':
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
  // Style 0 is plain, style 1 an amount, style 2 the head.
  'xl/styles.xml':
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="4" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>',
};

const xmlStart = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export class XlsxSheet {
  readonly #chunks: Uint8Array[] = [];
  readonly #zip: Zip;
  readonly #sheet = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 6 });

  constructor(title: string, head: readonly string[]) {
    this.#zip = new Zip((error, chunk) => {
      if (error !== null) throw error;
      this.#chunks.push(chunk);
    });
    const workbook = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="${xmlText(sheetName(title))}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
    for (const [name, xml] of Object.entries({ ...files, 'xl/workbook.xml': workbook })) {
      const file = new ZipDeflate(name);
      this.#zip.add(file);
      file.push(strToU8(xmlStart + xml), true);
    }
    this.#zip.add(this.#sheet);
    const columns = `<cols><col min="1" max="${head.length}" width="22" customWidth="1"/></cols>`;
    const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
    this.#push(
      `${xmlStart}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>${columns}<sheetData>`,
    );
    this.#push(`<row>${head.map((cell) => textCell(cell, 2)).join('')}</row>`);
  }

  addRows(rows: readonly (readonly XlsxCell[])[]): void {
    const xml = rows.map(
      (row) =>
        `<row>${row.map((cell) => (typeof cell === 'string' ? textCell(cell, 0) : `<c s="1"><v>${cell.number}</v></c>`)).join('')}</row>`,
    );
    this.#push(xml.join(''));
  }

  end(): void {
    this.#sheet.push(strToU8('</sheetData></worksheet>'), true);
    this.#zip.end();
  }

  /** The bytes that were made since it was asked last. */
  taken(): Uint8Array[] {
    return this.#chunks.splice(0);
  }

  #push(xml: string): void {
    this.#sheet.push(strToU8(xml));
  }
}

function textCell(text: string, style: number): string {
  return `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

/** A cell holds 32,767 characters. What XML 1.0 cannot hold, and halves of a surrogate pair, are left out. */
function xmlText(text: string): string {
  return text
    .slice(0, 32_767)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** At most 31 characters, without what Excel refuses in the name of a sheet. */
function sheetName(title: string): string {
  const allowed = title.replace(/[[\]:*?/\\]/g, ' ').replace(/^'+|'+$/g, '');
  return allowed.slice(0, 31).trim() || 'Sheet';
}
