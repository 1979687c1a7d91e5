// The catalog: events, ticket types and promo codes of organizers, and the lists everybody reads. D1 owns them; the events'
// objects hold the published part by revision (worker/publishing).

export { coverFile } from './cover-files.ts';
export { putCover, removeCover } from './covers.ts';
export { duplicateEvent } from './duplicate.ts';
export { eventView } from './event-view.ts';
export { addEvent, partyNamed, publicEvent, shownEvent, updateEvent } from './events.ts';
export { type CatalogFacets, catalogFacets } from './facets.ts';
export { cancelEvent, deleteEvent, publishEvent, unpublishEvent } from './lifecycle.ts';
export { listEvents, listPastEvents, listVersion } from './lists.ts';
export { findMyEvents, listMyEvents, withFigures } from './my-events.ts';
export { listPlatformEvents } from './platform-events.ts';
export { addPromoCode, listPromoCodes, retirePromoCode, updatePromoCode } from './promo-codes.ts';
export { reindex, reindexDue } from './reindex.ts';
export { type SaleState, saleStates } from './sale-states.ts';
export { matchOf, stemsOf } from './search-words.ts';
export { sitemapEvents, sitemapOrganizers, sitemapParts } from './sitemap.ts';
export { addTicketType, deleteTicketType, listTicketTypes, updateTicketType } from './ticket-types.ts';
export { eventVersion, partyVersion } from './versions.ts';
