// Draws marks as SVG and the SVG as PNG with resvg. The SVG contains texts of people, so every text is escaped, and
// resvg gets no fonts and no files but ours.

import { initWasm, Resvg, type ResvgRenderOptions } from '@resvg/resvg-wasm';
import resvgModule from '@resvg/resvg-wasm/index_bg.wasm';
import { html } from 'hono/html';
import { assertNever } from '#core/result.ts';
import { type Mark, page } from './layout.ts';
import { runsOf } from './pdf.ts';
import { fontBytes, fontFamily } from './typeface.ts';
import type { Stroke } from './typesetter.ts';

/** Phones have up to three pixels a point. */
const pixelsPerPoint = 3;

let ready: Promise<void> | undefined;

export async function pngOf(marks: Mark[]): Promise<Uint8Array> {
  return draw(String(await svgOf(marks)), {
    fitTo: { mode: 'zoom', value: pixelsPerPoint },
    font: {
      fontBuffers: [new Uint8Array(fontBytes.regular), new Uint8Array(fontBytes.bold)],
      defaultFontFamily: fontFamily,
    },
  });
}

/** Draws an SVG that has shapes only and no text, in its own size. */
export function pngOfShapes(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  return draw(svg, {});
}

async function draw(svg: string, options: ResvgRenderOptions): Promise<Uint8Array<ArrayBuffer>> {
  // Initialising twice is an error of resvg, so all callers of an isolate wait for one promise.
  ready ??= initWasm(resvgModule);
  await ready;
  const resvg = new Resvg(svg, options);
  const image = resvg.render();
  try {
    // Copied, because the wasm memory that holds the picture is freed below.
    return new Uint8Array(image.asPng());
  } finally {
    // wasm memory is not garbage-collected.
    image.free();
    resvg.free();
  }
}

async function svgOf(marks: Mark[]) {
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${page.width}" height="${page.height}" viewBox="0 0 ${page.width} ${page.height}" font-family="${fontFamily}">${marks.map(shape)}</svg>`;
}

function shape(mark: Mark) {
  switch (mark.kind) {
    case 'text':
      return html`<text x="${mark.x}" y="${mark.y}" font-size="${mark.size}" font-weight="${mark.weight === 'bold' ? 700 : 400}" fill="${mark.ink}" text-anchor="${mark.align === 'right' ? 'end' : 'start'}" xml:space="preserve">${mark.text}</text>`;
    case 'outline':
      return html`<path transform="translate(${mark.x} ${mark.y})" d="${mark.outline.strokes.map(pathOf).join('')}" fill="${mark.ink}"/>`;
    case 'box':
      return html`<rect x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}" rx="${mark.radius}" fill="${mark.fill}" stroke="${mark.edge ?? 'none'}" stroke-width="0.8"/>`;
    case 'picture': {
      const { x, y, width, height, picture } = mark;
      if (picture.kind === 'art') {
        const shapes = picture.shapes.map(
          ({ fill, strokes }) => html`<path d="${strokes.map(pathOf).join('')}" fill="${fill}"/>`,
        );
        return html`<svg x="${x}" y="${y}" width="${width}" height="${height}">${shapes}</svg>`;
      }
      const data = `data:image/jpeg;base64,${Buffer.from(picture.bytes).toString('base64')}`;
      return html`<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="xMidYMid slice" href="${data}"/>`;
    }
    case 'dashes':
      return html`<line x1="${mark.x1}" y1="${mark.y}" x2="${mark.x2}" y2="${mark.y}" stroke="${mark.ink}" stroke-width="1" stroke-dasharray="4 4"/>`;
    case 'code': {
      const path = runsOf(mark).map((run) => `M${run.x} ${run.y}h${run.width}v${run.height}h${-run.width}z`);
      return html`<path d="${path.join('')}" fill="#000000"/>`;
    }
    default:
      return assertNever(mark);
  }
}

function pathOf(stroke: Stroke): string {
  switch (stroke.to) {
    case 'move':
      return `M${inPath(stroke.x, stroke.y)}`;
    case 'line':
      return `L${inPath(stroke.x, stroke.y)}`;
    case 'curve':
      return `C${inPath(stroke.x1, stroke.y1, stroke.x2, stroke.y2, stroke.x, stroke.y)}`;
    case 'close':
      return 'Z';
    default:
      return assertNever(stroke);
  }
}

function inPath(...numbers: number[]): string {
  return numbers.map((one) => one.toFixed(3)).join(' ');
}
