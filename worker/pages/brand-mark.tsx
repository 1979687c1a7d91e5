// The brand as it stands at the head of every page of ours. The name is always text: the logo beside it says nothing more.

import type { Settings } from '#core/contracts/settings.ts';

/** How high a logo is drawn, in CSS pixels: the styles say the same. */
const height = 28;

export function BrandMark({ name, logo }: { name: string; logo: Settings['logo'] }) {
  return (
    <>
      {logo !== null && (
        <img src={logo.url} alt="" height={height} width={Math.round((height * logo.width) / logo.height)} />
      )}
      <span>{name}</span>
    </>
  );
}
