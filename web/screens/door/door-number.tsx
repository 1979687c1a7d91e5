// Typing the printed number, for the evening when neither camera nor scanner reads the code. It is a field of its own:
// only what a person types here becomes a number, and a number is confirmed before anybody is let in.

import { useRef, useState } from 'preact/hooks';
import { t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { isTypedByHand, type Keystroke } from './typed-by-hand.ts';

type Props = {
  onNumber: (number: string) => void;
  /** What a scanner typed into this field is what it read: a code. */
  onCode: (code: string) => void;
};

export function DoorNumber({ onNumber, onCode }: Props) {
  const text = t().door.byNumber;
  const [open, setOpen] = useState(false);
  const [number, setNumber] = useState('');
  const keystrokes = useRef<Keystroke[]>([]);

  function submit() {
    const typed = number.trim();
    const byHand = isTypedByHand(keystrokes.current);
    keystrokes.current = [];
    setNumber('');
    if (typed === '') return;
    if (byHand) onNumber(typed);
    else onCode(typed);
  }
  if (!open) return <Button onPress={() => setOpen(true)}>{text.open}</Button>;
  return (
    <Form onSubmit={submit} label={text.open}>
      <TextField
        name="number"
        value={number}
        error={undefined}
        onValue={(value) => {
          if (value === '') keystrokes.current = [];
          else keystrokes.current.push({ length: value.length, atMs: performance.now() });
          setNumber(value);
        }}
        label={text.label}
        hint={text.hint}
        spellcheck={false}
        // Room for a code: a scanner that types into this field must be told apart, not cut short.
        maxLength={300}
      />
      <div class="actions">
        <Button kind="main" submit>
          {text.submit}
        </Button>
        <Button onPress={() => setOpen(false)}>{t().common.cancel}</Button>
      </div>
    </Form>
  );
}
