import { env } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { decode } from 'fast-png';
import { decodeQR } from 'qr/decode.js';
import { expect, it } from 'vitest';
import { defaultSettings } from '#core/settings.ts';
import type { OrderForDelivery } from '../../../durable-objects/event-sales/rpc.ts';
import { messagesIn } from '../messages/messages.ts';
import { orderWith } from '../order-for-delivery.fixture.ts';
import { faceOf, fingerprintOf, type TicketFace, ticketPng, ticketsPdf } from './documents.ts';
import { layOut, page } from './layout.ts';
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
  const marks = layOut(face, typesetter);
  expect(marks.some((mark) => mark.kind === 'code')).toBe(false);
  expect(marks.map((mark) => (mark.kind === 'text' ? mark.text : '')).join(' ')).toContain('больше не действует');
});

it.each([...'ЩWბשب北'])(
  'no length of any text leaves the page, meets the code or runs into another (%s)',
  async (letter) => {
    const [face] = facesOf(extreme(letter));
    const { typesetter } = await typesetterFor([letter], env);
    const marks = layOut(face, typesetter);
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
