import { env } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import type { ChannelSnapshot, EventSnapshot } from '../../../durable-objects/event-sales/snapshots.ts';
import { app } from '../../app.ts';
import { callEventSales } from '../../event-object/event-object.ts';
import { newEventId, newIdIn } from '../../ids/ids.ts';
import { forgetSettings } from '../../settings/memory.ts';
import { settingsOf } from '../../settings/settings.ts';
import { inScript } from './widget-page.tsx';

const title = 'Вечер </script><script>alert(1)</script> & "кавычки"';

async function published(status: EventSnapshot['status'] = 'published', more: Partial<EventSnapshot> = {}, fee = 0) {
  const eventId = newEventId(env);
  const widgetId = newIdIn(eventId, 'wgt');
  const inDays = (days: number) => Date.now() + days * 86_400_000;
  const event: EventSnapshot = {
    eventId,
    status,
    organizerId: 'pty_1',
    organizerName: 'Филармония',
    language: 'ru',
    title,
    description: `Строка\u2028раздел`,
    translations: { en: { title: 'An evening' } },
    startsAtMs: inDays(30),
    endsAtMs: inDays(31),
    timeZone: 'Europe/Moscow',
    venue: { name: 'Зал', address: '', city: 'Москва' },
    ageRating: null,
    currency: 'RUB',
    holdMinutes: 10,
    ticketTypes: [
      {
        id: newIdIn(eventId, 'tty'),
        name: 'Партер',
        translations: {},
        priceMinor: 250_000,
        capacity: 5,
        salesFromMs: null,
        salesToMs: null,
        minPerOrder: 1,
        maxPerOrder: 5,
      },
    ],
    ...more,
  };
  const channel: ChannelSnapshot = {
    widgetId,
    dealId: null,
    distributorId: null,
    distributorName: null,
    termsVersion: 0,
    commissionBps: 0,
    serviceFeeMinor: fee,
    commissionByType: [],
    commissionSteps: [],
    allotment: { kind: 'open' },
  };
  await callEventSales(env, eventId, (sales) => sales.publish({ ...event, status: 'published' }, 1));
  await callEventSales(env, eventId, (sales) => sales.openChannel(channel, 1));
  if (status === 'cancelled') await callEventSales(env, eventId, (sales) => sales.publish(event, 2));
  return { widgetId, eventId };
}

const open = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers }, env);

it('a text of the event cannot end the script it is written into', async () => {
  const { widgetId } = await published();
  const html = await (await open(`/w/${widgetId}`)).text();
  expect(html).not.toContain('<script>alert');
  for (const [script] of html.matchAll(/<script[^>]*>[\s\S]*?<\/script>/g)) expect(script).not.toContain('\u2028');
  const written = /<script type="application\/json" id="view">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  expect(JSON.parse(written)).toMatchObject({ widgetId, event: { title } });
});

it('JSON in a script holds no character that could leave it', () => {
  expect(inScript({ a: '</script><!--&\u2028\u2029' })).not.toMatch(/[<>&\u2028\u2029]/);
});

it('the page may run and load only what is ours, and be framed by anybody', async () => {
  const { widgetId } = await published();
  const policy = (await open(`/w/${widgetId}`)).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
  expect(policy).toContain("form-action 'none'");
  expect(policy).toContain('frame-ancestors *');
});

it('a link to it is shown with the face of the event, or its cover', async () => {
  const { widgetId, eventId } = await published();
  const withArt = await (await open(`/w/${widgetId}`)).text();
  expect(withArt).toContain(
    `<meta property="og:image" content="http://localhost:8787/img/${eventId}/face/v1-wide.png"/>`,
  );
  expect(withArt).toContain('<meta name="twitter:card" content="summary_large_image"/>');
  const file = (part: string, width: number, height: number) => ({
    url: `/img/${eventId}/${'a'.repeat(32)}/${part}.webp`,
    type: 'image/webp' as const,
    width,
    height,
  });
  const cover = { ...file('picture', 1_600, 900), smaller: [], social: file('social', 1_200, 630) };
  const photographed = await published('published', {
    cover,
    coverAlt: 'Сцена',
    translations: { en: { coverAlt: 'A stage' } },
  });
  const html = await (await open(`/w/${photographed.widgetId}?lang=en`)).text();
  expect(html).toContain(`<meta property="og:image" content="http://localhost:8787${cover.social.url}"/>`);
  expect(html).toContain('<meta property="og:image:alt" content="A stage"/>');
});

it('search engines are told the price with the fee in it', async () => {
  const { widgetId } = await published('published', {}, 15_000);
  const html = await (await open(`/w/${widgetId}`)).text();
  const written = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '{}';
  expect(JSON.parse(written)).toMatchObject({ offers: [{ price: '2650.00' }] });
});

it('the language is the one asked for, then the browser’s, then the event’s', async () => {
  const { widgetId } = await published();
  const langOf = async (query: string, accept = '') =>
    /<html lang="(\w+)"/.exec(await (await open(`/w/${widgetId}${query}`, { 'accept-language': accept })).text())?.[1];
  expect(await langOf('?lang=en', 'ru')).toBe('en');
  expect(await langOf('?lang=fr', 'de, en;q=0.8')).toBe('en');
  expect(await langOf('', 'de')).toBe('ru');
});

it('a closed channel and a cancelled event are pages that say so, not errors', async () => {
  const { widgetId, eventId } = await published();
  await callEventSales(env, eventId, (sales) => sales.closeChannel(widgetId, null));
  const closed = await open(`/w/${widgetId}?lang=en`);
  expect([closed.status, await closed.text()]).toEqual([200, expect.stringContaining('not sold here any more')]);
  const gone = await published('cancelled');
  const cancelled = await open(`/w/${gone.widgetId}?lang=ru`);
  expect([cancelled.status, await cancelled.text()]).toEqual([200, expect.stringContaining('Мероприятие отменено')]);
});

it.each(['wgt_zzz', 'wgt_0000000000000000_x', 'evt_0000000000000000', '%3Cimg%3E'])(
  'an address nobody made is a 404 page with words: %s',
  async (id) => {
    const response = await open(`/w/${id}`, { 'accept-language': 'en' });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('There is no such ticket page');
  },
);

it('lets Turnstile in only where the operator has keys for it', async () => {
  const { widgetId } = await published();
  const policyWith = async (more: Record<string, string>) => {
    const { headers } = await app.request(`/w/${widgetId}`, {}, { ...env, ...more });
    return [headers.get('content-security-policy') ?? '', headers.get('cross-origin-embedder-policy')];
  };
  const [without, isolated] = await policyWith({});
  expect(without).not.toContain('challenges.cloudflare.com');
  expect(without).toContain("trusted-types 'none'");
  expect(isolated).toBe('require-corp');
  const [policy, embedder] = await policyWith({ TURNSTILE_SITE_KEY: 'site', TURNSTILE_SECRET_KEY: 'secret' });
  expect(policy).toContain("script-src 'self' https://challenges.cloudflare.com");
  expect(policy).toContain('frame-src https://challenges.cloudflare.com');
  expect(policy).not.toContain('unsafe');
  expect(embedder).toBeNull();
});

it('who sells is written into the page once this isolate knows it, and the page never waits to learn it', async () => {
  const { widgetId } = await published();
  const seller = async () => /id="seller">([\s\S]*?)<\/script>/.exec(await (await open(`/w/${widgetId}`)).text())?.[1];
  forgetSettings();
  const prepare = vi.spyOn(Object.getPrototypeOf(env.DB), 'prepare').mockImplementation(() => {
    throw new Error('D1_ERROR: it is down');
  });
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  expect(await seller()).toBeUndefined();
  prepare.mockRestore();
  forgetSettings();
  await settingsOf(env);
  expect(JSON.parse((await seller()) ?? '')).toMatchObject({ brandName: { ru: 'Фойе', en: 'Foyer' } });
});
