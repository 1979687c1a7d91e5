// Tickets in other scripts, from the order to the two files: the PDF of the letter and the picture of the order page
// show the same, and the PDF's text can be searched and copied.

import { PDFiumLibrary } from '@hyzyla/pdfium';
import { decode } from 'fast-png';
import { beforeAll, describe, expect, it } from 'vitest';
import { must, text } from '../local/api-client.ts';
import { openShop, type Shop } from '../local/shop.ts';
import { mailTo } from './mailbox.ts';
import { origin, unique } from './people.ts';

const scripts = {
  Georgian: ['პარტერი და ამფითეატრი', 'ნინო ბერიძე'],
  Armenian: ['Պարտեր', 'Անի Հակոբյան'],
  Hebrew: ['אולם מרכזי', 'דנה כהן'],
  Arabic: ['صالة كبار الزوار', 'محمد علي'],
  Chinese: ['池座前排', '王小明'],
  Japanese: ['一階席のみ', '山田太郎'],
  Korean: ['일층석', '김민수'],
  Stressed: ['Парте́р', 'Ива́н Крузенште́рн'],
  Devanagari: ['प्रथम श्रेणी', 'प्रिया शर्मा'],
  Thai: ['ที่นั่งชั้นล่าง', 'สมชาย ใจดี'],
} as const;

/** Pixels a point: both files are drawn at this. */
const scale = 3;

describe('a ticket in another script', () => {
  let shop: Shop;
  beforeAll(async () => {
    const types = Object.values(scripts).map(([name]) => ({ name, rubles: 0, capacity: 10 }));
    shop = await openShop(origin, `scripts-${unique()}`, { types });
  });

  it.each(Object.entries(scripts))('%s: the PDF and the picture show the same', async (script, [type, holder]) => {
    const email = `${script.toLowerCase()}-${unique()}@example.com`;
    const ticketTypeId = shop.ticketTypeIds[Object.keys(scripts).indexOf(script)];
    const held = { lines: [{ ticketTypeId, quantity: 1 }] };
    const path = `/api/widgets/${shop.widgetId}/holds`;
    const holdId = text(await must(origin, 'POST', path, { key: crypto.randomUUID(), body: held }, 201), 'holdId');
    const order = { buyer: { name: holder, email }, locale: 'en' };
    await must(origin, 'POST', `/api/holds/${holdId}/order`, { key: crypto.randomUUID(), body: order }, 201);

    const mail = await mailTo(email);
    const content = mail.attachments.find((one) => one.mimeType === 'application/pdf')?.content;
    if (!(content instanceof ArrayBuffer)) throw new Error('no PDF');
    const paper = await rendered(new Uint8Array(content));
    const words = paper.text.replace(/\s+/g, ' ');
    expect(words).toContain(type);
    expect(words).toContain(holder);

    const picture = decode(await pictureOf(mail.html ?? ''));
    expect([picture.width, picture.height]).toEqual([paper.width, paper.height]);
    const shade = (data: ArrayLike<number>, at: number) => (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0);
    let ink = 0;
    let apart = 0;
    // Where the type and the holder stand, beside the code.
    for (let y = 320 * scale; y < 440 * scale; y += 1) {
      for (let x = 240 * scale; x < 390 * scale; x += 1) {
        const at = y * picture.width + x;
        const [one, other] = [shade(paper.data, at * 4), shade(picture.data, at * picture.channels)];
        if (one < 384) ink += 1;
        if (Math.abs(one - other) > 384) apart += 1;
      }
    }
    expect(ink).toBeGreaterThan(1_500);
    expect(apart / ink).toBeLessThan(0.05);
  });
});

async function rendered(pdf: Uint8Array) {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  try {
    const page = document.getPage(0);
    // Before the picture: the library closes a page that it has drawn.
    const words = page.getText();
    const { width, height, data } = await page.render({ scale, render: async (options) => options.data });
    return { text: words, width, height, data };
  } finally {
    document.destroy();
    library.destroy();
  }
}

/** By the order page, to which the letter leads. */
async function pictureOf(letter: string): Promise<ArrayBuffer> {
  const opened = await fetch(/href="([^"]+\/o\/ord_[^"]+)"/.exec(letter)?.[1] ?? '', { redirect: 'manual' });
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const page = await fetch(new URL(opened.headers.get('location') ?? '', origin), { headers: { cookie } });
  const picture = /href="([^"]+\.png)"/.exec(await page.text())?.[1] ?? '';
  return (await fetch(new URL(picture, origin), { headers: { cookie } })).arrayBuffer();
}
