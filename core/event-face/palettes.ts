// The colours of an event's art. Each palette is a night, a light and three inks that stay apart from both, so that a
// composition is readable whatever it draws with which ink.

export type Palette = {
  /** The dark ground. */
  night: string;
  /** The light ground: paper, a stage light, the moon. */
  light: string;
  inks: readonly [string, string, string];
};

export const palettes: readonly Palette[] = [
  { night: '#1b1938', light: '#f7efe0', inks: ['#e9542f', '#f3b63d', '#4560b8'] },
  { night: '#0e2c2a', light: '#f5eee2', inks: ['#d4475a', '#e7c363', '#2c8880'] },
  { night: '#2a1023', light: '#ffe9d8', inks: ['#db2450', '#ff9c72', '#83315f'] },
  { night: '#0f233d', light: '#f8f3e8', inks: ['#f2604d', '#ffd693', '#2f7fd4'] },
  { night: '#31140f', light: '#f8efdd', inks: ['#cb3b1e', '#f0a51a', '#86422f'] },
  { night: '#14202b', light: '#f2f7f0', inks: ['#ff7059', '#9cd6c8', '#2b667c'] },
  { night: '#231634', light: '#fcf4ff', inks: ['#b18ae9', '#f5a9ef', '#6544a0'] },
  { night: '#19291e', light: '#f3e9cf', inks: ['#be4a49', '#a8c75c', '#3c7350'] },
  { night: '#101418', light: '#f4f1ea', inks: ['#e5383b', '#f4d35e', '#6c757d'] },
  { night: '#06283d', light: '#eef6f8', inks: ['#ff8c42', '#7fd1e8', '#1f6f9c'] },
];
