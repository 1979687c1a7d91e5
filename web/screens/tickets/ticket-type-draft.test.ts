// What the editor shows of a ticket type and what it sends of it, field by field.

import { expect, it } from 'vitest';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { readTypeDraft, typeDraftOf } from './ticket-type-draft.ts';

const event = { language: 'ru', currency: 'RUB', timeZone: 'Europe/Moscow' } as TicketedEvent;

const stored: TicketType = {
  id: 'tty_1',
  eventId: 'evt_1',
  name: 'Столик',
  description: 'Чай\nи сладкое',
  translations: { en: { name: 'Table', description: 'Tea\nand sweets' } },
  price: { amount: 320_050, currency: 'RUB' },
  capacity: 24,
  salesFrom: '2026-12-01T09:00:00.000Z',
  salesTo: null,
  minPerOrder: 1,
  maxPerOrder: 4,
  maxPerContact: 8,
  hidden: true,
  position: 2,
  available: 24,
  availability: 'available',
  sold: 0,
  held: 0,
  unsellable: 0,
};

it('a ticket type that is opened and saved is sent as it is', () => {
  const { id, eventId, available, availability, sold, held, unsellable, ...fields } = stored;
  expect(readTypeDraft(typeDraftOf(stored, event), event, stored)).toEqual({ ok: true, type: fields });
});

it.each<[string, Partial<Record<'otherName' | 'otherDescription', string>>, TicketType['translations']]>([
  ['nothing', { otherName: ' ', otherDescription: '' }, {}],
  ['only its name', { otherDescription: '' }, { en: { name: 'Table' } }],
  ['only its description', { otherName: '' }, { en: { description: 'Tea\nand sweets' } }],
])('of a ticket type with %s translated no empty text is sent', (_what, typed, translations) => {
  const read = readTypeDraft({ ...typeDraftOf(stored, event), ...typed }, event, stored);
  expect(read).toMatchObject({ ok: true });
  expect(read.ok && read.type.translations).toEqual(translations);
});
