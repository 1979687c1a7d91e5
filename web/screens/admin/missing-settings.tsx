// What a buyer or a supervisor will ask for first and the operator has not given yet; nothing when it is all there.

import type { ComponentChildren } from 'preact';
import type { Settings } from '#core/contracts/settings.ts';
import { missingSettings } from '#core/settings.ts';
import { t } from '../../language.ts';

export function MissingSettings({ settings, children }: { settings: Settings; children?: ComponentChildren }) {
  const missing = missingSettings(settings);
  const text = t().settings;
  if (missing.length === 0) return null;
  return (
    <div class="note warn">
      <p>
        <strong>{text.missingTitle}</strong>
      </p>
      <ul>
        {missing.map((what) => (
          <li key={what}>{text.missing[what]}</li>
        ))}
      </ul>
      {children}
    </div>
  );
}
