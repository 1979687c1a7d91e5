// The compositions of an event's art: each fills a field of any proportions with flat shapes, as a poster does. Shapes are
// SVG of paths, circles and rectangles only (no text, filter, gradient or mask), so that browsers and the drawing of tickets
// and previews show the same.

import type { Palette } from './palettes.ts';
import type { Random } from './random.ts';

type Field = { width: number; height: number; palette: Palette; random: Random };

type Composition = (field: Field) => string;

/** Two decimals are finer than a pixel of any surface, and keep the file small. */
const n = (value: number): string => String(Math.round(value * 100) / 100);

const rect = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}"/>`;

const circle = (x: number, y: number, radius: number, fill: string): string =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}"/>`;

const path = (d: string, fill: string): string => `<path d="${d}" fill="${fill}"/>`;

const polygon = (points: readonly (readonly [number, number])[], fill: string): string =>
  path(`M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`, fill);

const times = (count: number, draw: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => draw(index)).join('');

const colours = ({ night, light, inks }: Palette): readonly string[] => [...inks, light, night];

/** A grid of quarter circles, discs, triangles and stripes. */
const tiles: Composition = ({ width, height, palette, random }) => {
  const size = Math.min(width, height) / 3;
  const columns = Math.ceil(width / size);
  const rows = Math.ceil(height / size);
  const all = colours(palette);
  return times(columns * rows, (index) => {
    const ground = random.index(all.length);
    // Never the ground's own colour: the shape would vanish.
    const ink = all[(ground + 1 + random.index(all.length - 1)) % all.length] ?? palette.light;
    const half = size / 2;
    const shapes = [
      path(`M0 0A${n(size)} ${n(size)} 0 0 1 ${n(size)} ${n(size)}H0Z`, ink),
      circle(half, half, size * 0.34, ink),
      path(`M0 0H${n(size)}L0 ${n(size)}Z`, ink),
      path(`M0 ${n(half)}A${n(half)} ${n(half)} 0 0 1 ${n(size)} ${n(half)}Z`, ink),
      times(4, (stripe) => rect(((stripe + 0.25) * size) / 4, 0, size / 8, size, ink)),
      path(
        `M0 0A${n(size)} ${n(size)} 0 0 1 ${n(size)} ${n(size)}H${n(half)}A${n(half)} ${n(half)} 0 0 0 0 ${n(half)}Z`,
        ink,
      ),
    ];
    const turn = random.index(4) * 90;
    const at = `translate(${n((index % columns) * size)} ${n(Math.floor(index / columns) * size)}) rotate(${turn} ${n(half)} ${n(half)})`;
    // Half a unit over its cell on each side: no seam between two tiles at any scale.
    return `<g transform="${at}">${rect(-0.5, -0.5, size + 1, size + 1, all[ground] ?? palette.night)}${shapes[random.index(shapes.length)]}</g>`;
  });
};

/** Rings of a record or a rising sun over a skyline. */
const rings: Composition = ({ width, height, palette, random }) => {
  const { night, light, inks } = palette;
  const x = width * random.between(0.5, 0.8);
  const y = height * random.between(0.3, 0.55);
  const bands = [inks[2], inks[0], night, inks[1], inks[0], inks[2], light, inks[0], night];
  const radius = Math.hypot(width, height) * 0.55;
  const houses = Math.round((width / height) * 12) + 2;
  const step = width / houses;
  return (
    rect(0, 0, width, height, night) +
    bands.map((fill, ring) => circle(x, y, radius * (1 - ring / bands.length), fill)).join('') +
    times(houses, (house) => {
      const top = height * random.between(0.58, 0.8);
      return rect(house * step + step * 0.2, top, step * 0.6, height - top, night);
    }) +
    rect(0, height * 0.82, width, height * 0.18, night)
  );
};

/** Rays from below, as a sun or a footlight. */
const rays: Composition = ({ width, height, palette, random }) => {
  const { night, light, inks } = palette;
  const x = width * random.between(0.3, 0.7);
  const y = height;
  const reach = Math.hypot(width, height) * 1.1;
  const count = 12 + random.index(6);
  const at = (turn: number): readonly [number, number] => [
    x + reach * Math.cos(Math.PI * (1 + turn)),
    y + reach * Math.sin(Math.PI * (1 + turn)),
  ];
  const fills = [inks[0], light, inks[2], inks[1]];
  const disc = Math.min(width, height) * 0.3;
  return (
    rect(0, 0, width, height, night) +
    times(count, (ray) => polygon([[x, y], at(ray / count), at((ray + 0.56) / count)], fills[ray % 4] ?? light)) +
    circle(x, y, disc, night) +
    circle(x, y, disc * 0.68, inks[0])
  );
};

/** Hills or a sea under a low sun. */
const waves: Composition = ({ width, height, palette, random }) => {
  const { night, light, inks } = palette;
  const fills = [inks[1], inks[2], inks[0], night, inks[2], inks[1], night];
  const steps = 24;
  const wave = (level: number, fill: string): string => {
    const base = height * (0.4 + level * 0.095);
    const swing = height * 0.065;
    const phase = random.between(0, 2 * Math.PI);
    const turns = 2 * Math.PI * (width / height) * (0.7 + level * 0.12);
    const points = Array.from({ length: steps + 1 }, (_, step): readonly [number, number] => [
      (step * width) / steps,
      base + Math.sin((step / steps) * turns + phase) * swing,
    ]);
    return polygon([[0, height], ...points, [width, height]], fill);
  };
  return (
    rect(0, 0, width, height, light) +
    circle(width * random.between(0.25, 0.8), height * 0.33, Math.min(width, height) * 0.22, inks[0]) +
    fills.map((fill, level) => wave(level, fill)).join('')
  );
};

/** The pipes of an organ, highest in the middle. */
const pipes: Composition = ({ width, height, palette, random }) => {
  const { night, light, inks } = palette;
  const count = 2 * Math.round((width / height) * 5) + 3;
  const step = width / count;
  const middle = (count - 1) / 2;
  return (
    rect(0, 0, width, height, night) +
    times(count, (pipe) => {
      const side = Math.abs(pipe - middle) / (middle + 1);
      const top = height * (0.52 - 0.42 * (1 - side) + random.between(0, 0.06));
      const left = pipe * step + step * 0.12;
      const round = step * 0.38;
      const mouth = height * 0.8;
      return (
        path(
          `M${n(left)} ${n(height)}V${n(top + round)}A${n(round)} ${n(round)} 0 0 1 ${n(left + 2 * round)} ${n(top + round)}V${n(height)}Z`,
          inks[pipe % 3] ?? light,
        ) +
        polygon(
          [
            [left + round * 0.5, mouth],
            [left + round * 1.5, mouth],
            [left + round, mouth + step * 0.9],
          ],
          night,
        )
      );
    }) +
    rect(0, height * 0.94, width, height * 0.06, light)
  );
};

/** Nested arches, as a proscenium or an arcade. */
const arches: Composition = ({ width, height, palette, random }) => {
  const { night, light, inks } = palette;
  const count = Math.max(1, Math.round((width / height) * random.between(1, 2.4)));
  const step = width / count;
  const order = random.index(3);
  const high = random.between(0.08, 0.2);
  const ink = (at: number): string => inks[(at + order) % 3] ?? light;
  return (
    rect(0, 0, width, height, light) +
    times(count, (arch) => {
      const x = (arch + 0.5) * step;
      const fills = [ink(arch), night, ink(arch + 1), light, ink(arch + 2), night];
      return fills
        .map((fill, ring) => {
          const half = (step / 2) * (1 - ring / fills.length) * 0.96;
          const top = height * (high + 0.09 * ring) + half;
          return path(
            `M${n(x - half)} ${n(height)}V${n(top)}A${n(half)} ${n(half)} 0 0 1 ${n(x + half)} ${n(top)}V${n(height)}Z`,
            fill,
          );
        })
        .join('');
    }) +
    rect(0, height * 0.93, width, height * 0.07, night)
  );
};

/** Beams of stage lights over the heads of a crowd. */
const lights: Composition = ({ width, height, palette, random }) => {
  const { night, light, inks } = palette;
  const beams = 5;
  const heads = Math.round((width / height) * 9);
  const step = width / heads;
  const fills = [inks[2], inks[0], inks[1], inks[2], inks[0]];
  return (
    rect(0, 0, width, height, night) +
    times(beams, (beam) => {
      const x = ((beam + 0.5) * width) / beams;
      const lean = random.between(-0.22, 0.22) * width;
      const spread = width * random.between(0.09, 0.15);
      return (
        polygon(
          [
            [x - width * 0.012, 0],
            [x + width * 0.012, 0],
            [x + lean + spread, height],
            [x + lean - spread, height],
          ],
          fills[beam] ?? light,
        ) + circle(x, 0, width * 0.03, light)
      );
    }) +
    times(heads, (head) => {
      const y = height * random.between(0.8, 0.88);
      const x = (head + 0.5) * step;
      const radius = step * 0.36;
      return circle(x, y, radius, night) + rect(x - step * 0.52, y + radius * 0.9, step * 1.04, height - y, night);
    })
  );
};

/** Ribbons that cross the field, with notes on them. */
const ribbons: Composition = ({ width, height, palette, random }) => {
  const { night, light, inks } = palette;
  const ground = random.index(2) === 0 ? night : light;
  const note = ground === night ? light : night;
  const bend = random.between(0.12, 0.24) * height * (random.index(2) === 0 ? 1 : -1);
  const thick = height * 0.085;
  const count = 5;
  const top = (height - count * thick * 1.55) / 2;
  const ribbon = (line: number): string => {
    const y = top + line * thick * 1.55;
    const edge = (from: number): string =>
      `${n(width / 3)} ${n(from + bend * 2)} ${n((width * 2) / 3)} ${n(from - bend * 2)} `;
    return path(
      `M0 ${n(y)}C${edge(y)}${n(width)} ${n(y)}V${n(y + thick)}C${n((width * 2) / 3)} ${n(y + thick - bend * 2)} ${n(width / 3)} ${n(y + thick + bend * 2)} 0 ${n(y + thick)}Z`,
      inks[line % 3] ?? note,
    );
  };
  const notes = Math.round((width / height) * 4);
  return (
    rect(0, 0, width, height, ground) +
    times(count, ribbon) +
    times(notes, (index) => {
      const x = ((index + random.between(0.3, 0.7)) * width) / notes;
      const y = height * random.between(0.3, 0.75);
      const radius = Math.min(width, height) * random.between(0.045, 0.075);
      const stem = radius * 4;
      return circle(x, y, radius, note) + rect(x + radius * 0.72, y - stem, radius * 0.28, stem, note);
    })
  );
};

export const compositions: readonly Composition[] = [tiles, rings, rays, waves, pipes, arches, lights, ribbons];
