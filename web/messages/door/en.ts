// English texts: checking tickets in.

import type { CheckInResult } from '#core/contracts/tickets.ts';

export const doorEn = {
  door: {
    title: 'Check-in',
    choose: 'Choose the event',
    empty: 'No published events',
    emptyText: 'Publish an event first; its door opens here.',
    code: 'Ticket code',
    codeHint: 'Scan with a scanner, or paste the code and press Enter. The ticket number has its own field below.',
    byNumber: {
      open: 'Enter a ticket number',
      label: 'Ticket number',
      hint: 'Type the number on the ticket, such as NP7-NT8-K4M. We then show whose ticket it is: compare the name and confirm.',
      submit: 'Find the ticket',
      confirm: 'Let in',
      dismiss: 'Do not let in',
    },
    camera: {
      start: 'Scan with the camera',
      stop: 'Switch the camera off',
      view: 'What the camera sees',
      aim: 'Hold the code before the camera. For the same ticket again, take it out of view first.',
      denied:
        'The browser does not let this page use the camera. Allow it in the site’s settings, or enter the ticket number.',
      missing: 'This device has no camera. Use a scanner, or enter the ticket number.',
      busy: 'The camera did not start. Close other programs that use it and try again, or enter the ticket number.',
    },
    submit: 'Check',
    gate: 'Gate',
    gateHint: 'Kept on this device and stored with each entry.',
    admittedOf: (admitted: string, issued: string) => `${admitted} of ${issued} are in`,
    results: {
      admitted: 'Come in',
      confirm: 'Compare the name',
      'already-admitted': 'Already admitted',
      void: 'Ticket is void',
      'wrong-event': 'Ticket to another event',
      invalid: 'Not a valid ticket',
      'event-cancelled': 'Event is cancelled',
    } satisfies Record<CheckInResult, string>,
    resultTexts: {
      admitted: 'Let the guest in.',
      confirm: 'Ask the guest whose name the order is in. Until you confirm, the ticket is not used.',
      'already-admitted': 'This ticket was used before. Do not let in a second time.',
      void: 'It was refunded or cancelled. Do not let in.',
      'wrong-event': 'Check which event the ticket is for. Do not let in.',
      invalid:
        'Foyer did not issue this ticket. Check that the code was read whole, or the number typed without a mistake.',
      'event-cancelled': 'Nobody is let in.',
    } satisfies Record<CheckInResult, string>,
    before: (when: string, gate: string | null) =>
      gate === null ? `First at ${when}` : `First at ${when}, gate ${gate}`,
    unknown: 'Not checked',
    unknownText: 'No answer came. Press “Try again”: the same scan is sent, so nobody is counted twice.',
    waiting: 'Ready for the next ticket',
    recent: 'Last scans',
    another: 'Another event',
  },
};
