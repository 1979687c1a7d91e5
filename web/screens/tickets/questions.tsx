// What buyers of an event are asked besides name and e-mail.

import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import type { EventQuestion } from '#core/contracts/questions.ts';
import { typeName } from '#core/event-text.ts';
import { maxQuestions, questionLabel } from '#core/questions.ts';
import { locale, t } from '../../language.ts';
import { Section } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';

type Props = { event: TicketedEvent; types: TicketType[] };

export function Questions({ event, types }: Props) {
  const text = t().questions;
  const base = `/my-events/${event.id}/questions`;
  const isOver = event.status === 'cancelled';
  return (
    <Section title={text.title} hint={text.hint}>
      {event.questions.length === 0 && <Empty title={text.empty} />}
      <ul class="plain-list">
        {event.questions.map((question) => (
          <li key={question.id}>
            {isOver ? (
              <span class="row-title">{titleOf(question)}</span>
            ) : (
              <a class="row-title" href={`${base}/${question.id}`}>
                {titleOf(question)}
              </a>
            )}
            <span class="soft"> · {about(question, types).join(' · ')}</span>
          </li>
        ))}
      </ul>
      {!isOver && event.questions.length < maxQuestions && (
        <div class="actions">
          <a class="button plain" href={`${base}/new`}>
            {text.add}
          </a>
        </div>
      )}
      {event.questions.length >= maxQuestions && <p class="hint">{text.most(maxQuestions)}</p>}
    </Section>
  );
}

export function titleOf(question: EventQuestion): string {
  return questionLabel(question, locale.value) || t().questions.kinds.name;
}

function about({ kind, per, required, ticketTypeIds }: EventQuestion, types: TicketType[]): string[] {
  const text = t().questions;
  const names = types.filter((type) => ticketTypeIds.includes(type.id)).map((type) => typeName(type, locale.value));
  return [
    ...(kind === 'name' ? [] : [text.kinds[kind].toLowerCase()]),
    (per === 'order' ? text.perOrder : text.perTicket).toLowerCase(),
    ...(required ? [text.isRequired] : []),
    ...(names.length === 0 ? [] : [text.forTypes(names.join(', '))]),
  ];
}
