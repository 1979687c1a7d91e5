// The field for a printed number, for when neither camera nor scanner reads the code. It is apart from the scanner's
// field: only what a person types here is a number, and a number is confirmed before anybody is admitted.

import { useRef, useState } from 'preact/hooks';
import { t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { isTypedByHand, type Keystroke } from './typed-by-hand.ts';

type Props = {
  onNumber: (number: string) => void;
  /** A text that a scanner typed into this field is a code. */
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
        // The field has room for a code, because a scanner's text must be recognized and not cut.
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
