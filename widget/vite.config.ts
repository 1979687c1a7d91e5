// `vite build widget` writes dist/site/widget: the frame as hashed modules with a manifest the Worker reads, and the
// loader as one self-contained script under an address that never changes. Only dist/site/widget is emptied, so the
// dashboard's build beside it survives.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, defineConfig, type Plugin } from 'vite';
import { widgetTokensCss } from '../core/design-tokens.ts';
import { typefaceCss } from '../core/typeface.ts';

const here = import.meta.dirname;
// A test builds into a folder of its own, so that it never disturbs a running server.
const site = process.env.FOYER_SITE ?? join(here, '../dist/site');

export default defineConfig({
  root: here,
  base: '/widget/',
  publicDir: false,
  // Vite alone handles JSX for Preact; no preset, no second compiler.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  build: {
    outDir: join(site, 'widget'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: { input: join(here, 'frame/frame.tsx') },
  },
  plugins: [tokens(), noPreloader(), loader(), headers()],
});

/** The design tokens and the typeface as style sheets; `core` holds them once for every surface. */
function tokens(): Plugin {
  const sheets: Record<string, () => string> = {
    '\0foyer:tokens.css': widgetTokensCss,
    '\0foyer:typeface.css': typefaceCss,
  };
  return {
    name: 'foyer-tokens',
    resolveId: (id) => (`\0${id}` in sheets ? `\0${id}` : null),
    load: (id) => sheets[id]?.() ?? null,
  };
}

// Vite puts more than a kilobyte of preloading around every dynamic import, also with `modulePreload: false`. The
// Worker's page names the language ahead, and no part has a style sheet of its own, so the import alone is enough.
function noPreloader(): Plugin {
  return {
    name: 'foyer-no-preloader',
    enforce: 'pre',
    apply: 'build',
    load(id) {
      return id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load();' : null;
    },
  };
}

// Classic script on purpose: `type="module"` is stripped by some editors of publishers, and an IIFE leaves nothing
// in the page's global scope, so that a second execution is harmless.
function loader(): Plugin {
  return {
    name: 'foyer-loader',
    apply: 'build',
    async writeBundle(options) {
      const outDir = options.dir ?? join(site, 'widget');
      // The loader for publishers' pages, and what only our own event pages run beside it.
      for (const name of ['loader', 'sheet']) {
        await build({
          configFile: false,
          root: here,
          publicDir: false,
          logLevel: 'warn',
          build: {
            outDir: join(outDir, 'v1'),
            emptyOutDir: false,
            lib: { entry: join(here, `${name}.ts`), formats: ['iife'], name: 'foyer', fileName: () => `${name}.js` },
          },
        });
      }
    },
  };
}

const mark = '# widget/vite.config.ts writes from here to the end of the widget';
const end = '# the widget ends';

// The loader may be read by any page, also one isolated by COEP; its address is fixed, so it is asked for again soon.
// A rule of the site for every path is detached first, or the values would be joined.
const rules = `${mark}
/widget/v1/loader.js
  ! Cache-Control
  ! Cross-Origin-Resource-Policy
  Cache-Control: public, max-age=300, stale-while-revalidate=3600
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
/widget/assets/*
  ! Cache-Control
  ! Cross-Origin-Resource-Policy
  Cache-Control: public, max-age=31536000, immutable
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
${end}
`;

// `_headers` is one file for the whole site; only our part of it is replaced.
function headers(): Plugin {
  return {
    name: 'foyer-widget-headers',
    apply: 'build',
    closeBundle() {
      if (!existsSync(site)) mkdirSync(site, { recursive: true });
      const file = join(site, '_headers');
      const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
      const [head = '', rest = ''] = before.split(mark);
      const tail = rest.split(end)[1] ?? '';
      const kept = `${head}${tail}`.trim();
      writeFileSync(file, kept === '' ? rules : `${kept}\n${rules}`);
    },
  };
}
