import { env } from 'cloudflare:workers';
import { decode } from 'fast-png';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { defaultSettings } from '#core/settings.ts';
import { orderWith } from '../order-for-delivery.fixture.ts';
import { pdfFile, pngFile } from '../ticket-files.ts';
import { type Drawn, faceOf, ticketPng, ticketsPdf } from './documents.ts';
import { fitText } from './fit-text.ts';
import { layOut, page } from './layout.ts';
import { clustersOf, fontsFor } from './script-fonts.ts';
import { ticketPicture } from './ticket-picture.ts';
import { type Stroke, type Typesetter, typesetterFor } from './typesetter.ts';

type Assets = { ASSETS: Pick<Fetcher, 'fetch'> };

const scripts = {
  Georgian: 'თბილისის ოპერა: აბესალომ და ეთერი',
  Armenian: 'Երևանի օպերա, Թումանյան փողոց 54',
  Hebrew: 'התזמורת (Beethoven) באולם שָׁלוֹם, 2026',
  Arabic: 'حفل أم كلثوم ٢٠٢٦ مع Foyer في دار الأوبرا',
  Chinese: '国家大剧院《天鹅湖》芭蕾舞剧',
  Japanese: '東京文化会館「くるみ割り人形」クリスマス',
  Korean: '서울 예술의전당 호두까기 인형',
  'Cyrillic with stress marks': 'За́мок и замо́к: вечер уда́рений',
  Devanagari: 'राष्ट्रीय नाट्य विद्यालय',
  Thai: 'โรงละครแห่งชาติ ที่นั่งชั้นล่าง น้ำ',
  Greek: 'Ωδείο Αθηνών',
  Vietnamese: 'Nguyễn Thị Ánh, Huệ',
  Emoji: '🎉 👨‍👩‍👧 ★',
};

async function typesetterOf(text: string): Promise<Typesetter> {
  const { typesetter, complete } = await typesetterFor([text], env);
  expect(complete).toBe(true);
  return typesetter;
}

function strokesOf(typesetter: Typesetter, text: string, rightToLeft = typesetter.isRightToLeft(text)): Stroke[] {
  const outline = typesetter.outlineOf({ text, weight: 'bold', size: 20, rightToLeft });
  if (outline === null) throw new Error(`${text} is plain`);
  return outline.strokes;
}

function boxOf(strokes: Stroke[]) {
  const points = strokes.flatMap((stroke) => (stroke.to === 'close' ? [] : [stroke]));
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** Compares the shape alone, without its position. */
function formOf(strokes: Stroke[]): string {
  const { left, top } = boxOf(strokes);
  return JSON.stringify(
    strokes.map((one) => (one.to === 'close' ? '' : [(one.x - left).toFixed(2), (one.y - top).toFixed(2)])),
  );
}

const hasForm = (text: string) => /[^\s\p{Default_Ignorable_Code_Point}]/u.test(text);
const faceWith = (title: string) => {
  const order = orderWith({ title, tickets: 1 });
  const [ticket] = order.tickets;
  if (ticket === undefined) throw new Error('no ticket');
  return { order, ticket, face: faceOf(order, ticket, defaultSettings) };
};

it.each(Object.entries(scripts))('every letter of a %s text has a form of its own', async (_script, text) => {
  const typesetter = await typesetterOf(text);
  expect(typesetter.drawable(text, '?')).toBe(text);
  const letters = [...new Set(clustersOf(text))].filter(hasForm);
  const others = letters.filter((letter) =>
    typesetter.outlineOf({ text: letter, weight: 'bold', size: 20, rightToLeft: false }),
  );
  expect(others.length).toBeGreaterThan(1);
  const forms = others.map((letter) => formOf(strokesOf(typesetter, letter)));
  expect(new Set(forms).size).toBe(others.length);
  for (const letter of others) expect(strokesOf(typesetter, letter).length, letter).toBeGreaterThan(3);
});

it.each(Object.entries(scripts))('the picture of a ticket shows a %s title where it stands', async (_script, title) => {
  const { face } = faceWith(title);
  const { typesetter } = await typesetterFor([title], env);
  const [mark] = layOut(face, typesetter, await ticketPicture(env, face.picture)).filter(
    (one) => one.kind === 'outline',
  );
  if (mark?.kind !== 'outline') throw new Error('the title is no outline');
  const box = boxOf(mark.outline.strokes);
  const { data, width, channels } = decode((await ticketPng(env, face)).bytes);
  const scale = width / page.width;
  let dark = 0;
  let all = 0;
  for (let y = Math.ceil((mark.y + box.top) * scale); y < (mark.y + box.bottom) * scale; y += 1) {
    for (let x = Math.ceil((mark.x + box.left) * scale); x < (mark.x + box.right) * scale; x += 1) {
      all += 1;
      if ((data[(y * width + x) * channels] ?? 255) < 128) dark += 1;
    }
  }
  expect(dark / all).toBeGreaterThan(0.05);
  expect(dark / all).toBeLessThan(0.6);
});

it('Hebrew reads from the right, its numbers and Latin words from the left', async () => {
  const text = 'אב 12 Go';
  const typesetter = await typesetterOf(text);
  const line = strokesOf(typesetter, text);
  // A letter of another font is found in the line by its own outline.
  const leftOf = (letter: string) => {
    const letterStrokes = strokesOf(typesetter, `${letter}\u200e`, false);
    const form = formOf(letterStrokes);
    for (let from = 0; from + letterStrokes.length <= line.length; from += 1) {
      const part = line.slice(from, from + letterStrokes.length);
      if (formOf(part) === form) return boxOf(part).left;
    }
    throw new Error(`${letter} is not in the line`);
  };
  const places = ['G', 'o', '1', '2', 'ב', 'א'].map(leftOf);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});

it('Hebrew among Russian words stays in its place, and brackets face the right way', async () => {
  const text = 'Зал: (אב)';
  const typesetter = await typesetterOf(text);
  const outline = typesetter.outlineOf({ text, weight: 'regular', size: 10, rightToLeft: false });
  expect(outline?.visualText).toBe('Зал: (בא)');
});

it('Arabic letters join: first, middle and last have other forms than one that stands alone', async () => {
  const typesetter = await typesetterOf('ب ببب');
  const alone = boxOf(strokesOf(typesetter, 'ب'));
  const joined = boxOf(strokesOf(typesetter, 'ببب'));
  expect(joined.right - joined.left).toBeLessThan((alone.right - alone.left) * 2.2);
});

it('a stress mark stands over its letter and takes no room of its own', async () => {
  const typesetter = await typesetterOf('о́ о');
  const marked = strokesOf(typesetter, 'о́');
  const whole = boxOf(marked);
  const closes = marked.flatMap((stroke, at) => (stroke.to === 'close' ? [at] : []));
  const mark = boxOf(marked.slice((closes.at(-2) ?? 0) + 1));
  expect((mark.left + mark.right) / 2).toBeCloseTo((whole.left + whole.right) / 2, -0.5);
  expect(mark.bottom).toBeLessThan(whole.top + (whole.bottom - whole.top) / 2);
  expect(typesetter.measure('о́', 'bold', 20)).toBeCloseTo(typesetter.measure('о', 'bold', 20), 1);
});

it('a mark that the font of its letter lacks is drawn with the letter', async () => {
  const text = 'д\u0323';
  const typesetter = await typesetterOf(text);
  expect(typesetter.drawable(text, '?')).toBe(text);
  const letter = boxOf(strokesOf(typesetter, 'д\u200e'));
  const both = boxOf(strokesOf(typesetter, text));
  expect(both.top).toBeCloseTo(letter.top, 1);
  expect(both.bottom).toBeGreaterThan(letter.bottom + 1);
});

it('lines of Chinese and Japanese end between characters, never before a closing sign', async () => {
  const text = '東京文化会館「くるみ割り人形」。国家大剧院《天鹅湖》芭蕾舞剧、莫斯科大剧院芭蕾舞团';
  const typesetter = await typesetterOf(text);
  for (let width = 60; width < 300; width += 7) {
    const { lines } = fitText(text, { width, height: 900, weight: 'bold', sizes: [14] }, typesetter);
    expect(lines.map((line) => line.text).join('')).toBe(text);
    for (const line of lines) {
      expect(typesetter.measure(line.text, 'bold', 14)).toBeLessThanOrEqual(width);
      expect(line.text).not.toMatch(/^[」。》、]|[「《]$/);
    }
  }
});

it('lines of Thai end between words', async () => {
  const typesetter = await typesetterOf('โรงละครแห่งชาติ');
  expect(typesetter.piecesOf('โรงละครแห่งชาติ')).toEqual(expect.arrayContaining(['แห่ง', 'ชาติ']));
});

it('lines that read from the right are flush with the longest', async () => {
  const text = 'התזמורת הפילהרמונית הישראלית באולם';
  const typesetter = await typesetterOf(text);
  const { lines } = fitText(text, { width: 120, height: 200, weight: 'bold', sizes: [14] }, typesetter);
  const ends = lines.map((line) => line.indent + typesetter.measure(line.text, 'bold', 14));
  expect(lines.length).toBeGreaterThan(1);
  for (const end of ends) expect(end).toBeCloseTo(Math.max(...ends), 6);
  expect(lines.some((line) => line.indent > 1)).toBe(true);
});

it('what no font draws is replaced by words, once for many of them', async () => {
  const text = 'Концерт አዲስ, አበባ! ᎠᎡ';
  const typesetter = await typesetterOf(text);
  expect(typesetter.drawable(text, '[?]')).toBe('Концерт [?]');
  expect(typesetter.drawable('አዲስ: Лев', '[?]')).toBe('[?]: Лев');
});

it('the same ticket in Chinese becomes the same bytes', async () => {
  const { face } = faceWith(scripts.Chinese);
  const drawn = [await ticketsPdf(env, [face]), await ticketsPdf(env, [face])].map(({ bytes }) =>
    Buffer.from(bytes).toString('base64'),
  );
  expect(drawn[0]).toBe(drawn[1]);
});

it('a ticket of Latin and Cyrillic letters asks for no font', async () => {
  const { face } = faceWith('Щелкунчик — «Nutcracker», 12+');
  const nothing = { fetch: () => Promise.reject(new Error('a font was asked for')) } as unknown as Fetcher;
  expect((await ticketsPdf({ ...env, ASSETS: nothing }, [face])).complete).toBe(true);
});

it.each(['refused', 'broken'] as const)(
  'without the fonts (%s) there is a ticket, not kept, and the next is whole',
  async (how) => {
    // Each case uses a script of its own, because an isolate keeps the fonts it has parsed.
    const { order, ticket, face } = faceWith(how === 'refused' ? 'ἀρχή' : 'Ѥѩ');
    const none = async () => {
      if (how === 'broken') throw new Error('gone');
      return new Response(null, { status: 404 });
    };
    const without = { ...env, ASSETS: { fetch: none } as unknown as Fetcher };
    const first: Drawn = await ticketsPdf(without, [face]);
    expect(first.complete).toBe(false);
    const pdf = await pdfFile(without, order, [ticket]);
    expect(Buffer.from(pdf ?? []).toString('latin1')).toContain('%PDF-');
    const before = await pngFile(without, order, ticket);
    const whole = await pngFile(env, order, ticket);
    expect(Buffer.compare(Buffer.from(whole), Buffer.from(before))).not.toBe(0);
    // Now the isolate has the font.
    expect(Buffer.compare(await pngFile(without, order, ticket), whole)).toBe(0);
  },
);

it('an isolate keeps the fonts it used last, and not every font there is', async () => {
  const asked: string[] = [];
  const counting: Assets = {
    ASSETS: {
      fetch: (input, init) => {
        asked.push(String(input));
        return env.ASSETS.fetch(input, init);
      },
    },
  };
  const hebrew = () => fontsFor(['שלום'], counting as typeof env);
  await hebrew();
  asked.length = 0;
  await hebrew();
  expect(asked).toEqual([]);
  const index = z
    .object({ files: z.array(z.object({ family: z.string(), ranges: z.array(z.number()) })) })
    .parse(await (await env.ASSETS.fetch('https://assets.local/ticket-fonts/index.json')).json());
  const manyOf = index.files.filter(({ family }) => family === 'noto-sans-sc');
  const many = manyOf.map(({ ranges }) => String.fromCodePoint(ranges.at(-1) ?? 0)).join('');
  await fontsFor([many], counting as typeof env);
  asked.length = 0;
  await hebrew();
  expect(asked).toEqual([expect.stringContaining('hebrew')]);
});
