// The dashboard: which address shows which screen, and who may see it. The server judges every call anyway; the
// guards here only spare people a page that could not work for them.

import 'foyer:tokens.css';
import './style.css';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { keepDocumentLanguage, t } from './language.ts';
import { Layout } from './parts/layout.tsx';
import { ForgottenPassword, NotMe, ResetPassword, UndoEmail, VerifyEmail } from './screens/account/letter-links.tsx';
import { Log } from './screens/account/log.tsx';
import { Profile } from './screens/account/profile.tsx';
import { PublicProfile } from './screens/account/public-profile.tsx';
import { Security } from './screens/account/security.tsx';
import { SignInScreen } from './screens/account/sign-in.tsx';
import { SignUpScreen } from './screens/account/sign-up.tsx';
import { AdminHome } from './screens/admin/admin-home.tsx';
import { Catalogue } from './screens/catalogue/catalogue.tsx';
import { CatalogueEvent } from './screens/catalogue/catalogue-event.tsx';
import { CounterDeal } from './screens/deals/counter-deal.tsx';
import { DealScreen } from './screens/deals/deal.tsx';
import { DealList } from './screens/deals/deal-list.tsx';
import { DistributorPage, Distributors } from './screens/deals/distributors.tsx';
import { Notices } from './screens/deals/notices.tsx';
import { OfferDeal } from './screens/deals/offer-deal.tsx';
import { OpenTermsScreen } from './screens/deals/open-terms.tsx';
import { Door } from './screens/door/door.tsx';
import { DoorDevice } from './screens/door/door-device.tsx';
import { DoorLinks } from './screens/door/door-links.tsx';
import { DoorList } from './screens/door/door-list.tsx';
import { EventEditor } from './screens/event/event-editor.tsx';
import { EventOverview } from './screens/event/event-overview.tsx';
import { EventWidget } from './screens/event/event-widget.tsx';
import { MyEvents } from './screens/event/my-events.tsx';
import { PromoCodeEditor } from './screens/event/promo-code-editor.tsx';
import { TicketTypeEditor } from './screens/event/ticket-type-editor.tsx';
import { guarded } from './screens/guard.tsx';
import { Home } from './screens/home.tsx';
import { BalanceScreen } from './screens/money/balance.tsx';
import { EventLedgerScreen } from './screens/money/event-ledger.tsx';
import { EventOrders } from './screens/money/event-orders.tsx';
import { EventReconciliation } from './screens/money/event-reconciliation.tsx';
import { NotFound } from './screens/not-found.tsx';
import { resumeSession, session } from './session.ts';

// Pages the Worker draws itself; links to them leave the dashboard.
const ownPages = /^\/(?!api\/|docs|o\/|w\/|pay\/|dev\/|e\/|org\/|feed\/|img\/|widget\/|\.well-known\/)/;

const organizers = ['organizer', 'admin'] as const;
const parties = ['organizer', 'distributor'] as const;
const money = ['organizer', 'distributor', 'admin'] as const;
const everybody = ['organizer', 'distributor', 'buyer', 'admin'] as const;

const Guarded = {
  Admin: guarded(AdminHome, ['admin']),
  Balance: guarded(BalanceScreen, parties),
  Counter: guarded(CounterDeal, parties),
  Deal: guarded(DealScreen, parties),
  Deals: guarded(DealList, parties),
  Distributor: guarded(DistributorPage, ['organizer', 'admin', 'distributor']),
  Distributors: guarded(Distributors, organizers),
  Door: guarded(Door, organizers),
  DoorLinks: guarded(DoorLinks, organizers),
  DoorList: guarded(DoorList, organizers),
  Editor: guarded(EventEditor, organizers),
  Log: guarded(Log, everybody),
  Ledger: guarded(EventLedgerScreen, money),
  MyEvents: guarded(MyEvents, ['organizer']),
  Notices: guarded(Notices, parties),
  Offer: guarded(OfferDeal, parties),
  Orders: guarded(EventOrders, organizers),
  Overview: guarded(EventOverview, organizers),
  PromoCode: guarded(PromoCodeEditor, organizers),
  Profile: guarded(Profile, everybody),
  PublicProfile: guarded(PublicProfile, ['distributor']),
  Reconciliation: guarded(EventReconciliation, organizers),
  Security: guarded(Security, everybody),
  OpenTerms: guarded(OpenTermsScreen, organizers),
  TicketType: guarded(TicketTypeEditor, organizers),
  Widget: guarded(EventWidget, organizers),
};

function App() {
  // A page that threw is shown as broken until the person goes elsewhere; the menu keeps working.
  const [brokenAt, setBrokenAt] = useState<string | null>(null);
  return (
    <LocationProvider scope={ownPages}>
      <Layout>
        <ErrorBoundary onError={() => setBrokenAt(location.pathname)}>
          <Screens brokenAt={brokenAt} />
        </ErrorBoundary>
      </Layout>
    </LocationProvider>
  );
}

function Screens({ brokenAt }: { brokenAt: string | null }) {
  const { path } = useLocation();
  useEffect(() => {
    if (location.hash === '') scrollTo(0, 0);
  }, [path]);
  if (session.value.state === 'starting') return <div class="state" />;
  if (brokenAt === path) return <Broken />;
  return (
    <Router>
      <Route path="/" component={Home} />
      <Route path="/sign-up" component={SignUpScreen} />
      <Route path="/sign-in" component={SignInScreen} />
      <Route path="/forgotten-password" component={ForgottenPassword} />
      <Route path="/reset-password" component={ResetPassword} />
      <Route path="/verify-email" component={VerifyEmail} />
      <Route path="/undo-email" component={UndoEmail} />
      <Route path="/not-me" component={NotMe} />
      <Route path="/door/link" component={DoorDevice} />
      <Route path="/catalogue" component={Catalogue} />
      <Route path="/catalogue/:eventId" component={CatalogueEvent} />
      <Route path="/catalogue/:eventId/offer" component={Guarded.Offer} />
      <Route path="/my-events" component={Guarded.MyEvents} />
      <Route path="/my-events/new" component={Guarded.Editor} />
      <Route path="/my-events/:eventId" component={Guarded.Overview} />
      <Route path="/my-events/:eventId/edit" component={Guarded.Editor} />
      <Route path="/my-events/:eventId/ticket-types/:ticketTypeId" component={Guarded.TicketType} />
      <Route path="/my-events/:eventId/promo-codes/:promoCodeId" component={Guarded.PromoCode} />
      <Route path="/my-events/:eventId/orders" component={Guarded.Orders} />
      <Route path="/my-events/:eventId/ledger" component={Guarded.Ledger} />
      <Route path="/my-events/:eventId/reconciliation" component={Guarded.Reconciliation} />
      <Route path="/my-events/:eventId/widget" component={Guarded.Widget} />
      <Route path="/my-events/:eventId/offer" component={Guarded.Offer} />
      <Route path="/my-events/:eventId/door-links" component={Guarded.DoorLinks} />
      <Route path="/my-events/:eventId/standing-terms" component={Guarded.OpenTerms} />
      <Route path="/distributors" component={Guarded.Distributors} />
      <Route path="/distributors/:partyId" component={Guarded.Distributor} />
      <Route path="/deals" component={Guarded.Deals} />
      <Route path="/public-profile" component={Guarded.PublicProfile} />
      <Route path="/notices" component={Guarded.Notices} />
      <Route path="/deals/:dealId" component={Guarded.Deal} />
      <Route path="/deals/:dealId/counter" component={Guarded.Counter} />
      <Route path="/balance" component={Guarded.Balance} />
      <Route path="/door" component={Guarded.DoorList} />
      <Route path="/door/:eventId" component={Guarded.Door} />
      <Route path="/profile" component={Guarded.Profile} />
      <Route path="/security" component={Guarded.Security} />
      <Route path="/log" component={Guarded.Log} />
      <Route path="/admin" component={Guarded.Admin} />
      <Route default component={NotFound} />
    </Router>
  );
}

function Broken() {
  return (
    <div class="state">
      <h1>{t().broken.title}</h1>
      <p>{t().broken.text}</p>
      <button type="button" class="button main" onClick={() => location.reload()}>
        {t().broken.reload}
      </button>
    </div>
  );
}

const root = document.getElementById('app');
if (root !== null) {
  keepDocumentLanguage();
  render(<App />, root);
  void resumeSession();
}
