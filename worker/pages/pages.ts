// Server-rendered pages: the buyer's order, the test acquirer's pay page, and the page of a widget.

export { orderPages } from './order-routes.tsx';
export { payPages } from './pay-routes.tsx';
export { widgetPage } from './widget-page.tsx';
