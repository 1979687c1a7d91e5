// English texts: signing in and up, one’s account, its security and its profile.

import type { Role } from '#core/contracts/people.ts';
import { securityEn } from './security-en.ts';

export const accountEn = {
  security: securityEn,
  roles: {
    organizer: 'Organizer',
    distributor: 'Distributor',
    buyer: 'Buyer',
    admin: 'Administrator',
  } satisfies Record<Role, string>,
  signUp: {
    title: 'Create an account',
    role: 'Who are you?',
    roleHint: 'The role is chosen once.',
    roleTexts: {
      organizer: 'I hold events and want to sell tickets to them.',
      distributor: 'I have an audience and want to sell tickets to others’ events.',
      buyer: 'I buy tickets. You can buy without an account, too.',
    },
    roleMissing: 'Choose who you are.',
    displayName: 'Name others will see',
    displayNameHint: 'A venue, a publication or your own name.',
    login: 'Login',
    email: 'E-mail',
    password: 'Password',
    passwordHint: 'At least 8 characters. A short sentence is easy to remember and hard to guess.',
    show: 'Show password',
    submit: 'Create the account',
    haveAccount: 'Already have an account?',
  },
  signIn: {
    title: 'Sign in',
    submit: 'Sign in',
    noAccount: 'No account yet?',
    again: 'Your session has ended. Sign in to go on; you will come back to this page.',
    needed: 'Sign in to see this page.',
  },
  profile: {
    title: 'Profile',
    displayName: 'Name others see',
    language: 'Language of e-mails and pages',
    languages: { ru: 'Русский', en: 'English' },
    payout: 'Payout details',
    payoutHint: 'Where your earnings go: account number and bank, or a note for us.',
    email: 'E-mail',
    emailUnverified: 'not verified yet',
    login: 'Login',
    role: 'Role',
    party: 'Your id',
    partyHint: 'Others may ask for it to find you.',
    signOutText: 'Ends the session on this device.',
  },
  publicProfile: {
    title: 'What organizers read about you',
    hint: 'Organizers find you by your name and by these words, and read them before they offer you a deal.',
    about: 'About you',
    audience: 'Your audience, in your own words',
    sites: 'Your sites and channels, one address a line',
    sitesWrong: 'At most ten addresses that begin with https:// or http://, one a line.',
  },
};
