// Shows a screen to the roles that may see it. Others learn what to do, and return here after signing in.

import type { ComponentType } from 'preact';
import { useLocation, useRoute } from 'preact-iso';
import type { Role } from '#core/contracts/people.ts';
import { t } from '../language.ts';
import { lazyScreen } from '../parts/lazy-screen.tsx';
import { Page } from '../parts/page.tsx';
import type { ScreenProps } from '../routes.ts';
import { session } from '../session.ts';

const SignInFirst = lazyScreen({
  texts: ['account'],
  load: () => import('./account/sign-in.tsx').then((m) => m.SignInFirst),
});

export function guarded(Screen: ComponentType<ScreenProps>, roles: readonly Role[]) {
  return function Guarded() {
    const { params } = useRoute();
    const { path } = useLocation();
    const state = session.value;
    if (state.state !== 'in') {
      return <SignInFirst />;
    }
    if (!roles.includes(state.user.role)) {
      return (
        <Page title={t().forbidden.title} narrow>
          <p>{t().forbidden.text}</p>
        </Page>
      );
    }
    // The key is the address: the screen of another event is a new one, without the typed fields of the last.
    return <Screen key={path} user={state.user} params={params} />;
  };
}
