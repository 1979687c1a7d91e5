// What the organizer asks besides name and e-mail: once an order, or for each ticket. The same rule of `core` that judges
// the order says which fields there are.

import { useEffect, useState } from 'preact/hooks';
import type { EventQuestion, TypedReply } from '#core/contracts/questions.ts';
import type { PlacedHold, WidgetView } from '#core/contracts/sales.ts';
import { type AskedField, askedFields, maxReplyLength, optionLabels, questionLabel } from '#core/questions.ts';
import type { Texts } from '../app.tsx';
import { questionTexts } from '../messages/question-texts.ts';
import type { Problem } from '../purchase/purchase.ts';

type Field = AskedField<EventQuestion>;
/** What was typed, by the key of its field. */
type Typed = Readonly<Record<string, string>>;

// What was typed outlives this screen, in memory only, as name and e-mail do.
let typedBefore: Typed = {};

/** `wrong`: by the key of its field, what is wrong there; what is missing is known before the server is asked. */
export function useReplies(view: WidgetView, hold: PlacedHold, texts: Texts, problem: Problem | null) {
  const [typed, setTyped] = useState(typedBefore);
  useEffect(() => {
    typedBefore = typed;
  }, [typed]);
  const all = askedFields(view.questions, hold.lines);
  // As they are drawn: what is asked once, then ticket by ticket.
  const fields = [
    ...all.filter(({ ticket }) => ticket === null),
    ...ticketsOf(hold).flatMap((one) => ofTicket(all, one)),
  ];
  const isMissing = ({ question, key }: Field) => question.required && !typed[key]?.trim();
  return {
    fields,
    typed,
    wrong: wrongFields(fields, isMissing, texts, problem),
    firstMissing: fields.find(isMissing)?.key ?? null,
    reply: (key: string, text: string) => setTyped({ ...typed, [key]: text }),
  };
}

type Ticket = { typeId: string; place: number; name: string; quantity: number };

function ticketsOf(hold: PlacedHold): Ticket[] {
  return hold.lines.flatMap(({ ticketTypeId: typeId, quantity, name }) =>
    Array.from({ length: quantity }, (_, place) => ({ typeId, place, name, quantity })),
  );
}

function ofTicket(fields: readonly Field[], { typeId, place }: Ticket): Field[] {
  return fields.filter(({ ticket }) => ticket?.typeId === typeId && ticket.place === place);
}

type Asking = ReturnType<typeof useReplies>;

/** The replies of an order; nothing at all when nothing was typed. */
export function repliesOf({ fields, typed }: Pick<Asking, 'fields' | 'typed'>): { replies?: TypedReply[] } {
  const replies = fields.flatMap(({ question, key, ticket }): TypedReply[] => {
    const text = typed[key]?.trim() ?? '';
    if (text === '') return [];
    const place = ticket === null ? {} : { ticketTypeId: ticket.typeId, place: ticket.place };
    return [{ questionId: question.id, ...place, text }];
  });
  return replies.length === 0 ? {} : { replies };
}

function wrongFields(
  fields: readonly Field[],
  isMissing: (field: Field) => boolean,
  texts: Texts,
  problem: Problem | null,
): Typed {
  const words = questionTexts[texts.locale];
  return Object.fromEntries(
    fields.flatMap((field): [string, string][] => {
      const { question, key } = field;
      if (isMissing(field)) return [[key, words.missing[question.kind]]];
      return problem?.fields.includes(key) === true ? [[key, words.wrong]] : [];
    }),
  );
}

type Props = {
  asking: Asking;
  view: WidgetView;
  hold: PlacedHold;
  texts: Texts;
  /** What is wrong is shown after the first attempt to send. */
  shown: boolean;
  locked: boolean;
};

export function Questions({ asking, view, hold, texts, shown, locked }: Props) {
  const { fields } = asking;
  const words = questionTexts[texts.locale];
  const draw = (field: Field) => <Asked key={field.key} {...{ field, asking, texts, shown, locked }} />;
  const tickets = ticketsOf(hold).map((ticket) => ({
    title: words.ticketOf(nameIn(view, texts, ticket.typeId) ?? ticket.name, ticket.place + 1, ticket.quantity),
    own: ofTicket(fields, ticket),
  }));
  return (
    <>
      {fields.filter(({ ticket }) => ticket === null).map(draw)}
      {tickets
        .filter(({ own }) => own.length > 0)
        .map(({ title, own }) => (
          <fieldset key={title}>
            <legend>{title}</legend>
            {own.map(draw)}
          </fieldset>
        ))}
    </>
  );
}

function nameIn(view: WidgetView, { locale }: Texts, typeId: string): string | undefined {
  return view.ticketTypes.find((type) => type.id === typeId)?.translations[locale];
}

type AskedProps = Pick<Props, 'asking' | 'texts' | 'shown' | 'locked'> & { field: Field };

function Asked({ field: { question, key }, asking, texts: { locale }, shown, locked }: AskedProps) {
  const words = questionTexts[locale];
  const said = shown ? asking.wrong[key] : undefined;
  const value = asking.typed[key] ?? '';
  const label = questionLabel(question, locale) || words.holder;
  const shared = {
    name: key,
    'aria-invalid': said !== undefined,
    'aria-describedby': `${key}-said`,
    'aria-required': question.required,
  };
  const note = (
    <span id={`${key}-said`} class={said ? 'problem' : 'soft'}>
      {said ?? (question.required ? '' : words.optional)}
    </span>
  );
  switch (question.kind) {
    case 'consent':
      return (
        <label class="tick">
          <input
            {...shared}
            type="checkbox"
            checked={value === 'yes'}
            disabled={locked}
            onChange={(e) => asking.reply(key, e.currentTarget.checked ? 'yes' : '')}
          />
          {label} {note}
        </label>
      );
    case 'choice':
      return (
        <label>
          {label}
          <select {...shared} disabled={locked} onChange={(e) => asking.reply(key, e.currentTarget.value)}>
            <option value="">{words.choose}</option>
            {optionLabels(question, locale).map((option) => (
              <option key={option.value} value={option.value} selected={option.value === value}>
                {option.label}
              </option>
            ))}
          </select>
          {note}
        </label>
      );
    default:
      return (
        <label>
          {label}
          <input
            {...shared}
            type="text"
            autoComplete="off"
            maxLength={question.kind === 'name' ? 120 : maxReplyLength}
            value={value}
            readOnly={locked}
            onInput={(e) => asking.reply(key, e.currentTarget.value)}
          />
          {note}
        </label>
      );
  }
}
