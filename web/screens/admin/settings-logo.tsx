// The logo, chosen, replaced and taken off, beside how name and logo look on a light and on a dark page: a logo that is seen
// on one of them only shows here and not first to visitors.

import type { Settings } from '#core/contracts/settings.ts';
import { api, putLogo } from '../../api.ts';
import { type ApiResult, read } from '../../api-result.ts';
import { brand } from '../../brand.ts';
import { locale, t } from '../../language.ts';
import { Button, FileField } from '../../parts/controls.tsx';
import { logoForm } from '../../parts/cover-form.ts';
import { FailureNote, failureText } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';
import type { SettingsProps } from './use-section.ts';

export function SettingsLogo({ settings, onChange }: SettingsProps) {
  const text = t().settings;
  const send = useAction((file: File) => prepared(settings.revision, file));
  const remove = useAction(() =>
    read(api.settings.logo.$delete({}, { headers: { 'if-match': `"${settings.revision}"` } })),
  );
  // Another admin changed something else meanwhile: the logo is theirs or ours, so the next press decides by what is there.
  async function take(result: ApiResult<Settings> | null) {
    if (result === null) return;
    if (result.ok) {
      brand.value = result.body;
      onChange({ ...settings, ...result.body });
    } else if (result.failure.code === 'stale-revision') {
      const fresh = await read(api.settings.all.$get());
      if (fresh.ok) onChange(fresh.body);
    }
  }
  return (
    <>
      <div class="brand-previews">
        <BrandPreview settings={settings} scheme="light" />
        <BrandPreview settings={settings} scheme="dark" />
      </div>
      <FileField
        name="logo"
        label={settings.logo === null ? text.chooseLogo : text.replaceLogo}
        hint={send.busy ? text.sendingLogo : text.logoHint}
        error={send.failure === null ? undefined : failureText(send.failure)}
        accept="image/jpeg,image/png,image/webp"
        disabled={send.busy}
        onFile={async (file) => take(await send.run(file))}
      />
      {settings.logo !== null && (
        <>
          <FailureNote failure={remove.failure} />
          <div class="actions">
            <Button busy={remove.busy} onPress={async () => take(await remove.run(undefined))}>
              {text.removeLogo}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

async function prepared(revision: number, file: File): Promise<ApiResult<Settings>> {
  const form = await logoForm(file);
  if (form.ok) return putLogo(revision, form.value);
  return { ok: false, failure: { code: form.code, fields: [], details: {}, requestId: null } };
}

function BrandPreview({ settings: { logo, brandName }, scheme }: { settings: Settings; scheme: 'light' | 'dark' }) {
  return (
    <div class={`brand-preview ${scheme}`}>
      {logo !== null && <img src={logo.url} alt="" width={logo.width} height={logo.height} />}
      <span>{brandName[locale.value]}</span>
    </div>
  );
}
