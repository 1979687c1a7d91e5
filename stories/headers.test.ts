// The headers of each static file and page of the started product, and that a browser obeys them: the file `_headers`
// has no effect until the server has read it.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { typefaceFiles, typefacePath } from '../core/typeface.ts';
import { arrive, origin, sharedBrowser } from './people.ts';

let browser: Browser;
let script = '';
let style = '';

beforeAll(async () => {
  browser = await sharedBrowser();
  const html = await (await fetch(`${origin}/sign-in`)).text();
  script = /src="([^"]+\.js)"/.exec(html)?.[1] ?? '';
  style = /href="([^"]+\.css)"/.exec(html)?.[1] ?? '';
});

async function headersOf(path: string): Promise<Headers> {
  const response = await fetch(origin + path);
  await response.body?.cancel();
  expect([path, response.status]).toEqual([path, 200]);
  return response.headers;
}

function directives(headers: Headers): Map<string, string> {
  const policy = headers.get('content-security-policy') ?? '';
  return new Map(policy.split('; ').map((one) => [one.split(' ')[0] ?? '', one.split(' ').slice(1).join(' ')]));
}

describe.each(['/sign-in', '/deals/dl_unknown', '/to-sell'])('the dashboard at %s', (path) => {
  it('runs its own scripts only, is framed by nobody and makes no code of text', async () => {
    const response = await fetch(origin + path);
    const policy = directives(response.headers);
    const inline = [...(await response.text()).matchAll(/<script>(.*?)<\/script>/gs)].map(([, code = '']) => code);
    const hashes = inline.map((code) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`);
    expect(hashes).toHaveLength(1);
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': "'none'",
      'script-src': `'self' ${hashes[0]}`,
      'style-src': "'self'",
      'img-src': "'self'",
      'font-src': "'self'",
      'connect-src': "'self'",
      // The live preview of a widget.
      'frame-src': "'self'",
      'manifest-src': "'self'",
      'form-action': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': "'none'",
    });
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
    expect(response.headers.get('permissions-policy')).toContain('geolocation=()');
  });
});

it('the public pages that anybody may read run no script at all, and only the catalog has a form', async () => {
  for (const path of ['/', '/catalogue']) {
    const policy = directives(await headersOf(path));
    expect([path, policy.get('default-src'), policy.has('script-src')]).toEqual([path, "'none'", false]);
    expect([path, policy.get('form-action')]).toEqual([path, path === '/' ? "'none'" : "'self'"]);
    expect([path, policy.get('frame-ancestors')]).toEqual([path, "'none'"]);
  }
});

it('a file named by its content is kept for good, the page that names it is not', async () => {
  for (const path of [script, style]) {
    const headers = await headersOf(path);
    expect([path, headers.get('cache-control')]).toEqual([path, 'public, max-age=31536000, immutable']);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
  expect((await headersOf('/sign-in')).get('cache-control')).not.toContain('immutable');
});

it('the fonts that every page names are there and kept for good', async () => {
  for (const name of typefaceFiles.map((file) => typefacePath(file.name))) {
    const headers = await headersOf(name);
    expect([name, headers.get('content-type')]).toEqual([name, 'font/woff2']);
    expect([name, headers.get('cache-control')]).toEqual([name, 'public, max-age=31536000, immutable']);
  }
});

it('the loader may be read and framed by other sites, and is not guessed at', async () => {
  const headers = await headersOf('/widget/v1/loader.js');
  expect(headers.get('content-type')).toContain('javascript');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(headers.get('access-control-allow-origin')).toBe('*');
});

// Every prefix in the built rules or the Worker's routes, with invented names below it.
const prefixes = [
  ...new Set(
    [...readFileSync(new URL('../dist/site/_headers', import.meta.url), 'utf8').matchAll(/^(\/\S*)$/gm)].map(
      (match) => match[1]?.replace(/[^/]*$/, '') ?? '/',
    ),
  ),
  '/widget/',
  '/api/',
  '/docs/',
  '/e/',
  '/org/',
  '/o/',
  '/w/',
  '/pay/',
  '/pay/test/',
  '/dev/',
  '/feed/',
  '/img/',
  '/sitemap/',
  '/.well-known/',
  '/catalogue/',
  '/language/',
  '/my-events/',
  '/door/',
];
const names = ['', 'x', 'index.html', 'x.js', 'a/b/c', '%2e%2e/', '..%2fx', 'x%00', 'ж', crypto.randomUUID()];

describe.each(prefixes)('whatever is asked for under %s', (prefix) => {
  it.each(names)('%s: a page has its policy, and what is missing is 404 and kept by nobody', async (name) => {
    for (const accept of ['text/html', '*/*']) {
      const response = await fetch(origin + prefix + name, { headers: { accept } });
      const body = await response.text();
      const isPage = response.headers.get('content-type')?.includes('html') === true || /^\s*<!doctype/i.test(body);
      const about = `${prefix}${name} (${accept}): ${response.status}`;
      if (isPage) {
        const policy = directives(response.headers);
        expect([about, policy.get('default-src')]).toEqual([about, "'none'"]);
        expect([about, policy.has('frame-ancestors')]).toEqual([about, true]);
        expect([about, response.headers.get('x-content-type-options')]).toEqual([about, 'nosniff']);
      }
      if (response.status === 404) {
        expect([about, response.headers.get('cache-control')]).toEqual([about, 'no-store']);
      }
      expect([about, response.status < 500]).toEqual([about, true]);
    }
  });
});

it.each([
  ['/assets/index-0000.js'],
  ['/assets/x'],
  ['/widget/x'],
  ['/widget/v1/x.js'],
  ['/widget/assets/frame-0000.js'],
  ['/manifest.webmanifest'],
])('the file %s is missing also for a browser', async (path) => {
  const response = await fetch(origin + path, { headers: { accept: 'text/html' } });
  expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
    404,
    'application/json',
    'no-store',
  ]);
  await response.body?.cancel();
});

it.each([
  ['/robots.txt', 'text/plain'],
  ['/sitemap.xml', 'application/xml'],
  ['/favicon.ico', 'image/'],
  ['/icon.svg', 'image/svg+xml'],
])('%s is itself', async (path, type) => {
  expect((await headersOf(path)).get('content-type')).toContain(type);
});

it('the page of a widget may be framed by any site, and makes no code of text either', async () => {
  const response = await fetch(`${origin}/w/wgt_0_0`);
  await response.body?.cancel();
  const policy = directives(response.headers);
  expect(policy.get('frame-ancestors')).toBe('*');
  expect(policy.get('script-src')).toBe("'self'");
  expect(policy.get('require-trusted-types-for')).toBe("'script'");
  expect(policy.get('trusted-types')).toBe("'none'");
});

it.each(['/sign-in', '/w/wgt_0_0'])('a browser refuses HTML made of text, and inline scripts, at %s', async (path) => {
  const { page, context } = await arrive(browser, 'en-US', 1280);
  await page.goto(origin + path);
  const tried = await page.evaluate(async () => {
    const attempt = (act: () => unknown) => {
      try {
        act();
        return 'done';
      } catch (error) {
        return error instanceof Error ? error.name : 'thrown';
      }
    };
    const policies = (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } })
      .trustedTypes;
    const inline = document.createElement('script');
    attempt(() => inline.append('window.ran = true'));
    attempt(() => document.head.append(inline));
    await new Promise((resolve) => setTimeout(resolve, 50));
    return {
      html: attempt(() => {
        document.body.innerHTML = '<b>x</b>';
      }),
      source: attempt(() => {
        document.createElement('script').src = '/x.js';
      }),
      policy: attempt(() => policies.createPolicy('default', { createHTML: (text: string) => text })),
      ran: 'ran' in window,
    };
  });
  expect(tried).toEqual({ html: 'TypeError', source: 'TypeError', policy: 'TypeError', ran: false });
  await context.close();
});

it('no page of another site can frame the dashboard', async () => {
  const { page, context } = await arrive(browser, 'en-US', 1280);
  await page.route('http://127.0.0.1:9/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="${origin}/sign-in"></iframe>` }),
  );
  await page.goto('http://127.0.0.1:9/');
  await page.waitForTimeout(500);
  const frame = page.frames().find((one) => one !== page.mainFrame());
  expect(
    await frame
      ?.locator('form')
      .count()
      .catch(() => 0),
  ).toBe(0);
  await context.close();
});
