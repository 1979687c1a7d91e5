// Server-rendered pages: the buyer's order, and the test acquirer's pay page.

export { orderPages } from './order-routes.tsx';
export { payPages } from './pay-routes.tsx';
