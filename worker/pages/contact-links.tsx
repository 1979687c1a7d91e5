// How an organizer is reached, as links of a page. The organizer typed these texts: addresses were judged when they were
// saved, and JSX escapes them.

import type { PublicContacts } from '#core/contracts/people.ts';
import { cutText } from '#core/cut-text.ts';

/** A longer address of a page is cut; the link leads to the whole of it. */
const shownGraphemes = 48;

type Props = {
  contacts: PublicContacts;
  /** What the letter is about. */
  subject: string;
  /** Instead of the address, which is then only in the link. */
  write?: string;
};

export function ContactLinks({ contacts: { email, phone, link }, subject, write }: Props) {
  return (
    <>
      {email !== '' && (
        <a
          class="button"
          href={`mailto:${encodeURIComponent(email).replace('%40', '@')}?subject=${encodeURIComponent(subject)}`}
        >
          {write ?? email}
        </a>
      )}
      {phone !== '' && (
        <a class="button" href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
          {phone}
        </a>
      )}
      {link !== '' && (
        <a class="button" href={link} target="_blank" rel="noopener nofollow ugc">
          {cutText(link.replace(/^https?:\/\//i, '').replace(/\/$/, ''), shownGraphemes)}
        </a>
      )}
    </>
  );
}
