// Builds the dashboard into dist/site, beside the widget's files that another build puts into dist/site/widget:
// only what this build owns (index.html, assets/) is cleaned, so the two builds may run in either order.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const site = join(import.meta.dirname, '../dist/site');

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: site,
    emptyOutDir: false,
    target: 'es2022',
    // Small pictures as data: URLs would need a wider CSP than 'self'.
    assetsInlineLimit: 0,
  },
  plugins: [
    {
      name: 'clean-own-assets',
      apply: 'build',
      buildStart() {
        rmSync(join(site, 'assets'), { recursive: true, force: true });
      },
    },
  ],
});
