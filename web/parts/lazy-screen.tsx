// A screen whose program and texts are loaded when it is first opened. The router keeps the earlier screen in sight
// meanwhile. What could not be loaded offers to try again; the rest of the page keeps working.

import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { lazy } from 'preact-iso';
import { loadTexts } from '../language.ts';
import { loadPart } from '../load-part.ts';
import type { Area } from '../messages/areas.ts';
import { MissingPart } from './states.tsx';

type Loading<Props> = { texts: readonly Area[]; load: () => Promise<ComponentType<Props>> };

export function lazyScreen<Props extends object>(route: Loading<Props>): ComponentType<Props> {
  return lazy(() => loaded(route).catch(() => missing(route)));
}

async function loaded<Props>({ texts, load }: Loading<Props>): Promise<ComponentType<Props>> {
  const [screen] = await Promise.all([loadPart(load), loadTexts(texts)]);
  return screen;
}

function missing<Props extends object>(route: Loading<Props>): ComponentType<Props> {
  return function Missing(props: Props) {
    const [Screen, setScreen] = useState<ComponentType<Props> | null>(null);
    const [busy, setBusy] = useState(false);
    async function retry() {
      setBusy(true);
      const found = await loaded(route).catch(() => null);
      setBusy(false);
      if (found !== null) setScreen(() => found);
    }
    return Screen === null ? <MissingPart busy={busy} onRetry={() => void retry()} /> : <Screen {...props} />;
  };
}
