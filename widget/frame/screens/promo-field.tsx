// The promo code, for the few who have one: loaded after the first price is drawn, which it must not delay. A refusal is
// said at the field it is about.

import type { Locale } from '#core/contracts/basics.ts';
import { promoTexts } from '../messages/promo.ts';

type Props = { locale: Locale; value: string; code: string; disabled: boolean; onChange: (code: string) => void };

export function PromoField({ locale, value, code, disabled, onChange }: Props) {
  const text = promoTexts[locale];
  const refusals: Readonly<Record<string, string>> = text.refusals;
  const said = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  return (
    <details open={value !== '' || said !== undefined}>
      <summary>{text.have}</summary>
      <label>
        {text.label}
        <input
          name="promo"
          autoComplete="off"
          maxLength={40}
          value={value}
          readOnly={disabled}
          aria-invalid={said !== undefined}
          aria-describedby="promo-said"
          onInput={(typed) => onChange(typed.currentTarget.value)}
        />
        <span id="promo-said" class="problem" role="alert">
          {said}
        </span>
      </label>
    </details>
  );
}
