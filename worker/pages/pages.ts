// Server-rendered pages: the buyer's order, the test acquirer's pay page, the page of a widget, and what anyone may
// read: events, organizers and their feeds.

export { dashboardOrMissing } from './dashboard.ts';
export { eventFaceImage } from './event-face.ts';
export { buyEvent, eventCalendar, eventPage } from './event-page.tsx';
export { feed } from './feeds.ts';
export { neverAgainPages } from './never-again-page.tsx';
export { orderPages } from './order-routes.tsx';
export { organizerPage } from './organizer-page.tsx';
export { payPages } from './pay-routes.tsx';
export { picture } from './pictures.ts';
export { robots, sitemapIndex, sitemapPart } from './sitemap.ts';
export { widgetPage } from './widget-page.tsx';
