// Which notifications a person wants letters about. The dashboard shows all of them.

import { useState } from 'preact/hooks';
import type { NotificationKind } from '#core/contracts/notification-kinds.ts';
import type { Me } from '#core/contracts/people.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button, Form } from '../../parts/controls.tsx';
import { Section } from '../../parts/page.tsx';
import { Done, FailureNote } from '../../parts/states.tsx';
import { replaceUser } from '../../session.ts';
import { useAction } from '../../use-action.ts';

/** Of the eleven kinds those that each side can get. */
const kindsOf: Record<'organizer' | 'distributor', readonly NotificationKind[]> = {
  organizer: [
    'offered',
    'countered',
    'message',
    'accepted',
    'taken',
    'rejected',
    'withdrawn',
    'terminated',
    'expires-soon',
    'expired',
  ],
  distributor: [
    'offered',
    'countered',
    'message',
    'accepted',
    'invited',
    'rejected',
    'withdrawn',
    'terminated',
    'expires-soon',
    'expired',
  ],
};

export function LettersWanted({ user, role }: { user: Me; role: 'organizer' | 'distributor' }) {
  const [without, setWithout] = useState<ReadonlySet<NotificationKind>>(new Set(user.withoutLetter));
  const [saved, setSaved] = useState(false);
  const save = useAction((withoutLetter: NotificationKind[]) => read(api.me.$patch({ json: { withoutLetter } })));
  const text = t().lettersWanted;

  function toggle(kind: NotificationKind, wanted: boolean) {
    setSaved(false);
    const next = new Set(without);
    if (wanted) next.delete(kind);
    else next.add(kind);
    setWithout(next);
  }
  async function submit() {
    const result = await save.run([...without]);
    if (result?.ok !== true) return;
    replaceUser(result.body);
    setSaved(true);
  }
  return (
    <Section title={text.title} hint={text.hint}>
      <Form onSubmit={submit} label={text.title}>
        <ul class="switches">
          {kindsOf[role].map((kind) => (
            <li key={kind}>
              <label>
                <input
                  type="checkbox"
                  name={kind}
                  checked={!without.has(kind)}
                  onChange={(e) => toggle(kind, e.currentTarget.checked)}
                />
                <span>{text.kinds[kind]}</span>
              </label>
            </li>
          ))}
        </ul>
        <FailureNote failure={save.failure} />
        <Done text={saved ? t().common.saved : null} />
        <Button submit busy={save.busy} busyText={t().common.saving}>
          {text.submit}
        </Button>
      </Form>
    </Section>
  );
}
