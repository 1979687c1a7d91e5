// How many of one ticket type: a native number field between two buttons. None, or from the least one order takes to
// the most it may; nothing in between can be chosen.

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
          // Also when the state stays as it was: the field must not show what was refused.
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

export function within(wanted: number, least: number, most: number): number {
  const whole = Math.floor(wanted);
  if (!(whole > 0)) return 0;
  return Math.min(Math.max(whole, least), most);
}
