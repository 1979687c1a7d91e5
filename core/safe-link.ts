// Where a link that somebody typed may lead, and whether its words say where it leads.

/** The part of `URL` that every runtime has, declared here because `core/` knows neither the browser nor the Worker. */
declare const URL: new (
  address: string,
) => {
  readonly protocol: string;
  readonly hostname: string;
  readonly pathname: string;
};

const maxHrefLength = 2_000;

/** Only what leads to a page or a letter; `javascript:`, `data:` and whatever comes next stay text. */
export function isSafeLink(href: string): boolean {
  if (href.length > maxHrefLength) return false;
  if (/^mailto:[^\s<>"'\\]+@[^\s<>"'\\]+$/i.test(href)) return true;
  if (!/^https?:\/\/[^\s<>"\\]+$/i.test(href)) return false;
  return isPlainHost(typedHost(href));
}

/** `Сайт` names nothing; `https://bank.example` and `bank.example` name a site, which must then be the target's. */
export function namesAnotherSite(words: string, href: string): boolean {
  const target = hostOf(href);
  const named = words.match(/(?:https?:\/\/)?(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?=[\s/:?#,;!)]|\.?$|\.\s)/giu) ?? [];
  return named.some((one) => {
    const host = hostOf(/^https?:/i.test(one) ? one : `https://${one}`);
    return host !== null && host !== target;
  });
}

// One site is one site with and without `www.`, in Unicode and as punycode.
function hostOf(href: string): string | null {
  try {
    const url = new URL(href);
    if (url.protocol === 'mailto:') return url.pathname.split('@').at(-1)?.toLowerCase() ?? null;
    return url.hostname.replace(/^www\./, '');
  } catch {
    return null;
  }
}

function typedHost(href: string): string {
  return /^https?:\/\/([^/?#]*)/i.exec(href)?.[1] ?? '';
}

/** No name of a user before it, and no label of Latin and Cyrillic or Greek letters mixed, which looks like another. */
function isPlainHost(host: string): boolean {
  if (host === '' || host.includes('@')) return false;
  return host
    .split('.')
    .every((label) => !(/\p{Script=Latin}/u.test(label) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(label)));
}
