// The question before unsent text is left behind, and what stands above a form whose text came back.

import { useLocation } from 'preact-iso';
import { t } from '../language.ts';
import { dropUnsent, leavingTo } from '../unsent.ts';
import type { Form } from '../use-form.ts';
import { Confirm } from './confirm.tsx';
import { Button } from './controls.tsx';

export function LeavingQuestion() {
  const { route } = useLocation();
  const to = leavingTo.value;
  if (to === null) return null;
  const text = t().unsent;
  const stay = () => {
    leavingTo.value = null;
  };
  return (
    <Confirm
      title={text.title}
      text={text.text}
      confirm={text.leave}
      cancel={text.stay}
      busy={false}
      failure={null}
      onClose={stay}
      onConfirm={() => {
        dropUnsent();
        stay();
        route(to);
      }}
    />
  );
}

export function RestoredNote({ form }: { form: Pick<Form<never>, 'isRestored' | 'startAnew'> }) {
  if (!form.isRestored) return null;
  return (
    <div class="note warn" role="status">
      <p>{t().unsent.restored}</p>
      <Button onPress={form.startAnew}>{t().unsent.startAnew}</Button>
    </div>
  );
}
