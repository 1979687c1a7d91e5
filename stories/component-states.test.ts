// The page of all components (/ui): in every theme and language, from the narrowest phone, each is accessible and none is
// wider than the screen, with words of 200 letters in it.

import { expect, it } from 'vitest';
import { en } from '../web/messages/en.ts';
import { ru } from '../web/messages/ru.ts';
import { violationsOf } from './accessible.ts';
import { company, origin, picture } from './people.ts';

const { come } = company('component-states');

it.each([
  { locale: 'ru-RU', words: ru, width: 360 },
  { locale: 'en-US', words: en, width: 1440 },
] as const)('every component fits and is accessible in $locale at $width px', async ({ locale, words, width }) => {
  const { page } = await come(locale, width);
  await page.goto(`${origin}/ui`);
  await page.getByRole('heading', { name: '/ui' }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await picture(page, `ui-${width}-${colorScheme}`);
    expect(await violationsOf(page)).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  for (const name of ['Confirm', 'Sheet']) {
    await page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await picture(page, `ui-${width}-${name}`);
    expect(await violationsOf(page)).toEqual([]);
    const box = await dialog.boundingBox();
    expect(box === null ? null : box.x >= 0 && box.x + box.width <= width).toBe(true);
    await dialog.getByRole('button', { name: name === 'Sheet' ? words.common.close : words.common.cancel }).click();
    await dialog.waitFor({ state: 'hidden' });
  }
});
