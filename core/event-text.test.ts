import { expect, it } from 'vitest';
import { placeText, shownTexts, typeNameIn } from './event-text.ts';

const event = {
  title: 'Щелкунчик',
  description: 'Балет в двух действиях',
  venue: { name: 'Театр', address: 'ул. Мира, 1', city: 'Казань' },
  translations: { en: { title: 'The Nutcracker', venue: { city: 'Kazan' } } },
};

it('an event is read in the language of its reader, and each missing text falls back to its own by itself', () => {
  expect(shownTexts(event, 'en')).toEqual({
    title: 'The Nutcracker',
    description: 'Балет в двух действиях',
    venue: { name: 'Театр', address: 'ул. Мира, 1', city: 'Kazan' },
  });
  expect(shownTexts(event, 'ru')).toMatchObject({ title: 'Щелкунчик', venue: event.venue });
});

it('a place is written without the parts that nobody filled in', () => {
  expect(placeText(event.venue)).toBe('Театр, ул. Мира, 1, Казань');
  expect(placeText({ name: 'Театр', address: '', city: 'Казань' })).toBe('Театр, Казань');
});

it('a ticket without a translated type keeps the name it was sold under', () => {
  const order = { lines: [{ ticketTypeId: 'a', translations: { en: 'Stalls' } }] };
  const ticket = { ticketTypeId: 'a', ticketTypeName: 'Партер' };
  expect(typeNameIn(order, ticket, 'en')).toBe('Stalls');
  expect(typeNameIn(order, ticket, 'ru')).toBe('Партер');
  expect(typeNameIn({ lines: [] }, ticket, 'en')).toBe('Партер');
});
