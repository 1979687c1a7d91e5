// E-mail addresses: which ones mail can reach, and the form in which two of them are compared. The widget, the
// dashboard and the server use these functions, so that all of them accept the same addresses.

/** The part of `URL` that every runtime has, declared here because `core/` knows neither the browser nor the Worker. */
declare const URL: new (address: string) => { readonly hostname: string };

const mostLocal = 64;
const mostInAll = 254;

/** Atoms with single dots between them (RFC 5322, 3.2.3): `a&b` and `o'hara` are people too. */
const dotAtom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** As typed: letters and digits of any script. What the parser of addresses would take for a path or a port is none. */
const typedDomain = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u;
/** As mail goes there (RFC 1035): labels of up to 63, and a last one that is no number. */
const asciiDomain =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/** The address mail is sent to, its domain as punycode; null when no mail can reach it. */
export function mailAddress(text: string): string | null {
  const typed = text.trim();
  const at = typed.lastIndexOf('@');
  const local = typed.slice(0, at);
  if (at < 1 || local.length > mostLocal || !dotAtom.test(local)) return null;
  const domain = domainToAscii(typed.slice(at + 1));
  if (domain === null || !asciiDomain.test(domain)) return null;
  const address = `${local}@${domain}`;
  return address.length <= mostInAll ? address : null;
}

/** The form in which addresses are compared: `Anna@Почта.рф` and `anna@xn--80a1acny.xn--p1ai` are one. */
export function emailKeyOf(text: string): string {
  return (mailAddress(text) ?? text.trim().normalize('NFKC')).toLowerCase();
}

/** The form people are shown: as it was typed, but an international domain in small letters. */
export function shownEmail(text: string): string {
  const typed = text.trim();
  const at = typed.lastIndexOf('@');
  const domain = typed.slice(at + 1);
  const isAscii = /^[\x21-\x7e]*$/.test(domain);
  return isAscii ? typed : typed.slice(0, at + 1) + domain.normalize('NFC').toLowerCase();
}

// Every runtime has the algorithm of international domains (UTS 46) in its parser of URLs.
function domainToAscii(domain: string): string | null {
  if (!typedDomain.test(domain)) return null;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return null;
  }
}
