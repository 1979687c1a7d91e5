// The letter as a buyer will read it in plain text, drawn by the server that will send it.

import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { FailureNote } from '../../parts/states.tsx';
import { useLoad } from '../../use-load.ts';

/** After the last letter that was typed, so that not each of them asks the server. */
const restMs = 600;

type Content = { subject: string; text: string };

export function MailingPreview({ eventId, subject, text: body }: { eventId: string } & Content) {
  const text = t().mailings;
  const [shown, setShown] = useState<Content>({ subject, text: body });
  useEffect(() => {
    const timer = setTimeout(() => setShown({ subject, text: body }), restMs);
    return () => clearTimeout(timer);
  }, [subject, body]);
  const isWritten = shown.subject !== '' && shown.text !== '';
  return (
    <section class="mailing-preview" aria-label={text.preview}>
      <h3>{text.preview}</h3>
      {isWritten ? <Drawn eventId={eventId} content={shown} /> : <p class="soft">{text.previewEmpty}</p>}
    </section>
  );
}

function Drawn({ eventId, content }: { eventId: string; content: Content }) {
  const load = useLoad(`mailing preview ${eventId} ${JSON.stringify(content)}`, (signal) =>
    read(api.events[':eventId'].mailings.preview.$post({ param: { eventId }, json: content }, { init: { signal } })),
  );
  // While the next is drawn the last stays, so that the page does not jump with each pause in typing.
  const [last, setLast] = useState(load.data);
  useEffect(() => {
    if (load.data !== null) setLast(load.data);
  }, [load.data]);
  const drawn = load.data ?? last;
  return (
    <>
      <FailureNote failure={load.failure} />
      {drawn !== null && (
        <article class="mailing-letter">
          <strong>{drawn.subject}</strong>
          <pre>{drawn.text}</pre>
        </article>
      )}
    </>
  );
}
