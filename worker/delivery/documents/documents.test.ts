import { env } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { decode } from 'fast-png';
import { decodeQR } from 'qr/decode.js';
import { expect, it } from 'vitest';
import { eventFace } from '#core/event-face/event-face.ts';
import { faceSizes } from '#core/event-face/face-paths.ts';
import { pictureSamples } from '#core/pictures/samples.fixture.ts';
import { defaultSettings } from '#core/settings.ts';
import type { OrderForDelivery } from '../../../durable-objects/event-sales/rpc.ts';
import { messagesIn } from '../messages/messages.ts';
import { orderWith } from '../order-for-delivery.fixture.ts';
import { faceOf, fingerprintOf, type TicketFace, ticketPng, ticketsPdf } from './documents.ts';
import { layOut, page } from './layout.ts';
import { pngOfShapes } from './png.ts';
import { ticketPicture } from './ticket-picture.ts';
import { typesetterFor } from './typesetter.ts';

function facesOf(order: OrderForDelivery, settings = defaultSettings): [TicketFace, ...TicketFace[]] {
  const [first, ...rest] = order.tickets.map((ticket) => faceOf(order, ticket, settings));
  if (first === undefined) throw new Error('an order has tickets');
  return [first, ...rest];
}

const pdf = async (order: OrderForDelivery) => (await ticketsPdf(env, facesOf(order))).bytes;
const png = async (face: TicketFace) => (await ticketPng(env, face)).bytes;
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const extreme = (letter: string) =>
  orderWith({
    title: `${letter.repeat(120)} ${'W'.repeat(79)}`,
    holder: letter.repeat(120),
    ticketTypeName: letter.repeat(120),
    distributorName: letter.repeat(120),
    event: {
      venue: { name: letter.repeat(200), address: letter.repeat(300), city: letter.repeat(100) },
      organizerName: letter.repeat(120),
      startsAt: '2026-12-12T16:00:00.000Z',
      endsAt: '2026-12-15T18:00:00.000Z',
    },
  });

it('the same order becomes the same PDF, byte for byte, also on another day', async () => {
  const first = await pdf(orderWith({ tickets: 3 }));
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect(sha(await pdf(orderWith({ tickets: 3 })))).toBe(sha(first));
});

it('the same ticket becomes the same picture, byte for byte', async () => {
  const [face] = facesOf(orderWith({}));
  expect(sha(await png(face))).toBe(sha(await png(face)));
});

it('a changed ticket gets another fingerprint, so its file gets another name', () => {
  const before = fingerprintOf(facesOf(orderWith({})));
  expect(fingerprintOf(facesOf(orderWith({ title: 'Другое название' })))).not.toBe(before);
  expect(fingerprintOf(facesOf(orderWith({ voidFrom: 1 })))).not.toBe(before);
  const renamed = { ...defaultSettings, brandName: { ru: 'Сцена', en: 'Stage' } };
  expect(fingerprintOf(facesOf(orderWith({}), renamed))).not.toBe(before);
});

it('the QR in the picture is the ticket code', async () => {
  const order = orderWith({});
  const [face] = facesOf(order);
  const { width, height, data } = decode(await png(face));
  expect(decodeQR({ width, height, data: new Uint8Array(data) })).toBe(order.tickets[0]?.code);
});

it('a void ticket carries no code', async () => {
  const order = orderWith({ voidFrom: 0 });
  const [face] = facesOf(order);
  const { typesetter } = await typesetterFor([], env);
  const marks = layOut(face, typesetter, await ticketPicture(env, face.picture));
  expect(marks.some((mark) => mark.kind === 'code')).toBe(false);
  expect(marks.map((mark) => (mark.kind === 'text' ? mark.text : '')).join(' ')).toContain('больше не действует');
});

it.each([...'ЩWბשب北'])(
  'no length of any text leaves the page, meets the code or runs into another (%s)',
  async (letter) => {
    const [face] = facesOf(extreme(letter));
    const { typesetter } = await typesetterFor([letter], env);
    const marks = layOut(face, typesetter, await ticketPicture(env, face.picture));
    const code = marks.find((mark) => mark.kind === 'code');
    if (code?.kind !== 'code') throw new Error('no code');
    const texts = marks.flatMap((mark) => {
      if ((mark.kind !== 'text' || mark.align === 'right') && mark.kind !== 'outline') return [];
      const width =
        mark.kind === 'outline' ? mark.outline.width : typesetter.measure(mark.text, mark.weight, mark.size);
      return [
        { left: mark.x, right: mark.x + width, top: mark.y - mark.size * 0.75, bottom: mark.y + mark.size * 0.22 },
      ];
    });
    for (const text of texts) {
      expect(text.right).toBeLessThanOrEqual(page.width - 33);
      expect(text.bottom).toBeLessThanOrEqual(page.height - 6);
      const meets = text.right > code.x && text.left < code.x + code.side;
      expect(meets && text.bottom > code.y && text.top < code.y + code.side).toBe(false);
    }
    for (const [i, a] of texts.entries()) {
      for (const b of texts.slice(i + 1)) {
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        expect(apart, JSON.stringify([a, b])).toBe(true);
      }
    }
  },
);

it('a name cannot become markup of the picture', async () => {
  const [face] = facesOf(orderWith({ title: '</text><image href="https://evil.example/x"/>', holder: '"><script>' }));
  expect((await png(face)).length).toBeGreaterThan(10_000);
  expect(face.title).toContain('</text>');
});

it('the prices on the tickets add up to what was paid', () => {
  const faces = facesOf(orderWith({ tickets: 3, discount: 100 }));
  expect(faces.map((face) => face.price)).toEqual([
    '1\u00a0998,67\u00a0₽',
    '1\u00a0998,67\u00a0₽',
    '1\u00a0998,66\u00a0₽',
  ]);
});

it('a ticket speaks the language of its order: title, place and type, each part that is translated', () => {
  const venue = { name: 'House of Culture', city: 'Moscow' };
  const event = { translations: { en: { title: 'The Nutcracker', venue } } };
  const [face] = facesOf(orderWith({ locale: 'en', event, typeTranslations: { en: 'Stalls' } }));
  expect(face).toMatchObject({
    title: 'The Nutcracker',
    venue: 'House of Culture',
    address: 'Moscow, Столярный переулок, 3, корп. 15',
    type: 'Stalls',
  });
});

it('a ticket that the discount does not cover is printed at its full price', () => {
  const faces = facesOf(orderWith({ tickets: 2, discount: 199_900, covered: 1 }));
  expect(faces.map((face) => [face.price, face.serviceFee === null])).toEqual([
    [messagesIn('ru').ticket.free, true],
    [expect.stringContaining('999'), false],
  ]);
});

it('the date is told in the zone of the event, in the language of the buyer', () => {
  const [ru] = facesOf(orderWith({}));
  const [en] = facesOf(orderWith({ locale: 'en', event: { timeZone: 'Asia/Almaty' } }));
  expect([ru.date, ru.time]).toEqual(['Суббота, 12 декабря 2026 г.', '19:00–21:30, по Москве']);
  expect([en.date, en.time]).toEqual(['Saturday, 12 December 2026', '21:00–23:30, Almaty time']);
});

it('a ticket begins with the art of its event, whatever it is composed of, as its page shows it', async () => {
  const compositions = new Set<string>();
  for (let n = 0; n < 24; n += 1) {
    const order = orderWith({ event: { id: `evt_${n}` } });
    const [face] = facesOf(order);
    const { width, data, channels } = decode(await png(face));
    // The page cuts the middle out of the same wide picture.
    const [from, cut] = ['viewBox="0 0 1200 630" width="1200" height="630"', 1200 * (44 / 420)];
    const svg = eventFace(`evt_${n}`, faceSizes.wide);
    compositions.add(svg.replace(/[^a-zA-Z<]/g, '').slice(0, 200));
    const middle = `viewBox="0 ${(630 - cut) / 2} 1200 ${cut}" width="1260" height="132"`;
    const art = decode(await pngOfShapes(svg.replace(from, middle)));
    let other = 0;
    for (let at = 0; at < 1260 * 132; at += 1) {
      const [x, y] = [at % 1260, Math.floor(at / 1260)];
      const apart = [0, 1, 2].some((channel) => {
        const drawn = Number(data[(y * width + x) * channels + channel]);
        return Math.abs(drawn - Number(art.data[at * art.channels + channel])) > 40;
      });
      if (apart) other += 1;
    }
    // Edges alone may differ, by how they are smoothed.
    expect(other / (1260 * 132), `evt_${n}`).toBeLessThan(0.004);
  }
  expect(compositions.size).toBeGreaterThan(5);
});

it('a ticket begins with the cover of its event, and with the art while the file is missing', async () => {
  const url = '/img/evt_0123456789abcdef/0123456789abcdef0123456789abcdef/social.jpg';
  const social = { url, type: 'image/jpeg' as const, width: 320, height: 240 };
  const order = orderWith({ tickets: 3, event: { cover: { ...social, smaller: [], social } } });
  const faces = facesOf(order);
  expect(fingerprintOf(faces)).not.toBe(fingerprintOf(facesOf(orderWith({ tickets: 3 }))));
  expect((await ticketPicture(env, faces[0].picture)).kind).toBe('art');
  await env.FILES.put(url.replace('/img/', 'covers/'), Buffer.from(pictureSamples.jpeg, 'base64'));
  expect((await ticketPicture(env, faces[0].picture)).kind).toBe('cover');
  const file = Buffer.from(await pdf(order)).toString('latin1');
  // One copy of the picture, whatever the number of tickets.
  expect(file.split('/Subtype /Image').length - 1).toBe(1);
  expect(file).toContain('/DCTDecode');
});

it('the art makes files hardly larger', async () => {
  expect((await pdf(orderWith({ tickets: 1 }))).length).toBeLessThan(32_000);
  expect((await pdf(orderWith({ tickets: 10 }))).length).toBeLessThan(80_000);
});
