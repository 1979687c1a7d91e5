// Server-rendered pages: the buyer's order, the test acquirer's pay page, the page of a widget, and public pages:
// events, organizers and their feeds.

export { dashboardOrMissing } from './dashboard.ts';
export { neverAgainPages } from './never-again-page.tsx';
export { orderPages } from './order/order-routes.tsx';
export { eventFaceImage } from './public/event-face.ts';
export { feed } from './public/feeds.ts';
export { logo, picture } from './public/pictures.ts';
export { publicPages } from './public/public-routes.ts';
export { robots, sitemapIndex, sitemapPart } from './public/sitemap.ts';
export { payPages } from './test-acquirer/pay-routes.tsx';
export { widgetPage } from './widget/widget-page.tsx';
