import type { Locale } from '#core/contracts/basics.ts';
import type { Role } from '#core/contracts/people.ts';

/** A file that the page asks for before its program could, and for whom. The build makes the list (web/start/inline-script.ts). */
export type FirstFile = {
  href: string;
  as: 'script' | 'style' | 'font';
  /** Only in this language. */
  locale?: Locale;
  /** Only for those who have signed in on this device before. */
  inside?: true;
  /** Only on the home screen of these roles. */
  homeOf?: readonly Role[];
};
