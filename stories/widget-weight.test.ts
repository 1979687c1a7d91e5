// What a phone downloads before a buyer can choose tickets: the widget's page with the event's face, from the real build. Each
// file is weighed as it comes over the network of a publisher's reader, compressed.

import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openShop } from '../local/shop.ts';
import { company, origin, unique } from './people.ts';

const { come } = company('widget-weight');
const kilobyte = 1024;
const mostBytes = 24 * kilobyte;

it.each([
  ['ru', 'ru-RU'],
  ['en', 'en-US'],
] as const)(
  'tickets can be chosen in %s after at most 24 KB in three requests besides the page',
  async (lang, locale) => {
    const shop = await openShop(origin, `weight-${lang}-${unique()}`, {
      types: [
        { name: 'Партер', rubles: 2_500, capacity: 100 },
        { name: 'Балкон', rubles: 1_500, capacity: 100 },
      ],
    });
    const { page, problems } = await come(locale, 390);
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (document.querySelector('.stepper') === null) return;
        Object.assign(window, { shownAt: performance.now() });
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
    });
    const address = `${origin}/w/${shop.widgetId}?lang=${lang}`;
    await page.goto(address);
    await page.locator('.stepper').first().waitFor();
    const paths = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ startTime }) => startTime < Reflect.get(window, 'shownAt'))
        .map(({ name }) => name),
    );
    const kinds = paths.map((path) => /\.(\w+)$/.exec(path)?.[1]).sort();
    expect(kinds).toEqual(['js', 'js', 'svg']);
    const weights = await Promise.all(
      [address, ...paths].map(async (path) => [new URL(path).pathname, await weigh(path)] as const),
    );
    const inAll = weights.reduce((sum, [, bytes]) => sum + bytes, 0);
    console.info(`widget in ${lang}: ${inAll} bytes`, Object.fromEntries(weights));
    expect(inAll, JSON.stringify(weights)).toBeLessThanOrEqual(mostBytes);

    // The fonts come by themselves afterwards, and only what the texts need.
    await expect.poll(() => page.evaluate(() => document.fonts.check('16px "Golos Text"', 'abc'))).toBe(true);
    expect(problems).toEqual([]);
  },
);

async function weigh(address: string): Promise<number> {
  const response = await fetch(address);
  expect([address, response.status]).toEqual([address, 200]);
  return gzipSync(Buffer.from(await response.arrayBuffer()), { level: 9 }).length;
}
