// Preloads the fonts of a page: a browser that finds them only in the style sheet asks for them one round trip later.

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
