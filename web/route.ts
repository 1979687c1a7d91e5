// What a route of the dashboard says: its address, who may see it, the areas of texts it reads, and its program.

import type { ComponentType } from 'preact';
import type { Me, Role } from '#core/contracts/people.ts';
import type { Area } from './messages/areas.ts';

export type ScreenProps = { user: Me; params: Readonly<Record<string, string>> };

export type OpenRoute = { path: string; texts: readonly Area[]; load: () => Promise<ComponentType> };
export type GuardedRoute = {
  path: string;
  roles: readonly Role[];
  texts: readonly Area[];
  load: () => Promise<ComponentType<ScreenProps>>;
  /** What the screen reads first, exactly as it asks for it. */
  first?: (id: string) => string;
};

export const organizers = ['organizer', 'admin'] as const;
export const money = ['organizer', 'distributor', 'admin'] as const;
