// Shows a screen to the roles it is for; the others are told what to do, and come back here after signing in.

import type { ComponentType } from 'preact';
import { useLocation, useRoute } from 'preact-iso';
import type { Me, Role } from '#core/contracts/people.ts';
import { t } from '../language.ts';
import { Page } from '../parts/page.tsx';
import { session } from '../session.ts';
import { SignInForm } from './account/sign-in.tsx';

export type ScreenProps = { user: Me; params: Readonly<Record<string, string>> };

export function guarded(Screen: ComponentType<ScreenProps>, roles: readonly Role[]) {
  return function Guarded() {
    const { params } = useRoute();
    const { path } = useLocation();
    const state = session.value;
    if (state.state !== 'in') {
      return (
        <Page title={t().signIn.title} narrow lead={t().signIn.needed}>
          <SignInForm />
        </Page>
      );
    }
    if (!roles.includes(state.user.role)) {
      return (
        <Page title={t().forbidden.title} narrow>
          <p>{t().forbidden.text}</p>
        </Page>
      );
    }
    // Keyed by address: another event is another screen, never the old one's half-typed fields.
    return <Screen key={path} user={state.user} params={params} />;
  };
}
