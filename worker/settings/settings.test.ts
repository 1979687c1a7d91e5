// The settings of the operator over HTTP: who may change them, races, the logo, and what is read while D1 is away.

import { env } from 'cloudflare:test';
import { exports } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuditEntry } from '#core/contracts/accounts.ts';
import type { AllSettings, Settings } from '#core/contracts/settings.ts';
import { pictureSamples } from '#core/pictures/samples.fixture.ts';
import { defaultSettings } from '#core/settings.ts';
import { enrolled, newAdmin, post } from '../test/accounts.ts';
import { call, type ErrorResponse, newPerson, origin, type Person } from '../test/calls.ts';
import { browse } from '../test/shop.ts';
import { forgetSettings } from './memory.ts';
import { settingsAtHand, settingsOf } from './settings.ts';

let admin: Person;
beforeEach(async () => {
  admin ??= await newAdmin();
  await env.DB.prepare('delete from settings').run();
  forgetSettings();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const stage = { brandName: { ru: 'Сцена', en: 'Stage' } };

function update(body: unknown, revision: number, token = admin.token) {
  const headers = { 'if-match': `"${revision}"` };
  return call<Settings & ErrorResponse>('PATCH', '/api/settings', { token, body, headers });
}

function sample(name: keyof typeof pictureSamples): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(pictureSamples[name], 'base64'));
}

async function putLogo(bytes: Uint8Array<ArrayBuffer>, revision: number) {
  const form = new FormData();
  form.append('picture', new File([bytes], 'logo.svg', { type: 'image/svg+xml' }));
  const headers = { authorization: `Bearer ${admin.token}`, 'if-match': `"${revision}"` };
  const request = new Request(`${origin}/api/settings/logo`, { method: 'PUT', headers, body: form });
  const response = await exports.default.fetch(request);
  return { status: response.status, body: await response.json<Settings & ErrorResponse>() };
}

function breakD1(): { mend(): void; asked(): number } {
  const prepare = vi.spyOn(Object.getPrototypeOf(env.DB), 'prepare').mockImplementation(() => {
    throw new Error('D1_ERROR: it is down');
  });
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  return { mend: () => prepare.mockRestore(), asked: () => prepare.mock.calls.length };
}

describe('settings', () => {
  it('are the defaults until an admin changes them, and then everybody reads the change', async () => {
    const before = await call<Settings>('GET', '/api/settings');
    expect(before.body).toEqual(defaultSettings);
    expect(before.headers.get('cache-control')).toBe('public, max-age=30');
    const support = { email: 'Help@stage.example', phone: '+7 495 123-45-67', link: '', hours: { ru: '', en: '' } };
    const changed = await update({ ...stage, support, texts: { terms: { ru: '# Оферта', en: '' } } }, 0);
    expect([changed.status, changed.body.revision]).toEqual([200, 1]);
    const after = await call<Settings>('GET', '/api/settings');
    expect(after.body).toMatchObject({ revision: 1, ...stage, support: { phone: '+7 495 123-45-67' } });
    expect(after.body.legal).toEqual({ terms: ['ru'], privacy: [], refunds: [], about: [] });
    // What is left out stays.
    const operator = { name: 'ООО «Сцена»', registration: 'ИНН 77', address: 'Москва' };
    expect((await update({ operator }, 1)).body).toMatchObject({
      revision: 2,
      ...stage,
      operator,
      legal: after.body.legal,
    });
    const all = await call<AllSettings>('GET', '/api/settings/all', { token: admin.token });
    expect(all.body.texts.terms).toEqual({ ru: '# Оферта', en: '' });
  });

  it('are changed by one of two editors who began at the same revision, the first change of all too', async () => {
    for (const revision of [0, 1]) {
      const both = await Promise.all([
        update(stage, revision),
        update({ operator: defaultSettings.operator }, revision),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
      const refused = both.find(({ status }) => status === 412)?.body.error;
      expect([refused?.code, refused?.details]).toEqual(['stale-revision', { revision: revision + 1 }]);
    }
    expect((await update(stage, 0)).status).toBe(412);
    expect((await update(stage, 7)).status).toBe(412);
  });

  it('are changed by admins only, and their texts are read as a whole by them only', async () => {
    for (const role of ['organizer', 'distributor', 'buyer'] as const) {
      const { token } = await newPerson(role);
      expect((await update(stage, 0, token)).status).toBe(403);
      expect((await call('GET', '/api/settings/all', { token })).status).toBe(403);
      expect((await call('DELETE', '/api/settings/logo', { token, headers: { 'if-match': '"0"' } })).status).toBe(403);
    }
    expect((await call('PATCH', '/api/settings', { body: stage, headers: { 'if-match': '"0"' } })).status).toBe(401);
    expect((await call('PATCH', '/api/settings', { token: admin.token, body: stage })).status).toBe(428);
    expect((await call<Settings>('GET', '/api/settings')).body).toEqual(defaultSettings);
  });

  it('leave an audit entry with the names of what was changed, and nothing of what it says', async () => {
    await update({ ...stage, operator: { name: 'ООО «Тайна»', registration: '', address: '' } }, 0);
    const log = await call<{ items: AuditEntry[] }>('GET', '/api/audit?what=settings-changed', { token: admin.token });
    expect(log.body.items[0]).toMatchObject({
      before: { revision: 0 },
      after: { revision: 1, fields: ['brandName', 'operator'] },
    });
    expect(JSON.stringify(log.body.items[0])).not.toMatch(/Тайна|Сцена/);
    expect((await update(stage, 0)).status).toBe(412);
    const again = await call<{ items: AuditEntry[] }>('GET', '/api/audit?what=settings-changed', {
      token: admin.token,
    });
    expect(again.body.items).toHaveLength(log.body.items.length);
  });

  it('take a text of full length in both languages, and not a longer body', async () => {
    const long = { ru: '\u2014'.repeat(60_000), en: '\u2014'.repeat(60_000) };
    expect((await update({ texts: { terms: long } }, 0)).status).toBe(200);
    const three = await update({ texts: { terms: long, privacy: long } }, 1);
    expect([three.status, three.body.error.code]).toEqual([413, 'payload-too-large']);
  });

  it('ask an admin who has a second factor for a code', async () => {
    const careful = await newAdmin();
    const { code } = await enrolled(careful);
    await env.DB.prepare('update sessions set confirmed_at = null where user_id = ?').bind(careful.id).run();
    const refused = await update(stage, 0, careful.token);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'second-factor-required']);
    const headers = { 'if-match': '"0"' };
    expect((await call('DELETE', '/api/settings/logo', { token: careful.token, headers })).status).toBe(403);
    await post('/api/me/second-factor/check', { code: code() }, careful.token);
    expect((await update(stage, 0, careful.token)).status).toBe(200);
  });
});

describe('a logo', () => {
  it('is put, served as that picture alone, replaced and taken off', async () => {
    const put = await putLogo(sample('pngNoted'), 0);
    expect([put.status, put.body.revision]).toEqual([200, 1]);
    const logo = put.body.logo;
    expect(logo).toMatchObject({ type: 'image/png', width: 320, height: 240 });
    const served = await browse(logo?.url ?? '');
    expect(Buffer.from(await served.arrayBuffer()).toString('latin1')).not.toMatch(/Secret|Exif/);
    expect(Object.fromEntries(served.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
    });
    const files = async () => (await env.FILES.list({ prefix: 'brand/' })).objects.length;
    // The former one stays for pages that were made with it, and goes with the next change.
    const second = await putLogo(sample('webp'), 1);
    expect([second.body.logo?.type, await files()]).toEqual(['image/webp', 2]);
    await putLogo(sample('jpeg'), 2);
    expect(await files()).toBe(2);
    const headers = { 'if-match': '"3"' };
    const off = await call<Settings>('DELETE', '/api/settings/logo', { token: admin.token, headers });
    expect([off.body.logo, off.body.revision, await files()]).toEqual([null, 4, 0]);
    expect((await browse('/img/brand/x.png')).status).toBe(404);
    expect((await browse(`/img/brand/${'0'.repeat(32)}.png`)).status).toBe(404);
  });

  it.each<[string, Uint8Array<ArrayBuffer>, number, string]>([
    ['an SVG', Uint8Array.from(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 415, 'picture-unknown'],
    ['HTML', Uint8Array.from(Buffer.from('<script>alert(1)</script>')), 415, 'picture-unknown'],
    [
      'two files in one',
      Uint8Array.from(Buffer.concat([sample('png'), Buffer.from('<script>alert(1)</script>')])),
      422,
      'picture-broken',
    ],
    ['a moving picture', sample('webpMoving'), 422, 'picture-animated'],
    ['more than 512 KB', new Uint8Array(600 * 1024), 413, 'payload-too-large'],
  ])('that is %s is refused, and nothing is kept', async (_what, bytes, status, code) => {
    const put = await putLogo(bytes, 0);
    expect([put.status, put.body.error.code]).toEqual([status, code]);
    expect((await env.FILES.list({ prefix: 'brand/' })).objects).toEqual([]);
    expect((await call<Settings>('GET', '/api/settings')).body.logo).toBeNull();
  });
});

describe('while D1 is down', () => {
  it('the defaults are read, D1 is not asked for every page, and its return is noticed', async () => {
    await update(stage, 0);
    forgetSettings();
    const db = breakD1();
    expect((await settingsOf(env)).brandName.ru).toBe('Фойе');
    const asked = db.asked();
    expect(asked).toBeGreaterThan(0);
    for (let n = 0; n < 5; n++) await settingsOf(env);
    expect(settingsAtHand(env)).toBeNull();
    expect(db.asked()).toBe(asked);
    db.mend();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 6_000);
    expect((await settingsOf(env)).brandName.ru).toBe('Сцена');
  });

  it('what was known stays, however old it is', async () => {
    await update(stage, 0);
    breakD1();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 600_000);
    expect((await settingsOf(env)).brandName.ru).toBe('Сцена');
  });

  it('a page of the sale never waits: it has what is known now', async () => {
    await update(stage, 0);
    forgetSettings();
    expect(settingsAtHand(env)).toBeNull();
    await vi.waitFor(() => expect(settingsAtHand(env)?.brandName.ru).toBe('Сцена'));
  });
});

it('a change made elsewhere is seen within a minute, and until half of it D1 is not asked', async () => {
  await update(stage, 0);
  await env.DB.prepare(`update settings set brand_name = '{"ru":"Рампа","en":"Ramp"}', revision = 2`).run();
  const now = Date.now();
  vi.spyOn(Date, 'now').mockReturnValue(now + 29_000);
  expect((await settingsOf(env)).brandName.ru).toBe('Сцена');
  vi.spyOn(Date, 'now').mockReturnValue(now + 61_000);
  expect((await settingsOf(env)).brandName.ru).toBe('Рампа');
});
