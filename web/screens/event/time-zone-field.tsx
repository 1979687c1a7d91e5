// The time zone of an event, each named with its offset on the day of the event.

import { useMemo } from 'preact/hooks';
import { browserTimeZone } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Choice } from '../../parts/controls.tsx';
import { zoneHint } from '../../typed-times.ts';
import type { FieldProps } from '../../use-form.ts';

export function TimeZoneField({ field, startsAt }: { field: FieldProps; startsAt: string }) {
  const own = field.value;
  const language = locale.value;
  // Naming every zone's offset is slow, so it is done once for each typed day, not at every key.
  const day = startsAt.slice(0, '2026-11-29'.length);
  const options = useMemo(() => {
    const zones = [...new Set([own, browserTimeZone(), ...Intl.supportedValuesOf('timeZone')])];
    const labelled = zones.map((value) => ({ value, label: zoneHint(language, `${day}T12:00`, value) }));
    return labelled.sort((a, b) => a.label.localeCompare(b.label, language));
  }, [own, day, language]);
  return <Choice {...field} label={t().editor.timeZone} hint={t().editor.timeZoneHint} options={options} />;
}
