// What a screen shows instead of its content: waiting, a failure with a way on, or advice when there is nothing yet.

import type { ComponentChildren } from 'preact';
import type { Failure } from '../api-result.ts';
import { intlLocale, t } from '../language.ts';
import type { Load } from '../use-load.ts';
import { Button } from './controls.tsx';

/**
 * Lines in the size of a list. They appear after a delay, so that a fast response does not flash them. Their space is
 * reserved, so nothing moves.
 */
export function Waiting() {
  return (
    <div class="waiting" role="status">
      <span class="unseen">{t().common.loading}</span>
      {[0, 1, 2].map((row) => (
        <div key={row} class="waiting-row" aria-hidden="true">
          <i />
          <i />
        </div>
      ))}
    </div>
  );
}

export function failureText(failure: Failure): string {
  return t().errors[failure.code];
}

/** Shown above or below a form: what went wrong and, when support may be needed, the code to name. */
export function FailureNote({ failure }: { failure: Failure | null }) {
  if (failure === null) return null;
  return (
    <div class="note bad" role="alert">
      <p>{failureText(failure)}</p>
      {failure.code === 'internal' && failure.requestId !== null && (
        <p class="hint">{t().common.requestId(failure.requestId)}</p>
      )}
    </div>
  );
}

export function Empty({ title, text, children }: { title: string; text?: string; children?: ComponentChildren }) {
  return (
    <div class="state">
      <p class="state-title">{title}</p>
      {text !== undefined && <p class="soft">{text}</p>}
      {children}
    </div>
  );
}

/** The three states of something read: waiting, failed with "try again", or there. */
export function Loaded<Data>({ load, children }: { load: Load<Data>; children: (data: Data) => ComponentChildren }) {
  if (load.data !== null) {
    return (
      <>
        {load.failure !== null && <Stale load={load} failure={load.failure} />}
        {children(load.data)}
      </>
    );
  }
  if (load.failure === null) return <Waiting />;
  return (
    <div class="state">
      <FailureNote failure={load.failure} />
      {load.failure.code === 'not-found' ? (
        <a class="button plain" href="/">
          {t().notFound.home}
        </a>
      ) : (
        <Button onPress={load.retry} busy={load.loading} busyText={t().common.loading}>
          {t().common.retry}
        </Button>
      )}
    </div>
  );
}

/** What is shown was read earlier: since when, and how to read it again. */
function Stale({ load, failure }: { load: Load<unknown>; failure: Failure }) {
  const { readAt, loading, retry } = load;
  return (
    <div class="note warn" role="status">
      <p>
        {failureText(failure)} {readAt !== null && t().common.shownAsOf(timeOfDay(readAt))}
      </p>
      <Button busy={loading} busyText={t().common.loading} onPress={retry}>
        {t().common.retry}
      </Button>
    </div>
  );
}

function timeOfDay(at: Date): string {
  return new Intl.DateTimeFormat(intlLocale(), { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A part of the dashboard's own program could not be had: the connection is lost, or a newer Foyer has other files. */
export function MissingPart({ busy = false, onRetry }: { busy?: boolean; onRetry?: () => void }) {
  return (
    <div class="note bad" role="alert">
      <p>{t().partMissing.text}</p>
      <div class="actions">
        {onRetry !== undefined && (
          <Button busy={busy} busyText={t().common.loading} onPress={onRetry}>
            {t().common.retry}
          </Button>
        )}
        <Button onPress={() => location.reload()}>{t().partMissing.reload}</Button>
      </div>
    </div>
  );
}

/** Says what has just happened, to screen readers too. */
export function Done({ text }: { text: string | null }) {
  return (
    <div role="status" class={text === null ? 'quiet' : 'note good'}>
      {text ?? ''}
    </div>
  );
}
