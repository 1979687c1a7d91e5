// What the organizer alone sees beside an order.

export { orderHistory } from './order-history.ts';
export { readNote, setNote } from './order-note.ts';
export { renameHolder } from './rename-holder.ts';
