// English texts: administration.

export const adminEn = {
  admin: {
    title: 'Administration',
    text: 'You may open any event as its organizer sees it. Paste its id, or find it in the catalogue.',
    eventId: 'Event id',
    open: 'Open the event',
  },
};
