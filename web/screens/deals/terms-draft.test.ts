import { beforeAll, expect, it } from 'vitest';
import type { TicketType } from '#core/contracts/events.ts';
import { loadTexts } from '../../language.ts';
import { en } from '../../messages/en.ts';
import { emptyTerms, readablePart, readTerms, type TermsDraft, termsErrors } from './terms-draft.ts';

beforeAll(() => loadTexts(['shell', 'deals', 'inside']));

const type = (id: string, capacity: number, hidden = false): TicketType => ({
  id,
  eventId: 'evt_1',
  name: id,
  description: '',
  translations: {},
  price: { amount: 100_000, currency: 'RUB' },
  capacity,
  salesFrom: null,
  salesTo: null,
  minPerOrder: 1,
  maxPerOrder: 10,
  maxPerContact: null,
  hidden,
  position: 0,
  available: capacity,
  availability: 'available',
  sold: null,
  held: null,
  unsellable: null,
});
const types = [type('tty_a', 100), type('tty_b', 20), type('tty_own', 500, true)];

function read(fields: Record<string, string>) {
  const draft: TermsDraft = { ...emptyTerms(), commission: '8', ...fields };
  return readTerms(draft, types, 'RUB', 'Europe/Moscow');
}
const errors = (fields: Record<string, string>) => {
  const found = read(fields);
  return found.ok ? {} : found.errors;
};

it('says beside each field what is wrong with it', () => {
  expect(errors({ commission: '120' })).toEqual({ commission: en.typed.percent['too-much'] });
  expect(errors({ 'commission tty_a': '101' })).toEqual({ 'commission tty_a': en.typed.percent['too-much'] });
  expect(errors({ fee: 'много' })).toHaveProperty('fee');
  expect(errors({ allotment: 'cap', capQuantity: '121' })).toEqual({ capQuantity: en.deal.tooMany(120) });
  expect(errors({ allotment: 'cap', capQuantity: '' })).toHaveProperty('capQuantity');
  expect(errors({ allotment: 'guarantee', 'keep tty_b': '21', releaseAt: '2036-01-01T10:00' })).toEqual({
    'keep tty_b': en.deal.tooMany(20),
    'keep tty_a': en.deal.guaranteeMissing,
  });
  expect(errors({ allotment: 'guarantee', 'keep tty_b': '2', releaseAt: '2020-01-01T10:00' })).toEqual({
    releaseAt: en.deal.past,
  });
  expect(errors({ validUntil: '2020-01-01T10:00' })).toEqual({ validUntil: en.deal.past });
  for (const steps of [
    { 'from 0': '1', 'step 0': '12' },
    { 'from 0': '100', 'step 0': '12', 'from 1': '50', 'step 1': '15' },
    { 'from 0': '100', 'step 0': '12', 'from 1': '100', 'step 1': '15' },
  ]) {
    expect(Object.values(errors(steps))).toEqual([en.deal.stepsRise]);
  }
});

it('shows in money what can be read already, and nothing before there is a commission', () => {
  expect(readablePart({ ...emptyTerms(), fee: '50' }, types, 'RUB')).toBeNull();
  const draft = {
    ...emptyTerms(),
    commission: '8',
    fee: 'x',
    'from 0': '101',
    'step 0': '12',
    'from 1': '90',
    'step 1': '1',
  };
  expect(readablePart(draft, types, 'RUB')).toEqual({
    commissionBps: 800,
    serviceFee: null,
    commissionByType: [],
    commissionSteps: [{ fromTicket: 101, commissionBps: 1_200 }],
    allotment: { kind: 'open' },
  });
});

it('puts what the server refuses next to the field it is about', () => {
  const failure = { code: 'allotment-exceeds-stock' as const, fields: [], requestId: null };
  const draft = { ...emptyTerms(), allotment: 'guarantee' };
  expect(termsErrors({ ...failure, details: { ticketTypeId: 'tty_b', available: 3 } }, draft)).toEqual({
    'keep tty_b': en.deal.tooMany(3),
  });
  expect(termsErrors({ ...failure, details: { available: 7 } }, { ...draft, allotment: 'cap' })).toEqual({
    capQuantity: en.deal.tooMany(7),
  });
  const past = { path: 'allotment.releaseAt', problem: 'in-past' };
  expect(termsErrors({ code: 'invalid-request', fields: [past], details: {}, requestId: null }, draft)).toEqual({
    releaseAt: en.deal.past,
  });
});
