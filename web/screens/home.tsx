// "/" for everybody: the landing page when signed out, one's own first screen when signed in.

import { assertNever } from '#core/result.ts';
import { t } from '../language.ts';
import { Page } from '../parts/page.tsx';
import { session } from '../session.ts';
import { AdminHome } from './admin-home.tsx';
import { DealList } from './deal-list.tsx';
import { Landing } from './landing.tsx';
import { MyEvents } from './my-events.tsx';

export function Home() {
  const state = session.value;
  if (state.state !== 'in') return <Landing />;
  const screen = { user: state.user, params: {} };
  switch (state.user.role) {
    case 'organizer':
      return <MyEvents {...screen} />;
    case 'distributor':
      return <DealList {...screen} />;
    case 'admin':
      return <AdminHome {...screen} />;
    case 'buyer':
      return <BuyerHome />;
    default:
      return assertNever(state.user.role);
  }
}

function BuyerHome() {
  return (
    <Page title={t().buyer.title} narrow>
      <p>{t().buyer.text}</p>
      <a class="button main" href="/catalogue">
        {t().landing.toCatalogue}
      </a>
    </Page>
  );
}
