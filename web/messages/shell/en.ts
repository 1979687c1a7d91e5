// English texts: what surrounds every screen and what all screens share.

import type { Role } from '#core/contracts/people.ts';
import { countEn } from '../plural.ts';
import { errorsEn } from './errors-en.ts';

const tickets = (n: number) => countEn(n, { one: 'ticket', other: 'tickets' });

export const shellEn = {
  name: 'Foyer',
  skip: 'Skip to content',
  menu: {
    label: 'Main menu',
    open: 'Menu',
    events: 'Events',
    catalogue: 'Catalogue',
    deals: 'Deals',
    distributors: 'Distributors',
    balance: 'Balance',
    door: 'Check-in',
    publicProfile: 'Public profile',
    profile: 'Profile',
    signIn: 'Sign in',
    signUp: 'Create an account',
    signOut: 'Sign out',
    home: 'Home',
    notices: 'Notices',
    unread: 'unread',
  },
  common: {
    loading: 'Loading…',
    retry: 'Try again',
    refresh: 'Refresh',
    save: 'Save',
    saving: 'Saving…',
    saved: 'Saved.',
    sending: 'Sending…',
    cancel: 'Never mind',
    close: 'Close',
    back: 'Back',
    edit: 'Edit',
    delete: 'Delete',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Could not copy: select the text and copy it yourself.',
    download: 'Download',
    optional: 'optional',
    more: 'Show more',
    order: (number: string) => `Order ${number}`,
    none: 'none',
    yes: 'Yes',
    all: 'All',
    tickets,
    from: (price: string) => `from ${price}`,
    free: 'free',
    requestId: (id: string) => `If you write to support, name this code: ${id}`,
  },
  form: {
    check: 'Please check this field.',
    linkInName: 'A name cannot hold an address or a link. If it has a dot in it, put a space after the dot.',
    required: 'Please fill this in.',
    mended: 'Please mend the marked fields.',
    tooShort: (n: number) => `At least ${countEn(n, { one: 'character', other: 'characters' })}.`,
    money: {
      empty: 'Write an amount; 0 means free.',
      'not-a-number': 'Write an amount like 1,500.00.',
      'too-precise': 'Too many digits after the point. Write 1500 or 1500.00.',
      'too-much': 'This amount is too large.',
    },
    percent: {
      empty: 'Write a percentage, for example 12.5.',
      'not-a-number': 'Write a percentage like 12.5.',
      'too-precise': 'At most two digits after the point.',
      'too-much': 'Not more than 100 %.',
    },
    whole: (min: number, max: number) => `A whole number from ${min} to ${max}.`,
    time: {
      empty: 'Choose a date and a time.',
      'not-a-time': 'Choose a date and a time.',
      skipped: 'This time does not exist: the clocks go forward then. Choose another.',
    },
    email: 'Write an e-mail address like name@example.com.',
    password: 'At least 8 characters.',
    commonPassword: 'Everybody tries this password first. Choose another, e.g. a few words of your own.',
    login: '3 to 40 letters, digits, dots, hyphens or underscores; begins with a letter or digit.',
  },
  verifyEmail: {
    title: 'Confirm your e-mail',
    text: (address: string) =>
      `We have sent a letter to ${address}. Press the button in it: until then you cannot publish events, offer or take deals, write to partners or issue tickets. Everything else is open already.`,
    resend: 'Send the letter again',
    resent: 'The letter is on its way.',
  },
  errors: errorsEn,
  roles: {
    organizer: 'Organizer',
    distributor: 'Distributor',
    buyer: 'Buyer',
    admin: 'Administrator',
  } satisfies Record<Role, string>,
  notFound: {
    title: 'No such page',
    text: 'The address may be mistyped, or the page is not yours to see.',
    home: 'To the beginning',
  },
  forbidden: {
    title: 'Not for your role',
    text: 'This page is for another role. Sign in with another account to see it.',
  },
  partMissing: {
    text: 'A part of this page could not be loaded. Check the connection and reload the page: the dashboard may also have been renewed since you opened it.',
    reload: 'Reload the page',
  },
  broken: {
    title: 'This page broke',
    text: 'That is our mistake. Reload the page; what was saved is safe.',
    reload: 'Reload',
  },
};
