// The screen for an address that has none.

import { t } from '../language.ts';
import { Page } from '../parts/page.tsx';

export function NotFound() {
  return (
    <Page title={t().notFound.title} narrow>
      <p>{t().notFound.text}</p>
      <a class="button main" href="/">
        {t().notFound.home}
      </a>
    </Page>
  );
}
