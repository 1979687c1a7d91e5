// English texts about what an organizer writes to the buyers of an event.

import { countEn } from '../plural.ts';

const buyersEn = (n: number) => countEn(n, { one: 'buyer', other: 'buyers' });

export const mailingsEn = {
  mailings: {
    title: 'Write to buyers',
    hint: 'Everybody gets one letter, in the language they bought in. It says when and where the event is and opens the order.',
    audience: 'To whom',
    all: 'All who have tickets',
    notAdmitted: 'Those who are not inside yet',
    onlyType: (name: string) => `Only “${name}”`,
    counting: 'Counting…',
    recipients: (n: number) => (n === 0 ? 'Nobody has such tickets yet.' : `It will go to ${buyersEn(n)}.`),
    recipientsAtMost: (n: number) =>
      n === 0 ? 'Nobody has tickets yet.' : `It will go to ${buyersEn(n)} at most: who comes in meanwhile is left out.`,
    subject: 'Subject',
    text: 'Text',
    textHint:
      'Plain text; an empty line begins a paragraph. Addresses of sites are not made links, so that nobody can be deceived in your name.',
    preview: 'The letter',
    previewEmpty: 'Write a subject and a text, and the letter appears here.',
    test: 'Send it to myself',
    testing: 'Sending…',
    tested: (address: string) => `Sent to ${address}. Look how it came.`,
    notTested: (address: string) => `${address} takes no letters like this. Confirm another e-mail in the profile.`,
    send: (n: number) => `Write to ${buyersEn(n)}`,
    sending: 'Starting…',
    ask: (n: number) => `Send the letter to ${buyersEn(n)}?`,
    askText: (subject: string) =>
      `“${subject}”. What has been sent cannot be taken back; whoever still waits can be spared.`,
    confirm: 'Send',
    started: 'The letters are on their way.',
    tooMany: 'Buyers of one event can be written to four times a day. Please come back tomorrow.',
    earlier: 'Written before',
    none: 'Nothing was written yet.',
    status: { running: 'On its way', done: 'Sent', cancelled: 'Stopped' },
    progress: (done: number, all: number) => `${done} of ${all}`,
    leftOut: (n: number) => `${buyersEn(n)} left out: refunded, or inside already.`,
    failed: (n: number) => `${buyersEn(n)} could not be reached`,
    cancel: 'Stop',
    cancelAsk: 'Stop writing?',
    cancelText: (n: number) => `${buyersEn(n)} who still wait will get no letter.`,
    reason: {
      'address-refused': 'the address takes no letters',
      unwanted: 'wants no letters of organizers',
      'over-limit': 'too many letters from all sides for two days',
      'mail-down': 'the mail service took no letter for two days',
    },
  },
};
