// Все русские тексты, по областям. Полноту проверяет тип, пустоту — тест.

import { accountRu } from './account/ru.ts';
import { adminRu } from './admin/ru.ts';
import { catalogueRu } from './catalogue/ru.ts';
import { dealsRu } from './deals/ru.ts';
import { doorRu } from './door/ru.ts';
import type { Messages } from './en.ts';
import { eventRu } from './event/ru.ts';
import { homeRu } from './home/ru.ts';
import { insideRu } from './inside/ru.ts';
import { mailingsRu } from './mailings/ru.ts';
import { moneyRu } from './money/ru.ts';
import { securityRu } from './security/ru.ts';
import { settingsRu } from './settings/ru.ts';
import { shellRu } from './shell/ru.ts';
import { widgetsRu } from './widgets/ru.ts';

export const ru: Messages = {
  ...shellRu,
  ...accountRu,
  ...catalogueRu,
  ...eventRu,
  ...dealsRu,
  ...doorRu,
  ...homeRu,
  ...insideRu,
  ...mailingsRu,
  ...moneyRu,
  ...securityRu,
  ...adminRu,
  ...settingsRu,
  ...widgetsRu,
};
