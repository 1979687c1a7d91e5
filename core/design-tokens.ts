// The look that every surface shares: warm paper, ink, one deep theatre red used only for the main action. The dashboard,
// the widget, the pages of the Worker and the letters take their values from here, so that none of them drifts.

/** Colors that change with the theme, by their CSS names. */
export const light = {
  paper: '#faf8f5',
  surface: '#ffffff',
  'surface-sunk': '#f2eee8',
  ink: '#1f1b18',
  'ink-soft': '#5d554e',
  line: '#ddd5cb',
  accent: '#9b1c31',
  'accent-hover': '#7f1527',
  'accent-soft': '#f7e6e9',
  'on-accent': '#ffffff',
  good: '#1d6b43',
  'good-soft': '#e2f2e9',
  warn: '#8a5300',
  'warn-soft': '#fbeed6',
  bad: '#a3241c',
  'bad-soft': '#fbe5e2',
  focus: '#1c5fb8',
  shadow: '0 1px 2px rgb(31 27 24 / 0.06), 0 4px 16px rgb(31 27 24 / 0.06)',
} as const;

export const dark: Record<keyof typeof light, string> = {
  paper: '#171412',
  surface: '#211d1a',
  'surface-sunk': '#2a2521',
  ink: '#f3eee8',
  'ink-soft': '#b9aea3',
  line: '#3b342e',
  accent: '#d8536a',
  'accent-hover': '#e46d82',
  'accent-soft': '#3a1f25',
  'on-accent': '#1a0d10',
  good: '#6cc795',
  'good-soft': '#1b3326',
  warn: '#e6b25c',
  'warn-soft': '#3a2c12',
  bad: '#f08a80',
  'bad-soft': '#3d1d1a',
  focus: '#7db2f5',
  shadow: 'none',
};

const sizes = {
  radius: '10px',
  'radius-small': '6px',
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

/** As custom properties, for pages of ours: their theme is the reader's. */
export function tokensCss(): string {
  return `:root{color-scheme:light dark;${block(light)}${block(sizes)}}
@media (prefers-color-scheme:dark){:root{${block(dark)}}}
`;
}

/** Only the colors, for the widget: its theme is the publisher's `data-theme`, and with `auto` the reader's. */
export function widgetTokensCss(): string {
  return `:root{color-scheme:light;${block(light)}}
:root[data-theme="dark"]{color-scheme:dark;${block(dark)}}
@media (prefers-color-scheme:dark){:root[data-theme="auto"]{color-scheme:dark;${block(dark)}}}
`;
}
