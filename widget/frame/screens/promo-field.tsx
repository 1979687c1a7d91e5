// The field for a promo code. It is part of the checkout chunk, so it does not delay the first price. A refusal about the
// code is shown at this field.

import type { Locale } from '#core/contracts/basics.ts';
import { promoTexts } from '../messages/promo-texts.ts';

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
