// The names of the frame's built files, read from the manifest that is deployed with this Worker. So no generated code
// is committed, and a page cannot name files of another build.

import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Env } from '../../env.d.ts';

const Chunk = z.object({ file: z.string(), css: z.array(z.string()).default([]) });
const Manifest = z.record(z.string(), Chunk);

/** `style` is the text of the style sheet, which is written into the page: a request for it would hold the prices back. */
export type WidgetAssets = {
  script: string;
  style: string;
  styleHash: string;
  messages: Record<'ru' | 'en', string>;
};

let known: WidgetAssets | undefined;

/** Null when nothing was built (tests of the Worker alone). The page then shows the event without the program. */
export async function widgetAssets(env: Env): Promise<WidgetAssets | null> {
  if (known !== undefined) return known;
  const assets = await readManifest(env);
  // In development a build may replace the files at any moment. Deployed files never change under their Worker.
  if (assets !== null && env.ENVIRONMENT === 'production') known = assets;
  return assets;
}

async function readManifest(env: Env): Promise<WidgetAssets | null> {
  const response = await env.ASSETS.fetch('https://assets.local/widget/manifest.json');
  if (!response.ok || !response.headers.get('content-type')?.includes('json')) return null;
  const manifest = Manifest.parse(await response.json());
  const frame = manifest['frame/frame.tsx'];
  const ru = manifest['frame/messages/ru.ts'];
  const en = manifest['frame/messages/en.ts'];
  if (!frame || !ru || !en) throw new Error('widget manifest: an entry is missing');
  const at = (file: string) => `/widget/${file}`;
  const sheets = await Promise.all(frame.css.map((file) => textOf(env, at(file))));
  const style = sheets.join('');
  return {
    script: at(frame.file),
    style,
    styleHash: createHash('sha256').update(style).digest('base64'),
    messages: { ru: at(ru.file), en: at(en.file) },
  };
}

async function textOf(env: Env, path: string): Promise<string> {
  const response = await env.ASSETS.fetch(`https://assets.local${path}`);
  if (!response.ok) throw new Error(`widget manifest: ${path} is missing`);
  // Nothing of the sheet may end the style element it is written into.
  return (await response.text()).trim().replaceAll('</', '<\\/');
}
