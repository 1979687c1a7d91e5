// Chooses how many tickets of one type: a native number field between two buttons. The value is zero, or between the
// least and the most that one order may take; a typed value outside is brought into that range.

import type { Messages } from '../messages/en.ts';

type Props = {
  m: Messages;
  name: string;
  least: number;
  most: number;
  value: number;
  disabled: boolean;
  onChange: (quantity: number) => void;
};

export function Stepper({ m, name, least, most, value, disabled, onChange }: Props) {
  return (
    <div class="stepper">
      <button
        type="button"
        aria-label={m.fewer(name)}
        disabled={disabled || value === 0}
        onClick={() => onChange(value <= least ? 0 : value - 1)}
      >
        −
      </button>
      <input
        type="number"
        inputMode="numeric"
        aria-label={m.quantity(name)}
        min={0}
        max={most}
        value={value}
        disabled={disabled}
        onFocus={(focused) => focused.currentTarget.select()}
        onChange={(changed) => {
          const field = changed.currentTarget;
          const taken = within(Number(field.value), least, most);
          // Written to the field itself too: when the state stays the same, Preact draws nothing and the typed value would stay.
          field.value = String(taken);
          onChange(taken);
        }}
      />
      <button
        type="button"
        aria-label={m.more(name)}
        disabled={disabled || value >= most}
        onClick={() => onChange(value < least ? least : value + 1)}
      >
        +
      </button>
    </div>
  );
}

function within(wanted: number, least: number, most: number): number {
  const whole = Math.floor(wanted);
  if (!(whole > 0)) return 0;
  return Math.min(Math.max(whole, least), most);
}
