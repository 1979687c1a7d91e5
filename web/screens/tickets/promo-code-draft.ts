// The promo code editor's fields as typed, and how they are read into what the API takes.

import type { TicketedEvent } from '#core/contracts/events.ts';
import type { AddPromoCodeRequest, PromoCode } from '#core/contracts/promo-codes.ts';
import { maxTicketsPerHold } from '#core/holds.ts';
import { decimalText } from '#core/money-text.ts';
import { percentText } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { localTimeText, readLocalTime } from '../../typed-times.ts';
import { readMoney, readPercent, readWhole } from '../../typed-values.ts';

/** Each ticket type has a field of its own, `type tty_…`: 'yes' or empty. */
type PromoDraft = Record<string, string> &
  Record<
    'code' | 'kind' | 'percent' | 'amount' | 'maxUses' | 'maxTickets' | 'refundRestoresUse' | 'validFrom' | 'validTo',
    string
  >;

export const promoDraftFields = {
  code: 'code',
  'discount.bps': 'percent',
  'discount.amount': 'amount',
  maxUses: 'maxUses',
  maxTickets: 'maxTickets',
  validFrom: 'validFrom',
  validTo: 'validTo',
  'promo-code-exists': 'code',
} as const;

const mostUses = 1_000_000;

export function emptyPromoDraft(): PromoDraft {
  return {
    code: '',
    kind: 'percent',
    percent: '10',
    amount: '',
    maxUses: '',
    maxTickets: '',
    refundRestoresUse: 'yes',
    validFrom: '',
    validTo: '',
  };
}

export function promoDraftOf(promo: PromoCode, event: TicketedEvent): PromoDraft {
  const { discount } = promo;
  const draft: PromoDraft = {
    ...emptyPromoDraft(),
    code: promo.code,
    kind: discount.kind,
    maxUses: promo.maxUses === null ? '' : String(promo.maxUses),
    maxTickets: promo.maxTickets === null ? '' : String(promo.maxTickets),
    refundRestoresUse: promo.refundRestoresUse ? 'yes' : '',
    validFrom: promo.validFrom === null ? '' : localTimeText(promo.validFrom, event.timeZone),
    validTo: promo.validTo === null ? '' : localTimeText(promo.validTo, event.timeZone),
  };
  if (discount.kind === 'percent') draft.percent = percentText(discount.bps);
  else {
    const decimal = decimalText(discount.amount.amount, discount.amount.currency);
    draft.amount = locale.value === 'ru' ? decimal.replace('.', ',') : decimal;
  }
  for (const id of promo.ticketTypeIds ?? []) draft[`type ${id}`] = 'yes';
  return draft;
}

type Errors = Record<string, string>;
type Read = { ok: true; promo: AddPromoCodeRequest } | { ok: false; errors: Errors };

export function readPromoDraft(draft: PromoDraft, event: TicketedEvent): Read {
  const errors: Errors = {};
  const code = draft.code.normalize('NFC').trim();
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_-]{1,39}$/u.test(code)) errors.code = t().promo.codeWrong;
  const discount = readDiscount(draft, event, errors);
  const maxUses = readBound(draft.maxUses, mostUses, errors, 'maxUses');
  const maxTickets = readBound(draft.maxTickets, maxTicketsPerHold, errors, 'maxTickets');
  const refundRestoresUse = draft.refundRestoresUse === 'yes';
  const validFrom = optionalTime(draft.validFrom, event, errors, 'validFrom');
  const validTo = optionalTime(draft.validTo, event, errors, 'validTo');
  if (validFrom !== null && validTo !== null && validTo <= validFrom) errors.validTo = t().promo.windowWrong;
  if (discount === null || Object.keys(errors).length > 0) return { ok: false, errors };
  const marked = Object.keys(draft).filter((name) => name.startsWith('type ') && draft[name] === 'yes');
  const ticketTypeIds = marked.length === 0 ? null : marked.map((name) => name.slice('type '.length));
  return {
    ok: true,
    promo: { code, discount, maxUses, maxTickets, refundRestoresUse, validFrom, validTo, ticketTypeIds },
  };
}

function readDiscount(draft: PromoDraft, event: TicketedEvent, errors: Errors): AddPromoCodeRequest['discount'] | null {
  if (draft.kind === 'percent') {
    const percent = readPercent(draft.percent);
    if (!percent.ok) errors.percent = t().typed.percent[percent.problem];
    else if (percent.value === 0) errors.percent = t().promo.nothingOff;
    return percent.ok ? { kind: 'percent', bps: percent.value } : null;
  }
  const amount = readMoney(draft.amount, event.currency, locale.value);
  if (!amount.ok) errors.amount = t().typed.money[amount.problem];
  else if (amount.value === 0) errors.amount = t().promo.nothingOff;
  return amount.ok ? { kind: 'amount', amount: { amount: amount.value, currency: event.currency } } : null;
}

/** An empty field means no limit. */
function readBound(text: string, most: number, errors: Errors, name: string): number | null {
  if (text.trim() === '') return null;
  const bound = readWhole(text, 1, most);
  if (bound.ok) return bound.value;
  errors[name] = t().typed.whole(1, most);
  return null;
}

function optionalTime(text: string, event: TicketedEvent, errors: Errors, name: string): string | null {
  if (text === '') return null;
  const time = readLocalTime(text, event.timeZone);
  if (time.ok) return time.value;
  errors[name] = t().typed.time[time.problem];
  return null;
}
