// D1's copy of the sales, for lists and statements: written by facts, read by the dashboard, never asked by a sale.

export { copyLag } from './lag.ts';
export { type ChannelJob, type OrderJob, projectChannel, projectOrderAnew, projectOrders } from './project.ts';
export { balanceEntries, balanceOf, eventLedger, eventOrders } from './statements.ts';
