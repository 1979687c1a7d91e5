// The look that every surface shares: warm paper, ink, one deep theatre red used only for the main action. The dashboard,
// the widget, the pages of the Worker and the letters take their values from here, so that none of them drifts.

/** Colors that change with the theme, by their CSS names. */
export const light = {
  paper: '#faf8f5',
  surface: '#ffffff',
  'surface-sunk': '#f3efe9',
  ink: '#1a1613',
  'ink-soft': '#5b534b',
  line: '#e8e2da',
  'line-strong': '#cfc6ba',
  accent: '#a3182e',
  'accent-hover': '#85101f',
  'accent-soft': '#fbe9eb',
  'on-accent': '#ffffff',
  good: '#17663d',
  'good-soft': '#e1f3e8',
  warn: '#875200',
  'warn-soft': '#fdf0d8',
  bad: '#a3241c',
  'bad-soft': '#fce7e4',
  focus: '#1c5fb8',
  /** The two sides of money in a picture: the reader's own share, and the partner's. Always with a gap and a label. */
  you: '#2f6f8f',
  partner: '#c2811f',
  shadow: '0 1px 2px rgb(26 22 19 / 0.05), 0 8px 24px -8px rgb(26 22 19 / 0.12)',
  'shadow-poster': '0 24px 60px -20px rgb(26 22 19 / 0.28)',
} as const;

export const dark: Record<keyof typeof light, string> = {
  paper: '#141110',
  surface: '#1d1917',
  'surface-sunk': '#2a2521',
  ink: '#f4efe9',
  'ink-soft': '#bab0a5',
  line: '#332d29',
  'line-strong': '#4a423c',
  accent: '#f0687f',
  'accent-hover': '#f58a9c',
  'accent-soft': '#3a1f25',
  'on-accent': '#1f070c',
  good: '#74cf9c',
  'good-soft': '#1b3326',
  warn: '#e9b75f',
  'warn-soft': '#3a2c12',
  bad: '#f08a80',
  'bad-soft': '#3d1d1a',
  focus: '#7db2f5',
  you: '#6fb1d1',
  partner: '#dfa24f',
  shadow: 'none',
  'shadow-poster': '0 24px 60px -20px rgb(0 0 0)',
};

const sizes = {
  /** Of cards, of controls, and of posters, tickets and the widget. */
  radius: '12px',
  'radius-small': '8px',
  'radius-poster': '20px',
  'space-1': '4px',
  'space-2': '8px',
  'space-3': '12px',
  'space-4': '16px',
  'space-5': '24px',
  'space-6': '40px',
  font: '"Golos Text", "Golos Text Fallback", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  'text-small': '0.875rem',
  text: '1rem',
  'text-large': '1.25rem',
  'text-title': '1.75rem',
} as const;

function block(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `--${name}:${value};`)
    .join('');
}

/** As custom properties, for pages of ours: their theme is the reader's. Paper is always light. */
export function tokensCss(): string {
  return `:root{color-scheme:light dark;${block(light)}${block(sizes)}}
@media screen and (prefers-color-scheme:dark){:root{${block(dark)}}}
`;
}

/** For the widget: its theme is the publisher's `data-theme`, and with `auto` the reader's. */
export function widgetTokensCss(): string {
  return `:root{color-scheme:light;${block(light)}${block(sizes)}}
:root[data-theme="dark"]{color-scheme:dark;${block(dark)}}
@media (prefers-color-scheme:dark){:root[data-theme="auto"]{color-scheme:dark;${block(dark)}}}
`;
}
