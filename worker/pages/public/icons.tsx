// Icons of the public pages, drawn in a field of 24 × 24. Each is beside a text or inside a labelled link, so screen
// readers skip them.

import type { Child } from 'hono/jsx';

function Icon({ children }: { children: Child }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export function CalendarIcon() {
  return (
    <Icon>
      <path d="M5 6.5h14V20H5zM5 10.500h14M8.500 4v4M15.500 4v4" />
    </Icon>
  );
}

export function PinIcon() {
  return (
    <Icon>
      <path d="M12 21c-4.500-4.800-6.700-8.200-6.700-11a6.700 6.700 0 0 1 13.400 0c0 2.800-2.200 6.200-6.700 11z" />
      <circle cx="12" cy="10" r="2.400" />
    </Icon>
  );
}

export function WayIcon() {
  return (
    <Icon>
      <path d="M7 17 17 7M9 7h8v8" />
    </Icon>
  );
}

export function SearchIcon() {
  return (
    <Icon>
      <circle cx="11" cy="11" r="6.500" />
      <path d="m16 16 4 4" />
    </Icon>
  );
}
