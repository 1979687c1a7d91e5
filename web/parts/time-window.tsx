// A time window, either end of which may be open, with the zone that both times are in.

import type { ComponentProps } from 'preact';
import { locale, t } from '../language.ts';
import { zoneHint } from '../typed-times.ts';
import { TextField } from './controls.tsx';

type Bound = Omit<ComponentProps<typeof TextField>, 'label'>;
type Props = { from: Bound; to: Bound; labels: readonly [string, string]; hint: string; timeZone: string };

export function TimeWindow({ from, to, labels: [fromLabel, toLabel], hint, timeZone }: Props) {
  return (
    <>
      <div class="pair">
        <TextField {...from} label={fromLabel} type="datetime-local" optional />
        <TextField {...to} label={toLabel} type="datetime-local" optional />
      </div>
      <p class="hint">
        {hint} {t().editor.timeZone}: {zoneHint(locale.value, from.value, timeZone)}
      </p>
    </>
  );
}
