// Suspending a person, with a reason, and restoring them. Both say before what will happen.

import type { PersonDetails, SuspensionReason } from '#core/contracts/admin.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Choice, TextArea } from '../../parts/controls.tsx';
import { useAction } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';

type Props = { person: PersonDetails; onClose: () => void; onDone: () => void };

const reasons = [
  'fraud',
  'complaints',
  'legal',
  'taken-over',
  'own-wish',
  'other',
] as const satisfies readonly SuspensionReason[];
const maxNote = 500;

export function SuspendPerson({ person, onClose, onDone }: Props) {
  const text = t().people;
  const form = useForm({ reason: '', note: '' });
  const userId = person.id;
  const suspend = useAction((json: { reason: SuspensionReason; note: string }) =>
    read(api.admin.people[':userId'].suspend.$post({ param: { userId }, json })),
  );
  async function confirm() {
    const reason = reasons.find((one) => one === form.values.reason);
    const note = form.values.note.trim();
    const errors: Record<string, string> = {};
    if (reason === undefined) errors.reason = t().form.required;
    if (reason === 'other' && note === '') errors.note = t().form.required;
    form.refuse(errors);
    if (reason === undefined || Object.keys(errors).length > 0) return;
    const result = await suspend.run({ reason, note });
    if (result?.ok === true) onDone();
  }
  return (
    <Confirm
      title={text.suspendTitle(person.displayName)}
      text={text.suspendText}
      confirm={text.suspend}
      busy={suspend.busy}
      failure={suspend.failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <form noValidate onSubmit={(e) => e.preventDefault()}>
        <Choice
          {...form.field('reason')}
          label={text.reason}
          hint={text.reasonHint}
          options={[
            { value: '', label: text.choose },
            ...reasons.map((value) => ({ value, label: t().security.log.suspensionReasons[value] })),
          ]}
        />
        <TextArea
          {...form.field('note')}
          label={text.note}
          hint={text.noteHint}
          rows={3}
          maxLength={maxNote}
          optional={form.values.reason !== 'other'}
        />
      </form>
      <CodeLink needed={suspend.failure?.code === 'second-factor-required'} />
    </Confirm>
  );
}

export function RestorePerson({ person, onClose, onDone }: Props) {
  const text = t().people;
  const userId = person.id;
  const restore = useAction(() => read(api.admin.people[':userId'].restore.$post({ param: { userId } })));
  async function confirm() {
    const result = await restore.run(undefined);
    if (result?.ok === true) onDone();
  }
  return (
    <Confirm
      title={text.restoreTitle(person.displayName)}
      text={text.restoreText}
      confirm={text.restore}
      kind="main"
      busy={restore.busy}
      failure={restore.failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <CodeLink needed={restore.failure?.code === 'second-factor-required'} />
    </Confirm>
  );
}

function CodeLink({ needed }: { needed: boolean }) {
  if (!needed) return null;
  return (
    <p>
      <a href="/security">{t().people.toSecurity}</a>
    </p>
  );
}
