// The way to the first sale: what is done and what is missing, publishing, and what to do right after it.

import type { ComponentChildren } from 'preact';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { FailureNote, Loaded } from '../../parts/states.tsx';
import { WidgetKitView } from '../../parts/widget-kit.tsx';
import { useAction } from '../../use-action.ts';
import { type Load, useLoad } from '../../use-load.ts';
import { otherLanguage } from './event-draft.ts';

type Props = { event: TicketedEvent; types: TicketType[]; load: Load<TicketedEvent>; onPublished(): void };
type Check = { label: string; done: boolean; needed: boolean; href: string };

export function Checklist({ event, types, load, onPublished }: Props) {
  const text = t().event;
  const publish = useAction(() => read(api.events[':eventId'].publish.$post({ param: { eventId: event.id } })));
  const checks = checksOf(event, types);
  const done = checks.filter((check) => check.done).length;
  const ready = checks.every((check) => check.done || !check.needed);
  const isDraft = event.status === 'draft';
  async function run() {
    const result = await publish.run(undefined);
    if (result?.ok !== true) return;
    load.replace(result.body);
    onPublished();
  }
  return (
    <section class="card checklist">
      <div class="home-head">
        <h2>{isDraft ? text.checkList : text.firstSale}</h2>
        <span class="soft">{text.checksDone(done, checks.length)}</span>
      </div>
      <progress max={checks.length} value={done} aria-label={text.checksDone(done, checks.length)} />
      <ul class="checks">
        {checks.map((check) => (
          <CheckRow key={check.label} check={check} />
        ))}
      </ul>
      {isDraft && <p class="soft">{text.publishText}</p>}
      <FailureNote failure={publish.failure} />
      {isDraft && ready && (
        <Button kind="main" busy={publish.busy} busyText={text.publishing} onPress={run}>
          {text.publish}
        </Button>
      )}
    </section>
  );
}

function CheckRow({ check: { label, done, needed, href } }: { check: Check }) {
  const text = t().event;
  return (
    <li class={done ? 'done' : needed ? 'missing' : 'advised'}>
      {done ? <span>{label}</span> : <a href={href}>{label}</a>}
      <span class="check-word">{done ? text.done : needed ? text.missing : text.advised}</span>
    </li>
  );
}

function checksOf(event: TicketedEvent, types: readonly TicketType[]): Check[] {
  const text = t().event.check;
  const base = `/my-events/${event.id}`;
  const [page, tickets] = [`${base}/edit`, types.length === 0 ? `${base}/ticket-types/new` : `${base}/tickets`];
  return [
    { label: text.text, done: true, needed: true, href: page },
    { label: text.types, done: types.length > 0, needed: true, href: tickets },
    { label: text.future, done: Date.parse(event.startsAt) > Date.now(), needed: true, href: page },
    { label: text.description, done: event.description !== '', needed: false, href: page },
    { label: text.cover, done: event.cover !== null, needed: false, href: page },
    { label: text.legal, done: event.legalDetails !== '', needed: false, href: page },
    {
      label: text.translated,
      done: event.translations[otherLanguage(event.language)]?.title !== undefined,
      needed: false,
      href: page,
    },
    ...(event.status === 'published'
      ? [{ label: text.shared, done: false, needed: false, href: `${base}/widget` }]
      : []),
  ];
}

/** Shown once, right after publishing: where to put the link first, and who else may sell. */
export function Published({ event, onClose }: { event: TicketedEvent; onClose(): void }) {
  const text = t().event;
  const kit = useLoad(`widget ${event.id}`, (signal) =>
    read(api.events[':eventId'].widget.$get({ param: { eventId: event.id } }, { init: { signal } })),
  );
  return (
    <Sheet title={text.published} onClose={onClose}>
      <Loaded load={kit}>{(loaded) => <WidgetKitView kit={loaded} />}</Loaded>
      <Next title={text.findPartners} hint={text.findPartnersText}>
        <a class="button plain" href={`/my-events/${event.id}/offer`}>
          {text.offer}
        </a>
        <a class="button plain" href={`/my-events/${event.id}/open-terms`}>
          {text.openTerms}
        </a>
      </Next>
    </Sheet>
  );
}

function Next({ title, hint, children }: { title: string; hint: string; children: ComponentChildren }) {
  return (
    <div class="publish-next">
      <h3>{title}</h3>
      <p class="soft">{hint}</p>
      <div class="actions">{children}</div>
    </div>
  );
}
