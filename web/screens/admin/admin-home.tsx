// An admin's first screen: any event by its id or through the catalog, events with differences, and failures.

import { useLocation } from 'preact-iso';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { Page } from '../../parts/page.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';
import { FailedLetters } from '../money/failed-letters.tsx';
import { FailedRefunds } from '../money/failed-refunds.tsx';
import { EventsWithDifferences } from './events-with-differences.tsx';
import { MissingSettings } from './missing-settings.tsx';

export function AdminHome(_screen: ScreenProps) {
  const { route } = useLocation();
  const form = useForm({ eventId: '' });
  const eventId = form.values.eventId.trim();
  function open() {
    if (eventId === '') form.refuse({ eventId: t().form.required });
    else route(`/my-events/${encodeURIComponent(eventId)}`);
  }
  return (
    <Page title={t().admin.title} lead={t().admin.text}>
      <Form onSubmit={open}>
        <TextField {...form.field('eventId')} label={t().admin.eventId} spellcheck={false} />
        <div class="actions">
          <Button kind="main" submit>
            {t().admin.open}
          </Button>
          <a class="button plain" href="/catalogue">
            {t().menu.catalogue}
          </a>
          <a class="button plain" href="/admin/settings">
            {t().settings.title}
          </a>
        </div>
      </Form>
      <Missing />
      <EventsWithDifferences />
      <FailedRefunds />
      <FailedLetters />
    </Page>
  );
}

/** Said before the first sale and gone afterwards; while it is not known, nothing is said. */
function Missing() {
  const load = useLoad('settings', (signal) => read(api.settings.$get({}, { init: { signal } })));
  if (load.data === null) return null;
  return (
    <MissingSettings settings={load.data}>
      <p>
        <a href="/admin/settings">{t().settings.toSettings}</a>
      </p>
    </MissingSettings>
  );
}
