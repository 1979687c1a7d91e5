// All English texts, one file an area; by their type, the list of texts every language must have.

import { accountEn } from './account/en.ts';
import { adminEn } from './admin/en.ts';
import { catalogueEn } from './catalogue/en.ts';
import { dealsEn } from './deals/en.ts';
import { doorEn } from './door/en.ts';
import { eventEn } from './event/en.ts';
import { homeEn } from './home/en.ts';
import { insideEn } from './inside/en.ts';
import { mailingsEn } from './mailings/en.ts';
import { moneyEn } from './money/en.ts';
import { securityEn } from './security/en.ts';
import { settingsEn } from './settings/en.ts';
import { shellEn } from './shell/en.ts';
import { widgetsEn } from './widgets/en.ts';

export const en = {
  ...shellEn,
  ...accountEn,
  ...catalogueEn,
  ...eventEn,
  ...dealsEn,
  ...doorEn,
  ...homeEn,
  ...insideEn,
  ...mailingsEn,
  ...moneyEn,
  ...securityEn,
  ...adminEn,
  ...settingsEn,
  ...widgetsEn,
};

export type Messages = typeof en;
