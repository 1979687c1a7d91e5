// An admin's first screen: what needs them, and how the platform does.

import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Page } from '../../parts/page.tsx';
import { Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLive } from '../../use-live.ts';
import { useLoad } from '../../use-load.ts';
import { AdminAlarms } from './admin-alarms.tsx';
import { AdminFigures, AdminMail, AdminSignUps } from './admin-figures.tsx';
import { MissingSettings } from './missing-settings.tsx';
import '../home/home.css';

export function AdminHome(_screen: ScreenProps) {
  const load = useLoad('admin home', (signal) => read(api.admin.home.$get({}, { init: { signal } })));
  useLive(load, 60);
  const text = t().admin;
  const actions = (
    <a class="button plain" href="/admin/settings">
      {t().settings.title}
    </a>
  );
  return (
    <Page title={text.title} lead={text.text} actions={actions}>
      <Missing />
      <Loaded load={load}>
        {(home) => (
          <div class="home">
            <AdminAlarms home={home} />
            <AdminFigures home={home} />
            <div class="home-columns">
              <AdminSignUps home={home} />
              <div class="home-side">
                <AdminMail home={home} />
              </div>
            </div>
          </div>
        )}
      </Loaded>
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
