// An order for tests of documents and letters.

import { ticketsOf } from '#core/holds.ts';
import type { OrderForDelivery, TicketRecord } from '../../durable-objects/event-sales/rpc.ts';

export const eventKey = '0123456789abcdef';

type Changes = {
  locale?: 'ru' | 'en';
  title?: string;
  holder?: string;
  tickets?: number;
  status?: OrderForDelivery['view']['status'];
  paidLate?: boolean;
  distributorName?: string | null;
  event?: Partial<OrderForDelivery['view']['event']>;
  discount?: number;
  /** How many tickets the discount covers; without it, all. */
  covered?: number;
  ticketTypeName?: string;
  typeTranslations?: { ru?: string; en?: string };
  voidFrom?: number;
};

export function orderWith(changes: Changes): OrderForDelivery {
  const count = changes.tickets ?? 2;
  const currency = changes.event?.currency === 'KZT' ? 'KZT' : 'RUB';
  const money = (amount: number) => ({ amount, currency }) as const;
  const orderId = `ord_${eventKey}_7h2k9q4m1x`;
  const holder = { name: changes.holder ?? 'Ёлкина Анна-Мария', email: 'anna@example.com' };
  const discount = changes.discount ?? 0;
  const typeId = `tty_${eventKey}_parter`;
  const line = { ticketTypeId: typeId, name: '', quantity: count, priceMinor: 199_900, discountMinor: discount };
  const split = ticketsOf({ ...line, covered: changes.covered, feeEachMinor: 5_000 });
  const tickets = Array.from({ length: count }, (_, index): TicketRecord => {
    const isVoid = changes.voidFrom !== undefined && index >= changes.voidFrom;
    return {
      ticketId: `tkt_${eventKey}_t${index}`,
      number: `K7QX-${String(index + 1).padStart(4, '0')}`,
      orderId,
      ticketTypeId: `tty_${eventKey}_parter`,
      ticketTypeName: changes.ticketTypeName ?? 'Партер',
      faceMinor: split[index]?.faceMinor ?? 0,
      feeMinor: split[index]?.feeMinor ?? 0,
      holder,
      status: isVoid ? 'void' : 'valid',
      revision: isVoid ? 2 : 1,
      code: `FYR1${'ABCDEFGHJKMNPQRSTVWXYZ234567'.repeat(4)}${index}`,
    };
  });
  return {
    eventRevision: 3,
    orderToken: 'tok_abcdefghijklmnopqrstuvwxyz012345',
    confirmToken: null,
    organizerId: 'pty_0123456789abcdef',
    distributorName: changes.distributorName === undefined ? 'Городская афиша' : changes.distributorName,
    tickets,
    view: {
      orderId,
      status: changes.status ?? 'paid',
      paidLate: changes.paidLate ?? false,
      createdAt: '2026-11-20T10:00:00.000Z',
      expiresAt: null,
      paidAt: '2026-11-20T10:01:00.000Z',
      total: money(204_900 * count - discount),
      refunded: money(0),
      buyer: holder,
      locale: changes.locale ?? 'ru',
      event: {
        id: `evt_${eventKey}`,
        status: 'published',
        language: 'ru',
        title: changes.title ?? 'Щелкунчик. Вечер камерной музыки',
        description: '',
        translations: {},
        startsAt: '2026-12-12T16:00:00.000Z',
        endsAt: '2026-12-12T18:30:00.000Z',
        timeZone: 'Europe/Moscow',
        venue: { name: 'Дом культуры «Рассвет»', address: 'Столярный переулок, 3, корп. 15', city: 'Москва' },
        organizerName: 'ООО «Северное сияние»',
        cover: null,
        coverAlt: '',
        ageRating: '12+',
        currency,
        ...changes.event,
      },
      lines: [
        {
          ticketTypeId: `tty_${eventKey}_parter`,
          name: changes.ticketTypeName ?? 'Партер',
          quantity: count,
          translations: changes.typeTranslations ?? {},
          price: money(199_900),
          discount: money(discount),
          serviceFee: money(5_000 * count),
          total: money(204_900 * count - discount),
        },
      ],
      tickets: tickets.map((ticket) => ({
        id: ticket.ticketId,
        number: ticket.number,
        ticketTypeId: ticket.ticketTypeId,
        ticketTypeName: ticket.ticketTypeName,
        status: ticket.status,
      })),
      payment: null,
      paymentDeclined: false,
      confirmation: null,
    },
  };
}
