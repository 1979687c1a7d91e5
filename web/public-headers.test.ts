// The dashboard's static pages are served without the Worker. Their headers are in one file, which this test checks.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const headers = readFileSync(new URL('public/_headers', import.meta.url), 'utf8');
const everywhere = headers.slice(headers.indexOf('/*'), headers.indexOf('/assets/*'));

it('the dashboard runs only its own scripts and is framed by nobody', () => {
  const policy = /Content-Security-Policy: (.*)/.exec(everywhere)?.[1] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|\*|data:/);
});

it.each([
  'X-Content-Type-Options: nosniff',
  'Referrer-Policy: strict-origin-when-cross-origin',
  'Strict-Transport-Security: max-age=63072000; includeSubDomains',
  'X-Frame-Options: DENY',
])('the dashboard says %s', (line) => {
  expect(everywhere).toContain(line);
});

// A rule that detaches by a prefix also covers every path that is added below it later.
it('no path is excepted from the policy, from sniffing or from frames', () => {
  const widget = readFileSync(new URL('../widget/vite.config.ts', import.meta.url), 'utf8');
  for (const rules of [headers, widget]) {
    const detached = [...rules.matchAll(/^\s*! (.*)$/gm)].map((match) => match[1]?.trim().toLowerCase());
    expect(detached.filter((name) => name !== 'cache-control' && name !== 'cross-origin-resource-policy')).toEqual([]);
  }
});

it('a path without a file is answered by the Worker, never by the page of the dashboard', () => {
  const wrangler = readFileSync(new URL('../wrangler.toml', import.meta.url), 'utf8');
  expect(/^not_found_handling = "(.*)"$/m.exec(wrangler)?.[1]).toBe('none');
});
