// What went wrong and waits for somebody: events with differences, refunds that failed, letters that did not arrive.

import { t } from '../../language.ts';
import { Page } from '../../parts/page.tsx';
import type { ScreenProps } from '../../routes.ts';
import { FailedLetters } from '../money/failed-letters.tsx';
import { FailedRefunds } from '../money/failed-refunds.tsx';
import { EventsWithDifferences } from './events-with-differences.tsx';

export function AdminFailures(_screen: ScreenProps) {
  const text = t().admin.failures;
  return (
    <Page title={text.title} lead={text.lead}>
      <FailedRefunds />
      <FailedLetters />
      <EventsWithDifferences />
    </Page>
  );
}
