// Builds the dashboard into dist/site, beside the widget's files that another build puts into dist/site/widget. It
// removes only what it owns (index.html, assets/, fonts/), so the two builds may run in either order.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { createLogger, defineConfig, type Plugin } from 'vite';
import { tokensCss } from '../core/design-tokens.ts';
import { codePointsOf, firstTypefacePaths, typefaceCss, typefaceFiles, typefacePath } from '../core/typeface.ts';
import { inlineScript } from './start/inline-script.ts';

const site = join(import.meta.dirname, '../dist/site');

// The style sheet names the fonts by their final addresses, which Vite reports once for each font.
const logger = createLogger();
const { warnOnce, warn } = logger;
const isExpected = (text: string) => text.includes('/fonts/') && text.includes("didn't resolve at build time");
logger.warnOnce = (text, options) => isExpected(text) || warnOnce(text, options);
logger.warn = (text, options) => isExpected(text) || warn(text, options);

const first =
  /\/web\/(start\/|routes\.ts$|event-routes\.ts$|route\.ts$|messages\/areas\.ts$)|\/core\/typeface\.ts$|vite\/preload-helper/;
const base =
  /\/node_modules\/(preact|@preact|preact-iso)\/|\/web\/(api-result|brand|language|load-part|session|history-entry|saved-forms|unsent|use-action|use-form|messages\/plural|parts\/(layout|brand-mark|page|states|controls|lazy-screen)|screens\/(guard|not-found))\.tsx?$|\/core\/(result|cut-text|settings)\.ts$/;
const inside =
  /\/node_modules\/hono\/|\/web\/(api|format|use-load|use-live|parts\/(confirm|leaving|frame|menu|icons|pages|use-event-day|verify-email-note|event-face|sold-bar))\.tsx?$|\/core\/(when|currencies|event-text|event-face\/face-paths)\.ts$/;

/** The parts of the homes and of an event's overview: their charts, figures and lists. */
const home = /\/web\/screens\/home\/(?!.*-home\.tsx)/;
/**
 * The screens that people come to first. Everything they import is asked for at the same time as they are: each level of
 * imports would cost a round trip more, half a second on a slow phone.
 */
const firstScreens = /\/(frame|organizer-home|distributor-home)-[^/]*\.js$/;

/**
 * Two files instead of twenty small ones: what every screen needs, and what every screen of those who are signed in needs
 * besides. What runs first (web/start/start.ts) is apart from both. Screens and texts are files of their own.
 */
const groups = [
  { name: 'first', priority: 3, test: first },
  { name: 'base', priority: 2, test: base },
  { name: 'inside', priority: 1, test: inside },
  { name: 'home-parts', priority: 1, test: home },
];

export default defineConfig({
  root: import.meta.dirname,
  customLogger: logger,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: site,
    emptyOutDir: false,
    target: 'es2022',
    // Small pictures as data: URLs would need a wider CSP than 'self'.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // A list for every screen would weigh more than it gains: what they share is in the page already.
      resolveDependencies: (file, needed, { hostType }) =>
        hostType === 'html' || firstScreens.test(`/${file}`) ? needed : [],
    },
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, 'index.html'),
        start: join(import.meta.dirname, 'start/start.ts'),
      },
      output: { codeSplitting: { groups, includeDependenciesRecursively: false } },
    },
  },
  plugins: [
    tokens(),
    typeface(),
    startFirst(),
    inlineScript(site),
    {
      name: 'clean-own-assets',
      apply: 'build',
      buildStart() {
        for (const folder of ['assets', 'fonts']) rmSync(join(site, folder), { recursive: true, force: true });
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
    load: (one) => (one === `\0${id}` ? typefaceCss() + tokensCss() : null),
    // The Worker serves the page of the API's documentation; its style sheet is a file of the site.
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'docs/tokens.css', source: tokensCss() });
    },
  };
}

/** The font files of core/typeface.ts, under addresses that the Worker's pages know without a manifest. */
function typeface(): Plugin {
  const file = (name: string) =>
    readFileSync(
      join(
        import.meta.dirname,
        `../node_modules/@fontsource-variable/golos-text/files/golos-text-${name}-wght-normal.woff2`,
      ),
    );
  return {
    name: 'foyer-typeface',
    apply: 'build',
    transformIndexHtml: () =>
      // The others are asked for by web/start/inline.ts, which knows the language.
      firstTypefacePaths.en.map((href) => ({
        tag: 'link',
        attrs: { rel: 'preload', href, as: 'font', type: 'font/woff2', crossorigin: true },
        injectTo: 'head',
      })),
    async generateBundle() {
      for (const { name, range } of typefaceFiles) {
        const source =
          name === 'ascii'
            ? await subsetFont(file('latin'), String.fromCodePoint(...codePointsOf(range)), { targetFormat: 'woff2' })
            : file(name);
        this.emitFile({ type: 'asset', fileName: typefacePath(name).slice(1), source });
      }
    },
  };
}

/** A script tag of its own for web/start/start.ts, before the program's: it runs as soon as its few bytes are there. */
function startFirst(): Plugin {
  return {
    name: 'foyer-start-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => {
        const start = Object.values(bundle ?? {}).find(
          (one) => one.type === 'chunk' && one.isEntry && one.name === 'start',
        );
        if (start === undefined) throw new Error('the build has no entry "start"');
        const attrs = { type: 'module', crossorigin: true, src: `/${start.fileName}` };
        return [{ tag: 'script', attrs, injectTo: 'head-prepend' as const }];
      },
    },
  };
}
