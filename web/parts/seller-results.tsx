// What a distributor sold in the last year, in one sentence.

import type { SellerResults } from '#core/contracts/people.ts';
import { t } from '../language.ts';

export function SellerResultsText({ results: { tickets, events, isMore } }: { results: SellerResults }) {
  const text = t().sellerResults;
  return <>{isMore ? text.moreThan(tickets, events) : text.exactly(tickets, events)}</>;
}
