// The dashboard's routes: which path shows which screen, and which roles may see it. The server judges every call; the
// guards here only spare people a screen that could not work for them.

import 'foyer:tokens.css';
import './style.css';
import './parts/frame.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from 'preact-iso';
import './start/start.ts';
import { noteNewEntry, restoreHistory } from './history-entry.ts';
import { keepDocumentLanguage, loadTexts, t } from './language.ts';
import { Button } from './parts/controls.tsx';
import { Layout } from './parts/layout.tsx';
import { lazyScreen } from './parts/lazy-screen.tsx';
import { Waiting } from './parts/states.tsx';
import { guardedRoutes, homeRoutes, openRoutes, signedOutRoute } from './routes.ts';
import { dropAllForms } from './saved-forms.ts';
import { guarded } from './screens/guard.tsx';
import { NotFound } from './screens/not-found.tsx';
import { resumeSession, session } from './session.ts';
import { watchLeaving } from './unsent.ts';

// Pages that the Worker renders. Links to them leave the dashboard.
const ownPages =
  /^\/(?!api\/|docs|o\/|w\/|pay\/|dev\/|e\/|org\/|language\/|catalogue$|catalogue\?|feed\/|img\/|widget\/|legal\/|about$|contacts$|\.well-known\/)/;

const open = openRoutes.map((route) => ({ path: route.path, component: lazyScreen(route) }));
const forRoles = guardedRoutes.map((route) => ({
  path: route.path,
  component: guarded(lazyScreen(route), route.roles),
}));
const homes = {
  organizer: lazyScreen(homeRoutes.organizer),
  distributor: lazyScreen(homeRoutes.distributor),
  admin: lazyScreen(homeRoutes.admin),
  buyer: lazyScreen(homeRoutes.buyer),
};
const SignedOut = lazyScreen(signedOutRoute);

function App() {
  // A screen that threw is shown as broken until the person goes to another; the menu still works.
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
  const { path, url } = useLocation();
  useLayoutEffect(noteNewEntry, [url]);
  if (session.value.state === 'starting') return <Waiting />;
  if (session.value.state === 'unreachable') return <Unreachable />;
  if (brokenAt === path) return <Broken />;
  return (
    <Router>
      <Route path="/" component={Home} />
      {[...open, ...forRoles].map(({ path: at, component }) => (
        <Route key={at} path={at} component={component} />
      ))}
      <Route default component={NotFound} />
    </Router>
  );
}

/** "/" shows the first screen of the role. Visitors get the landing page there, from the Worker. */
function Home() {
  const state = session.value;
  if (state.state !== 'in') return <SignedOut />;
  const Screen = homes[state.user.role];
  return <Screen user={state.user} params={{}} />;
}

function Unreachable() {
  const [busy, setBusy] = useState(false);
  async function retry() {
    setBusy(true);
    await resumeSession();
    setBusy(false);
  }
  return (
    <div class="state" role="alert">
      <h1>{t().common.unreachableTitle}</h1>
      <p>{t().common.unreachable}</p>
      <Button busy={busy} busyText={t().common.loading} onPress={() => void retry()}>
        {t().common.retry}
      </Button>
    </div>
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
  restoreHistory();
  watchLeaving(ownPages);
  effect(() => {
    const state = session.value;
    if (state.state === 'out' && state.why === 'left') dropAllForms();
    // Read as soon as the person is back online; the screen stays where it was.
    if (state.state === 'unreachable') addEventListener('online', () => void resumeSession(), { once: true });
  });
  void resumeSession();
  await loadTexts(['shell']);
  render(<App />, root);
}
