// The part of the build that puts web/start/inline.ts into the dashboard's document, with the list of files it asks for.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import { firstTypefacePaths } from '../../core/typeface.ts';
import type { FirstFile } from './first-files.ts';

const locales = ['ru', 'en'] as const;
const homes = ['organizer', 'distributor'] as const;

/**
 * Puts the script after the document's charset, which must be in its first kilobyte, and before the style sheet, for which an
 * inline script would wait. The content policy allows inline scripts by their hash alone, so the hash is written into the
 * `_headers` of `site`, the folder of the build, which Vite has copied from web/public by then.
 */
export function inlineScript(site: string): Plugin {
  let code = '';
  return {
    name: 'foyer-inline-script',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: async (html, { bundle }) => {
        code = await bundled(join(import.meta.dirname, 'inline.ts'), filesOf(Object.values(bundle ?? {})));
        const charset = '<meta charset="utf-8" />';
        if (!html.includes(charset)) throw new Error('the document has no charset to put the inline script after');
        return html.replace(charset, () => `${charset}\n    <script>${code}</script>`);
      },
    },
    writeBundle() {
      const file = join(site, '_headers');
      const hash = createHash('sha256').update(code).digest('base64');
      const headers = readFileSync(file, 'utf8');
      const allowed = headers.replace(/script-src 'self'(?: 'sha256-[^']+')?;/, `script-src 'self' 'sha256-${hash}';`);
      if (!allowed.includes(hash)) throw new Error('_headers has no script-src for the inline script');
      writeFileSync(file, allowed);
    },
  };
}

type Condition = Omit<FirstFile, 'href' | 'as'>;

/** What an organizer's or a distributor's home needs besides the files that the document itself names, each file once. */
function filesOf(outputs: readonly Rolldown.OutputBundle[string][]): FirstFile[] {
  const chunks = outputs.filter((one) => one.type === 'chunk');
  const named = new Set([...chunksFor('/web/index.html', chunks), ...chunksFor('/web/start/start.ts', chunks)]);
  const filesFor = (source: string, condition: Condition): FirstFile[] => {
    const added = [...chunksFor(source, chunks)].filter((chunk) => !named.has(chunk));
    for (const chunk of added) named.add(chunk);
    return added.flatMap((chunk) => filesWith(chunk, condition));
  };
  const texts = (area: string, condition: Condition) =>
    locales.flatMap((locale) => filesFor(`/web/messages/${area}/${locale}.ts`, { ...condition, locale }));
  // The document itself asks for the font files that both languages need.
  const isOfOneLanguage = (href: string) => !firstTypefacePaths.en.includes(href);
  const fonts = locales.flatMap((locale) =>
    firstTypefacePaths[locale].filter(isOfOneLanguage).map((href): FirstFile => ({ href, as: 'font', locale })),
  );
  return [
    ...texts('shell', {}),
    ...filesFor('/web/parts/frame.tsx', { inside: true }),
    ...texts('inside', { inside: true }),
    // What both homes import comes first, so that it is not under the condition of one of them.
    ...filesFor('/web/screens/home/home-figures.tsx', { homeOf: homes }),
    ...texts('home', { homeOf: homes }),
    ...homes.flatMap((role) => filesFor(`/web/screens/home/${role}-home.tsx`, { homeOf: [role] })),
    ...fonts,
  ];
}

/** The chunk that is asked for as this source file, else the one that holds it, with all that it imports. */
function chunksFor(source: string, chunks: readonly Rolldown.OutputChunk[]): Set<Rolldown.OutputChunk> {
  const found =
    chunks.find((chunk) => chunk.facadeModuleId?.endsWith(source)) ??
    chunks.find((chunk) => chunk.moduleIds.some((id) => id.endsWith(source)));
  if (found === undefined) throw new Error(`the build has no part for ${source}`);
  const needed = new Set([found]);
  // A set goes on to what is added while it is walked.
  for (const chunk of needed) {
    for (const one of chunks) if (chunk.imports.includes(one.fileName)) needed.add(one);
  }
  return needed;
}

function filesWith(chunk: Rolldown.OutputChunk, condition: Condition): FirstFile[] {
  const styles = [...(chunk.viteMetadata?.importedCss ?? [])];
  return [
    { href: `/${chunk.fileName}`, as: 'script', ...condition },
    ...styles.map((style): FirstFile => ({ href: `/${style}`, as: 'style', ...condition })),
  ];
}

/** The script as text; it has no imports left. */
async function bundled(path: string, firstFiles: readonly FirstFile[]): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    define: { firstFiles: JSON.stringify(firstFiles) },
    build: {
      write: false,
      target: 'es2022',
      copyPublicDir: false,
      rolldownOptions: { input: path, output: { format: 'iife' } },
    },
  });
  const [output] = [result].flat();
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error(`${path} was not built`);
  return chunk.code.trim();
}
