// The terms of a deal as typed, and how they are read into what the API takes. Used for an offer, a counter-offer and
// open terms.

import type { Currency } from '#core/contracts/basics.ts';
import type { Allotment, DealTerms } from '#core/contracts/deals.ts';
import type { TicketType } from '#core/contracts/events.ts';
import { maxServiceFeeMinor } from '#core/money.ts';
import { decimalText } from '#core/money-text.ts';
import type { Failure } from '../../api-result.ts';
import { percentText } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { localTimeText, readLocalTime } from '../../typed-times.ts';
import { readMoney, readPercent, readWhole } from '../../typed-values.ts';
import { fieldErrors } from '../../use-form.ts';

/** Fields of a ticket type are named `commission tty_…` and `keep tty_…`; those of a step `from 0`, `step 0`. */
export type TermsDraft = Record<string, string> & {
  commission: string;
  fee: string;
  allotment: string;
  capQuantity: string;
  releaseAt: string;
  validUntil: string;
  message: string;
};

export const maxSteps = 10;
const maxTickets = 1_000_000;

const termsFields = {
  commissionBps: 'commission',
  serviceFee: 'fee',
  'allotment.quantity': 'capQuantity',
  'allotment.releaseAt': 'releaseAt',
  commissionSteps: 'from 0',
  validUntil: 'validUntil',
  message: 'message',
} as const;

/** The server's refusals of single terms, at the fields that they are about. */
export function termsErrors(failure: Failure, draft: TermsDraft): Errors {
  const found = fieldErrors(failure, termsFields);
  for (const { path, problem } of failure.fields) {
    if (problem !== 'in-past') continue;
    const name = path === 'validUntil' ? 'validUntil' : 'releaseAt';
    found[name] = t().deal.past;
  }
  if (failure.code === 'currency-mismatch') found.fee = t().errors['currency-mismatch'];
  if (failure.code === 'allotment-exceeds-stock') {
    const named = failure.details.ticketTypeId;
    const field = typeof named === 'string' && draft.allotment === 'guarantee' ? `keep ${named}` : 'capQuantity';
    const available = failure.details.available;
    found[field] = typeof available === 'number' ? t().deal.tooMany(available) : t().errors['allotment-exceeds-stock'];
  }
  return found;
}

export function emptyTerms(): TermsDraft {
  return {
    commission: '',
    fee: '',
    allotment: 'open',
    capQuantity: '',
    releaseAt: '',
    validUntil: '',
    message: '',
  };
}

/** The draft of a counter-offer from the current terms. The message is not taken over. */
export function draftOfTerms(terms: DealTerms, timeZone: string): TermsDraft {
  const { allotment } = terms;
  const draft: TermsDraft = {
    ...emptyTerms(),
    commission: percentText(terms.commissionBps),
    fee: terms.serviceFee === null ? '' : typedMoney(terms.serviceFee.amount, terms.serviceFee.currency),
    allotment: allotment.kind,
    capQuantity: allotment.kind === 'cap' ? String(allotment.quantity) : '',
    releaseAt: allotment.kind === 'guarantee' ? localTimeText(allotment.releaseAt, timeZone) : '',
    validUntil: terms.validUntil === null ? '' : localTimeText(terms.validUntil, timeZone),
  };
  for (const one of terms.commissionByType) draft[`commission ${one.ticketTypeId}`] = percentText(one.commissionBps);
  if (allotment.kind === 'guarantee') {
    for (const one of allotment.lines) draft[`keep ${one.ticketTypeId}`] = String(one.quantity);
  }
  terms.commissionSteps.forEach((step, i) => {
    draft[`from ${i}`] = String(step.fromTicket);
    draft[`step ${i}`] = percentText(step.commissionBps);
  });
  return draft;
}

function typedMoney(amount: number, currency: Currency): string {
  const decimal = decimalText(amount, currency);
  return locale.value === 'ru' ? decimal.replace('.', ',') : decimal;
}

type Errors = Record<string, string>;
type Read = { ok: true; terms: DealTerms } | { ok: false; errors: Errors };

export function readTerms(draft: TermsDraft, types: readonly TicketType[], currency: Currency, timeZone: string): Read {
  const errors: Errors = {};
  const commission = readPercent(draft.commission);
  if (!commission.ok) errors.commission = t().typed.percent[commission.problem];
  const fee = draft.fee.trim() === '' ? null : readMoney(draft.fee, currency, locale.value, maxServiceFeeMinor);
  if (fee?.ok === false) errors.fee = t().typed.money[fee.problem];
  const commissionByType = types.flatMap((type) => {
    const typed = draft[`commission ${type.id}`]?.trim() ?? '';
    if (typed === '') return [];
    const bps = readPercent(typed);
    if (bps.ok) return [{ ticketTypeId: type.id, commissionBps: bps.value }];
    errors[`commission ${type.id}`] = t().typed.percent[bps.problem];
    return [];
  });
  const commissionSteps = readSteps(draft, errors);
  const allotment = readAllotment(draft, types, timeZone, errors);
  const validUntil = readFuture(draft.validUntil, timeZone, 'validUntil', errors);
  if (!commission.ok || allotment === null || Object.keys(errors).length > 0) return { ok: false, errors };
  return {
    ok: true,
    terms: {
      commissionBps: commission.value,
      serviceFee: fee?.ok === true && fee.value > 0 ? { amount: fee.value, currency } : null,
      commissionByType,
      commissionSteps,
      allotment,
      validUntil,
      message: draft.message.trim(),
    },
  };
}

function readSteps(draft: TermsDraft, errors: Errors): DealTerms['commissionSteps'] {
  const steps: DealTerms['commissionSteps'] = [];
  for (let i = 0; i < maxSteps; i++) {
    const typedFrom = draft[`from ${i}`]?.trim() ?? '';
    const typedBps = draft[`step ${i}`]?.trim() ?? '';
    if (typedFrom === '' && typedBps === '') continue;
    const from = readWhole(typedFrom, 2, maxTickets);
    const bps = readPercent(typedBps);
    if (!from.ok || from.value <= (steps.at(-1)?.fromTicket ?? 1)) errors[`from ${i}`] = t().deal.stepsRise;
    if (!bps.ok) errors[`step ${i}`] = t().typed.percent[bps.problem];
    if (from.ok && bps.ok) steps.push({ fromTicket: from.value, commissionBps: bps.value });
  }
  return steps;
}

function readAllotment(
  draft: TermsDraft,
  types: readonly TicketType[],
  timeZone: string,
  errors: Errors,
): Allotment | null {
  if (draft.allotment === 'cap') {
    const most = Math.min(
      maxTickets,
      types.reduce((sum, type) => sum + (type.hidden ? 0 : mostOf(type)), 0),
    );
    const quantity = readWhole(draft.capQuantity, 1, maxTickets);
    if (quantity.ok && quantity.value <= most) return { kind: 'cap', quantity: quantity.value };
    errors.capQuantity = quantity.ok ? t().deal.tooMany(most) : t().typed.whole(1, most);
    return null;
  }
  if (draft.allotment !== 'guarantee') return { kind: 'open' };
  const lines = types.flatMap((type) => {
    const name = `keep ${type.id}`;
    const typed = draft[name]?.trim() ?? '';
    if (typed === '' || typed === '0') return [];
    const most = mostOf(type);
    const quantity = readWhole(typed, 1, most);
    if (quantity.ok) return [{ ticketTypeId: type.id, quantity: quantity.value }];
    const asNumber = readWhole(typed, 1, maxTickets);
    errors[name] = asNumber.ok ? t().deal.tooMany(most) : t().typed.whole(1, most);
    return [];
  });
  const first = types[0];
  if (lines.length === 0 && first !== undefined) errors[`keep ${first.id}`] ??= t().deal.guaranteeMissing;
  const releaseAt = readFuture(draft.releaseAt, timeZone, 'releaseAt', errors);
  if (releaseAt === null) {
    errors.releaseAt ??= t().typed.time.empty;
    return null;
  }
  return lines.length === 0 ? null : { kind: 'guarantee', lines, releaseAt };
}

/** A distributor may not know the capacity, so only the server judges what they type. */
function mostOf(type: TicketType): number {
  return type.capacity ?? maxTickets;
}

function readFuture(text: string, timeZone: string, name: string, errors: Errors): string | null {
  if (text === '') return null;
  const time = readLocalTime(text, timeZone);
  if (!time.ok) errors[name] = t().typed.time[time.problem];
  else if (Date.parse(time.value) <= Date.now()) errors[name] = t().deal.past;
  return time.ok ? time.value : null;
}

/** What can be read of an unfinished draft, to show it in money; null until there is a commission. */
export function readablePart(draft: TermsDraft, types: readonly TicketType[], currency: Currency) {
  const commission = readPercent(draft.commission);
  if (!commission.ok) return null;
  const fee = readMoney(draft.fee, currency, locale.value, maxServiceFeeMinor);
  const commissionByType = types.flatMap((type) => {
    const own = readPercent(draft[`commission ${type.id}`] ?? '');
    return own.ok ? [{ ticketTypeId: type.id, commissionBps: own.value }] : [];
  });
  return {
    commissionBps: commission.value,
    serviceFee: fee.ok ? { amount: fee.value, currency } : null,
    commissionByType,
    commissionSteps: readSteps(draft, {}).filter((step, i, all) => step.fromTicket > (all[i - 1]?.fromTicket ?? 1)),
    allotment: readableAllotment(draft, types),
  };
}

function readableAllotment(draft: TermsDraft, types: readonly TicketType[]): Allotment {
  const cap = readWhole(draft.capQuantity, 1, maxTickets);
  if (draft.allotment === 'cap' && cap.ok) return { kind: 'cap', quantity: cap.value };
  if (draft.allotment !== 'guarantee') return { kind: 'open' };
  const lines = types.flatMap((type) => {
    const quantity = readWhole(draft[`keep ${type.id}`] ?? '', 1, mostOf(type));
    return quantity.ok ? [{ ticketTypeId: type.id, quantity: quantity.value }] : [];
  });
  // The value is only computed with and never sent, so the release date does not matter here.
  return lines.length === 0 ? { kind: 'open' } : { kind: 'guarantee', lines, releaseAt: '' };
}
