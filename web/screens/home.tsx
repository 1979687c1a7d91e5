// "/" for everybody: the landing page when signed out, one's own first screen when signed in.

import { assertNever } from '#core/result.ts';
import { session } from '../session.ts';
import { MyOrders } from './account/my-orders.tsx';
import { AdminHome } from './admin/admin-home.tsx';
import { DealList } from './deals/deal-list.tsx';
import { MyEvents } from './event/my-events.tsx';
import { Landing } from './landing.tsx';

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
      return <MyOrders {...screen} />;
    default:
      return assertNever(state.user.role);
  }
}
