// The routes of public pages. A failure is answered by a page, not by the API's error envelope.

import { Hono } from 'hono';
import { contactsPath, legalPaths } from '#core/settings.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { catalogPage } from './catalog-page.tsx';
import { buyEvent, eventCalendar, eventPage } from './event-page.tsx';
import { landingPage } from './landing-page.tsx';
import { switchLanguage } from './language-switch.ts';
import { contactsPage, legalPage } from './legal-pages.tsx';
import { organizerPage } from './organizer-page.tsx';
import { answerBroken } from './public-page.tsx';

export const publicPages = new Hono<AppEnv>()
  .get('/', landingPage)
  .get('/catalogue', catalogPage)
  .get('/e/:eventId', eventPage)
  .get('/e/:eventId/buy', buyEvent)
  .get('/e/:eventId/calendar.ics', eventCalendar)
  .get('/org/:partyId', organizerPage)
  .get(legalPaths.terms, legalPage('terms'))
  .get(legalPaths.privacy, legalPage('privacy'))
  .get(legalPaths.refunds, legalPage('refunds'))
  .get(legalPaths.about, legalPage('about'))
  .get(contactsPath, contactsPage)
  .get('/language/:locale', switchLanguage)
  .onError(answerBroken);
