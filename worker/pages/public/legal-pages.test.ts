// The operator's pages: missing until they are written, then the text and nothing but text, cached and made anew at once
// after a change, and linked where there is something to read.

import { beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '#core/contracts/settings.ts';
import { newAdmin } from '../../test/accounts.ts';
import { call, newPerson, type Person, publishedEvent } from '../../test/calls.ts';
import { browse, until } from '../../test/shop.ts';

let admin: Person;
let revision = 0;
beforeAll(async () => {
  admin = await newAdmin();
});

async function save(body: Record<string, unknown>): Promise<void> {
  const headers = { 'if-match': `"${revision}"` };
  const saved = await call<Settings>('PATCH', '/api/settings', { token: admin.token, headers, body });
  expect(saved.status).toBe(200);
  revision = saved.body.revision;
}

async function pageOf(path: string) {
  const response = await browse(path);
  return { status: response.status, headers: response.headers, html: await response.text() };
}

const paths = ['/legal/terms', '/legal/privacy', '/legal/refunds', '/about', '/contacts'];

describe('a page that the operator has not written', () => {
  it.each(paths)('%s says so, is kept by nobody and linked from nowhere', async (path) => {
    for (const lang of ['ru', 'en']) {
      const page = await pageOf(`${path}?lang=${lang}`);
      expect([page.status, page.headers.get('cache-control')]).toEqual([404, 'no-store']);
      expect(page.html).toContain(lang === 'ru' ? 'Этого текста пока нет' : 'This text is not there yet');
      expect(page.html).toContain('content="noindex"');
      for (const other of paths) expect(page.html).not.toContain(`href="${other}"`);
    }
    expect((await pageOf('/sitemap/pages.xml')).html).not.toContain(path);
  });
});

describe('a text of the operator', () => {
  it('is read in both languages, by people and search engines, and linked below every public page', async () => {
    await save({
      brandName: { ru: 'Сцена', en: 'Stage' },
      texts: { terms: { ru: '# Предмет\n\nМы продаём **билеты**.', en: 'We sell *tickets*.' } },
      operator: { name: 'ООО «Сцена»', registration: 'ИНН 7700000000', address: 'Москва' },
    });
    const russian = await pageOf('/legal/terms');
    expect(russian.status).toBe(200);
    expect(russian.html).toContain('<h1>Условия продажи</h1>');
    expect(russian.html).toContain('<h2>Предмет</h2>');
    expect(russian.html).toContain('<strong>билеты</strong>');
    expect(russian.html).toContain('<title>Условия продажи · Сцена</title>');
    expect(russian.html).toContain('ООО «Сцена», ИНН 7700000000');
    const english = await pageOf('/legal/terms?lang=en');
    expect(english.html).toContain('<em>tickets</em>');
    expect(english.html).toContain('<title>Terms of sale · Stage</title>');
    const { event } = await publishedEvent(await newPerson('organizer'));
    const other = await pageOf(`/e/${event.id}`);
    for (const href of ['/legal/terms', '/contacts']) expect(other.html).toContain(`href="${href}"`);
    expect(other.html).not.toContain('href="/legal/privacy"');
    expect((await pageOf('/sitemap/pages.xml')).html).toContain('/legal/terms</loc>');
  });

  it('is cached at the edge, and made anew at once after a change', async () => {
    const kept = () => pageOf('/legal/terms');
    await until(kept, (page) => page.headers.get('cache-status') === 'foyer; hit');
    await save({ texts: { terms: { ru: 'Новая редакция', en: '' } } });
    const now = await kept();
    expect([now.headers.get('cache-status'), now.html.includes('Новая редакция')]).toEqual([null, true]);
    await save({ texts: { terms: { ru: '', en: '' } } });
    expect((await kept()).status).toBe(404);
  });

  it('that is written in one language is shown to readers of the other, and says so', async () => {
    await save({ texts: { refunds: { ru: '', en: 'Refunds are made within ten days.' } } });
    const page = await pageOf('/legal/refunds');
    expect(page.html).toContain('<html lang="ru">');
    expect(page.html).toContain('Этот текст есть только на английском языке.');
    expect(page.html).toContain('<div class="prose" lang="en"><p>Refunds are made within ten days.</p></div>');
  });

  it('never becomes markup or a script', async () => {
    const hostile =
      '<script>alert(1)</script>\n\n[here](javascript:alert(1))\n\n![x](https://evil.example/x.png)\n\n[bank.example](https://evil.example)';
    await save({
      brandName: { ru: '<img src=x>', en: '"onload=' },
      texts: { privacy: { ru: hostile, en: hostile } },
      operator: { name: '<b>ООО</b>', registration: '"', address: '&' },
    });
    const { html, headers } = await pageOf('/legal/privacy');
    expect(html).not.toMatch(/<script>alert|<img src=x>|href="javascript|<b>ООО/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('bank.example (<a href="https://evil.example"');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'sha256-");
  });

  it('is followed by contacts with ways that work', async () => {
    const support = {
      email: 'help@stage.example',
      phone: '+7 (495) 123-45-67',
      link: 'https://t.me/stage',
      hours: { ru: 'с 10 до 20', en: '' },
    };
    await save({ support });
    const { html } = await pageOf('/contacts');
    for (const part of [
      'href="mailto:help@stage.example"',
      'href="tel:+74951234567"',
      'href="https://t.me/stage"',
      'с 10 до 20',
    ]) {
      expect(html).toContain(part);
    }
    expect((await pageOf('/contacts?lang=en')).html).not.toContain('When we answer');
  });
});
