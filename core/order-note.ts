/** A note is a few sentences beside an order, not a document. */
export const maxNoteLength = 2_000;
