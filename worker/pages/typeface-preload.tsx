// Asks for the fonts of a page together with the page: found only in the style sheet, they would come a round trip later.

import type { Locale } from '#core/contracts/basics.ts';
import { firstTypefacePaths } from '#core/typeface.ts';

export function TypefacePreload({ locale }: { locale: Locale }) {
  return (
    <>
      {firstTypefacePaths[locale].map((href) => (
        <link rel="preload" href={href} as="font" type="font/woff2" crossorigin="anonymous" />
      ))}
    </>
  );
}
