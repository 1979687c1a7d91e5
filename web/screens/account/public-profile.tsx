// The profile in which a distributor describes themselves to organizers.

import { useMemo, useState } from 'preact/hooks';
import type { DistributorProfile } from '#core/contracts/people.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button, CheckField, Form, TextArea } from '../../parts/controls.tsx';
import { RestoredNote } from '../../parts/leaving.tsx';
import { Page } from '../../parts/page.tsx';
import { SellerResultsText } from '../../parts/seller-results.tsx';
import { Done, FailureNote, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';

export function PublicProfile(_screen: ScreenProps) {
  const load = useLoad('public-profile', (signal) => read(api.distributors.me.$get({}, { init: { signal } })));
  return (
    <Page title={t().publicProfile.title} lead={t().publicProfile.hint} narrow>
      <Loaded load={load}>{(profile) => <ProfileForm profile={profile} />}</Loaded>
    </Page>
  );
}

function ProfileForm({ profile }: { profile: DistributorProfile }) {
  const text = t().publicProfile;
  const form = useForm(
    useMemo(
      () => ({
        about: profile.about,
        audience: profile.audience,
        sites: profile.sites.join('\n'),
        showResults: profile.showResults ? 'yes' : '',
      }),
      [profile],
    ),
    'public profile',
  );
  const [saved, setSaved] = useState(false);
  const save = useAction((json: { about: string; audience: string; sites: string[]; showResults: boolean }) =>
    read(api.distributors.me.$patch({ json })),
  );
  async function submit() {
    setSaved(false);
    const { about, audience } = form.values;
    const sites = form.values.sites.split(/\s+/).filter((site) => site !== '');
    const wrong = sites.length > 10 || sites.some((site) => !/^https?:\/\/[^\s<>"'\\]+$/i.test(site));
    form.refuse(wrong ? { sites: text.sitesWrong } : {});
    if (wrong) return;
    const result = await save.run({ about, audience, sites, showResults: form.values.showResults === 'yes' });
    if (result?.ok === true) form.sent();
    setSaved(result?.ok === true);
  }
  return (
    <Form onSubmit={submit}>
      <RestoredNote form={form} />
      <TextArea {...form.field('about')} label={text.about} rows={4} maxLength={2_000} optional />
      <TextArea {...form.field('audience')} label={text.audience} rows={4} maxLength={2_000} optional />
      <TextArea {...form.field('sites')} label={text.sites} rows={4} maxLength={3_100} optional />
      <CheckField
        {...form.field('showResults')}
        label={text.showResults}
        hint={profile.results === null ? undefined : <SellerResultsText results={profile.results} />}
      />
      <FailureNote failure={save.failure} />
      <Done text={saved ? t().common.saved : null} />
      <Button kind="main" submit busy={save.busy} busyText={t().common.saving}>
        {t().common.save}
      </Button>
    </Form>
  );
}
