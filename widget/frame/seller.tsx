// Who sells here, by the operator's settings. The Worker writes it into the page when it knows it without waiting; else the
// frame asks for it once the prices are seen, so that no price waits for a name.

import { useEffect, useState } from 'preact/hooks';
import type { Settings } from '#core/contracts/settings.ts';
import { legalPaths } from '#core/settings.ts';
import type { Texts } from './app.tsx';

type Seller = Pick<Settings, 'brandName' | 'legal'>;

let known: Seller | null = null;

function useSeller(): Seller | null {
  const [seller, setSeller] = useState(known ?? writtenSeller());
  useEffect(() => {
    known = seller;
    if (seller === null) void askedSeller().then(setSeller);
  }, [seller === null]);
  return seller;
}

// Our own Worker wrote it into this page by the same contract, so it is not parsed again.
function writtenSeller(): Seller | null {
  const written = document.getElementById('seller')?.textContent;
  return written ? (JSON.parse(written) as Seller) : null;
}

/** Null when it cannot be had: the tickets are sold all the same. */
async function askedSeller(): Promise<Seller | null> {
  try {
    const response = await fetch('/api/settings');
    return response.ok ? ((await response.json()) as Seller) : null;
  } catch {
    return null;
  }
}

export function SoldBy({ m, locale }: Texts) {
  const seller = useSeller();
  return (
    <span>
      {seller !== null && (
        <>
          {m.soldWith}{' '}
          <a href="/" target="_blank" rel="noopener">
            {seller.brandName[locale]}
          </a>{' '}
        </>
      )}
    </span>
  );
}

/** The operator's terms and rules, where there are some. */
export function Terms({ m }: Texts) {
  const seller = useSeller();
  const links = (['terms', 'privacy'] as const).filter((kind) => seller?.legal[kind][0] !== undefined);
  if (links.length === 0) return null;
  return (
    <p class="soft">
      {m.byBuying}{' '}
      {links.map((kind, at) => (
        <>
          {at > 0 && ' · '}
          <a href={legalPaths[kind]} target="_blank" rel="noopener">
            {m.legal[kind]}
          </a>
        </>
      ))}
    </p>
  );
}
