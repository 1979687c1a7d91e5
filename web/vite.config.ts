// Builds the dashboard into dist/site, beside the widget's files that another build puts into dist/site/widget:
// only what this build owns (index.html, assets/) is cleaned, so the two builds may run in either order.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { tokensCss } from '../core/design-tokens.ts';

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
    tokens(),
    {
      name: 'clean-own-assets',
      apply: 'build',
      buildStart() {
        rmSync(join(site, 'assets'), { recursive: true, force: true });
      },
    },
  ],
});

/** The design tokens as a style sheet; `core` holds them once for every surface. */
function tokens(): Plugin {
  const id = 'foyer:tokens.css';
  return {
    name: 'foyer-tokens',
    resolveId: (one) => (one === id ? `\0${id}` : null),
    load: (one) => (one === `\0${id}` ? tokensCss() : null),
    // The page of the API's documentation is the Worker's, its style is served with the site.
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'docs/tokens.css', source: tokensCss() });
    },
  };
}
