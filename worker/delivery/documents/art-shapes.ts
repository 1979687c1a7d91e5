// The art of an event as shapes of lines and curves, because a PDF knows no SVG. Drawn as a picture it cost
// 100 ms a file. It reads what `core/event-face` writes and nothing else: rectangles, circles, groups that are moved and
// turned, and paths of M, L, H, V, C, A (of circles) and Z with absolute coordinates.

import type { Stroke } from './typesetter.ts';

export type ArtShape = { fill: string; strokes: Stroke[] };
/** `x` becomes `a x + c y + e`, `y` becomes `b x + d y + f`. */
type Matrix = { a: number; b: number; c: number; d: number; e: number; f: number };
type Point = { x: number; y: number };

/** The picture is scaled and then moved. */
export function artShapes(svg: string, scale: number, moved: Point): ArtShape[] {
  const whole: Matrix = { a: scale, b: 0, c: 0, d: scale, e: moved.x, f: moved.y };
  let matrix = whole;
  const shapes: ArtShape[] = [];
  for (const [, tag = '', attributes = ''] of svg.matchAll(/<(\/?g|rect|circle|path)\b([^>]*)>/g)) {
    if (tag === '/g') matrix = whole;
    else if (tag === 'g') matrix = turnedBy(whole, attributes);
    else shapes.push({ fill: textOf(attributes, 'fill'), strokes: strokesOf(tag, attributes).map(placed(matrix)) });
  }
  return shapes;
}

function textOf(attributes: string, wanted: string): string {
  for (const [, name, value = ''] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) {
    if (name === wanted) return value;
  }
  throw new Error('the art names every attribute');
}

const numbersIn = (text: string): number[] => (text.match(/-?\d*\.?\d+/g) ?? []).map(Number);

/** `translate(x y) rotate(degrees cx cy)` */
function turnedBy(whole: Matrix, attributes: string): Matrix {
  const [x = 0, y = 0, degrees = 0, cx = 0, cy = 0] = numbersIn(textOf(attributes, 'transform'));
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [e, f] = [x + cx - cos * cx + sin * cy, y + cy - sin * cx - cos * cy];
  const scale = whole.a;
  return {
    a: cos * scale,
    b: sin * scale,
    c: -sin * scale,
    d: cos * scale,
    e: e * scale + whole.e,
    f: f * scale + whole.f,
  };
}

function placed({ a, b, c, d, e, f }: Matrix): (stroke: Stroke) => Stroke {
  const at = (x: number, y: number): Point => ({ x: a * x + c * y + e, y: b * x + d * y + f });
  return (stroke) => {
    if (stroke.to === 'close') return stroke;
    const end = at(stroke.x, stroke.y);
    if (stroke.to !== 'curve') return { to: stroke.to, ...end };
    const [first, second] = [at(stroke.x1, stroke.y1), at(stroke.x2, stroke.y2)];
    return { to: 'curve', x1: first.x, y1: first.y, x2: second.x, y2: second.y, ...end };
  };
}

function strokesOf(tag: string, attributes: string): Stroke[] {
  if (tag === 'path') return pathStrokes(textOf(attributes, 'd'));
  const value = (name: string) => Number(textOf(attributes, name));
  if (tag === 'rect') {
    const [x, y, width, height] = [value('x'), value('y'), value('width'), value('height')];
    return pathStrokes(`M${x} ${y}H${x + width}V${y + height}H${x}Z`);
  }
  const [x, y, r] = [value('cx'), value('cy'), value('r')];
  return pathStrokes(`M${x - r} ${y}A${r} ${r} 0 0 1 ${x + r} ${y}A${r} ${r} 0 0 1 ${x - r} ${y}Z`);
}

function pathStrokes(d: string): Stroke[] {
  const strokes: Stroke[] = [];
  let at: Point = { x: 0, y: 0 };
  for (const [, command = '', rest = ''] of d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const numbers = numbersIn(rest);
    const made = strokesOfCommand(command, numbers, at);
    strokes.push(...made);
    const last = made.at(-1);
    if (last !== undefined && last.to !== 'close') at = { x: last.x, y: last.y };
  }
  return strokes;
}

function strokesOfCommand(command: string, numbers: number[], at: Point): Stroke[] {
  const [n0 = 0, n1 = 0, n2 = 0, n3 = 0, n4 = 0, n5 = 0, n6 = 0] = numbers;
  switch (command) {
    case 'M':
      return [{ to: 'move', x: n0, y: n1 }];
    case 'L':
      return [{ to: 'line', x: n0, y: n1 }];
    case 'H':
      return [{ to: 'line', x: n0, y: at.y }];
    case 'V':
      return [{ to: 'line', x: at.x, y: n0 }];
    case 'C':
      return [{ to: 'curve', x1: n0, y1: n1, x2: n2, y2: n3, x: n4, y: n5 }];
    case 'A':
      return arc(at, { x: n5, y: n6 }, n0, n3 === 1, n4 === 1);
    case 'Z':
      return [{ to: 'close' }];
    default:
      throw new Error(`the art has no command ${command}`);
  }
}

/** A part of a circle, as curves of a quarter at most. */
function arc(from: Point, to: Point, radius: number, large: boolean, clockwise: boolean): Stroke[] {
  const [dx, dy] = [(to.x - from.x) / 2, (to.y - from.y) / 2];
  const half = Math.hypot(dx, dy);
  const r = Math.max(radius, half);
  const away = (Math.sqrt(r * r - half * half) / half) * (large === clockwise ? -1 : 1);
  const centre = { x: from.x + dx - dy * away, y: from.y + dy + dx * away };
  const begin = Math.atan2(from.y - centre.y, from.x - centre.x);
  const full = Math.atan2(to.y - centre.y, to.x - centre.x) - begin;
  const turn = clockwise ? (full + 4 * Math.PI) % (2 * Math.PI) : (full - 4 * Math.PI) % (2 * Math.PI);
  const parts = Math.max(1, Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-6));
  const step = turn / parts;
  const pull = (4 / 3) * Math.tan(step / 4) * r;
  return Array.from({ length: parts }, (_, part) => {
    const [a, b] = [begin + part * step, begin + (part + 1) * step];
    const [x, y] = [centre.x + r * Math.cos(b), centre.y + r * Math.sin(b)];
    return {
      to: 'curve' as const,
      x1: centre.x + r * Math.cos(a) - pull * Math.sin(a),
      y1: centre.y + r * Math.sin(a) + pull * Math.cos(a),
      x2: x + pull * Math.sin(b),
      y2: y - pull * Math.cos(b),
      x,
      y,
    };
  });
}
