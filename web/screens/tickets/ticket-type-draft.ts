// The ticket type editor's fields as typed, and how they are read into what the API takes.

import type { AddTicketTypeRequest, TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { maxPriceMinor } from '#core/money.ts';
import { decimalText } from '#core/money-text.ts';
import { locale, t } from '../../language.ts';
import { localTimeText, readShownTime } from '../../typed-times.ts';
import { readMoney, readWhole } from '../../typed-values.ts';
import { otherLanguage } from '../event/event-draft.ts';

export type TypeDraft = Record<
  | 'name'
  | 'otherName'
  | 'description'
  | 'otherDescription'
  | 'price'
  | 'capacity'
  | 'salesFrom'
  | 'salesTo'
  | 'minPerOrder'
  | 'maxPerOrder'
  | 'maxPerContact'
  | 'hidden'
  | 'position',
  string
>;

export const typeDraftFields = {
  name: 'name',
  description: 'description',
  price: 'price',
  capacity: 'capacity',
  salesFrom: 'salesFrom',
  salesTo: 'salesTo',
  minPerOrder: 'minPerOrder',
  maxPerOrder: 'maxPerOrder',
  maxPerContact: 'maxPerContact',
  position: 'position',
  'capacity-below-sold': 'capacity',
} as const;

const maxCapacity = 1_000_000;
const maxPerOrderLimit = 50;
const maxPerContactLimit = 1_000;

export function emptyTypeDraft(): TypeDraft {
  return {
    name: '',
    otherName: '',
    description: '',
    otherDescription: '',
    price: '',
    capacity: '',
    salesFrom: '',
    salesTo: '',
    minPerOrder: '1',
    maxPerOrder: '10',
    maxPerContact: '',
    hidden: 'no',
    position: '0',
  };
}

export function typeDraftOf(type: TicketType, event: TicketedEvent): TypeDraft {
  const other = type.translations[otherLanguage(event.language)];
  const decimal = decimalText(type.price.amount, type.price.currency);
  return {
    name: type.name,
    otherName: other?.name ?? '',
    description: type.description,
    otherDescription: other?.description ?? '',
    price: locale.value === 'ru' ? decimal.replace('.', ',') : decimal,
    capacity: type.capacity === null ? '' : String(type.capacity),
    salesFrom: type.salesFrom === null ? '' : localTimeText(type.salesFrom, event.timeZone),
    salesTo: type.salesTo === null ? '' : localTimeText(type.salesTo, event.timeZone),
    minPerOrder: String(type.minPerOrder),
    maxPerOrder: String(type.maxPerOrder),
    maxPerContact: type.maxPerContact === null ? '' : String(type.maxPerContact),
    hidden: type.hidden ? 'yes' : 'no',
    position: String(type.position),
  };
}

type Read = { ok: true; type: AddTicketTypeRequest } | { ok: false; errors: Record<string, string> };

/** What reading needs to know of the event. */
type OfEvent = Pick<TicketedEvent, 'currency' | 'language' | 'timeZone'>;

export function readTypeDraft(draft: TypeDraft, event: OfEvent, type: TicketType | null = null): Read {
  const errors: Record<string, string> = {};
  if (draft.name.trim() === '') errors.name = t().form.required;
  const price = readMoney(draft.price, event.currency, locale.value, maxPriceMinor);
  if (!price.ok) errors.price = t().typed.money[price.problem];
  const capacity = readWhole(draft.capacity, 0, maxCapacity);
  if (!capacity.ok) errors.capacity = t().typed.whole(0, maxCapacity);
  const least = readWhole(draft.minPerOrder, 1, maxPerOrderLimit);
  if (!least.ok) errors.minPerOrder = t().typed.whole(1, maxPerOrderLimit);
  const most = readWhole(draft.maxPerOrder, 1, maxPerOrderLimit);
  if (!most.ok) errors.maxPerOrder = t().typed.whole(1, maxPerOrderLimit);
  else if (least.ok && most.value < least.value) errors.maxPerOrder = t().types.maxBelowMin;
  const ofContact = draft.maxPerContact.trim() === '' ? null : readWhole(draft.maxPerContact, 1, maxPerContactLimit);
  if (ofContact?.ok === false) errors.maxPerContact = t().typed.whole(1, maxPerContactLimit);
  const position = readWhole(draft.position, 0, 1_000);
  if (!position.ok) errors.position = t().typed.whole(0, 1_000);
  const salesFrom = optionalTime(draft, event, type, errors, 'salesFrom');
  const salesTo = optionalTime(draft, event, type, errors, 'salesTo');
  if (salesFrom !== null && salesTo !== null && salesTo <= salesFrom) errors.salesTo = t().types.windowWrong;
  if (!price.ok || !capacity.ok || !least.ok || !most.ok || !position.ok || Object.keys(errors).length > 0)
    return { ok: false, errors };
  return {
    ok: true,
    type: {
      name: draft.name.trim(),
      description: draft.description.trim(),
      translations: readTranslation(draft, event),
      price: { amount: price.value, currency: event.currency },
      capacity: capacity.value,
      salesFrom,
      salesTo,
      minPerOrder: least.value,
      maxPerOrder: most.value,
      maxPerContact: ofContact?.ok === true ? ofContact.value : null,
      hidden: draft.hidden === 'yes',
      position: position.value,
    },
  };
}

function readTranslation(draft: TypeDraft, event: OfEvent): AddTicketTypeRequest['translations'] {
  const name = draft.otherName.trim();
  const description = draft.otherDescription.trim();
  if (name === '' && description === '') return {};
  const texts = { ...(name !== '' && { name }), ...(description !== '' && { description }) };
  return { [otherLanguage(event.language)]: texts };
}

function optionalTime(
  draft: TypeDraft,
  { timeZone }: OfEvent,
  type: TicketType | null,
  errors: Record<string, string>,
  name: 'salesFrom' | 'salesTo',
): string | null {
  if (draft[name] === '') return null;
  const at = type?.[name] ?? null;
  const time = readShownTime(draft[name], timeZone, at === null ? null : { at, timeZone });
  if (time.ok) return time.value;
  errors[name] = t().typed.time[time.problem];
  return null;
}
