// Where an order came from: the surface it was made on, and the sub-id: the seller's own label of the place (a post, a
// newsletter, a poster). It travels in the address of the link or in the code of the widget; nothing is stored on the buyer's device.

/** `link`: the widget's own page. `embed`: the widget on a site. `event`: the event's page here. `other`: by the API. */
export const surfaces = ['link', 'embed', 'event', 'other'] as const;
export type Surface = (typeof surfaces)[number];

const maxSubIdLength = 40;

/** What a sub-id may consist of, so that it can stand in an address, in HTML and in a table as it is. */
export const subIdPattern = /^[\p{L}\p{N}._-]{1,40}$/u;

/** The sub-id of an address or an attribute. One that nobody could have made with our form is none: it must not stop a sale. */
export function subIdFrom(given: string | null | undefined): string | undefined {
  const subId = given?.trim();
  return subId !== undefined && subIdPattern.test(subId) ? subId : undefined;
}

/** What a person typed, as a sub-id: spaces become hyphens and the rest of what cannot stand in one is left out. */
export function subIdTyped(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, '-')
    .replace(/[^\p{L}\p{N}._-]/gu, '')
    .slice(0, maxSubIdLength);
}
