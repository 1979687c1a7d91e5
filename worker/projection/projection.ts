// The projection: D1's copy of orders, tickets and ledger for lists and statements. Messages of the objects write it, the
// dashboard reads it, and no sale depends on it.

export { eventFigures } from './event-figures.ts';
export { listGuests } from './guest-list.ts';
export { copyLag } from './lag.ts';
export { balanceMonth, monthBetween, monthOf } from './months.ts';
export { listOrders, whichOrders } from './order-list.ts';
export { platformSales, ticketsSoldSince } from './platform-sales.ts';
export { type ChannelMessage, type OrderMessage, projectChannel, projectOrderAnew, projectOrders } from './project.ts';
export {
  type Day,
  type DaySum,
  earnedByDay,
  earnedByEvent,
  lastDays,
  type SellerSum,
  salesByDay,
  salesBySeller,
} from './sales-by-day.ts';
export { balanceEntries, balanceOf, eventLedger } from './statements.ts';
