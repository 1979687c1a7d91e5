// A buyer behind an address that already holds its free share: an office, or a mobile carrier. The frame does the proof
// of work by itself, under the page's own policy, and the buyer goes on.

import { expect, it } from 'vitest';
import { list, must, text } from '../local/api-client.ts';
import { openShop } from '../local/shop.ts';
import { en } from '../widget/frame/messages/en.ts';
import { company, origin, unique } from './people.ts';

const { come } = company('proof', [403]);
// The browser's own address; which of them it uses is the machine's choice.
const ours = ['127.0.0.1', '::1'];

it('buys after a second of work, with nothing refused by the policy of the page', async () => {
  const shop = await openShop(origin, `proof-${unique()}`, { types: [{ name: 'Stalls', rubles: 0, capacity: 1_000 }] });
  const path = `/api/widgets/${shop.widgetId}/holds`;
  const body = { lines: [{ ticketTypeId: shop.ticketTypeIds[0], quantity: 10 }] };
  for (const from of ours) {
    for (let i = 0; i < 2; i++) await must(origin, 'POST', path, { key: crypto.randomUUID(), body, from }, 201);
  }

  const { page, problems } = await come('en-US', 390);
  const answers: number[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/holds')) answers.push(response.status());
  });
  await page.goto(`${origin}/w/${shop.widgetId}?lang=en`);
  const startedAt = Date.now();
  await page.getByRole('button', { name: en.proceed }).click();
  await page.getByLabel(en.name).waitFor();
  const tookMs = Date.now() - startedAt;
  expect(answers).toEqual([403, 201]);
  // At the first step it is a fraction of a second; the machine of a test is busy.
  expect(tookMs).toBeLessThan(10_000);
  expect(problems).toEqual([]);
  const view = await must(origin, 'GET', `/api/widgets/${shop.widgetId}`, {}, 200);
  expect(text({ ...view, body: list(view, 'ticketTypes')[0] }, 'availability')).toBe('available');
});
