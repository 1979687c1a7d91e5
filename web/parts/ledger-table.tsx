// Ledger entries, each with its postings and their sum, which a person checks for zero.

import type { LedgerEntry } from '#core/contracts/balance.ts';
import type { Currency } from '#core/contracts/basics.ts';
import { orderNumber } from '#core/order-number.ts';
import { signedMoney, stamp } from '../format.ts';
import { t } from '../language.ts';
import { Badge } from './page.tsx';

type Posting = LedgerEntry['postings'][number];

function accountName(account: string): string {
  const names = t().ledger.accounts;
  if (account.startsWith('provider:')) return names.provider(account.slice('provider:'.length));
  if (account === 'organizer' || account === 'distributor' || account === 'platform' || account === 'fees') {
    return names[account];
  }
  return account;
}

export function LedgerEntries({ entries, timeZone }: { entries: readonly LedgerEntry[]; timeZone: string }) {
  return (
    <ul class="entries">
      {entries.map((entry) => (
        <li key={entry.id} class="entry">
          <div class="entry-head">
            <Badge tone={entry.kind === 'sale' ? 'good' : 'warn'}>{t().ledger.kind[entry.kind]}</Badge>
            <time dateTime={entry.at}>{stamp(entry.at, timeZone)}</time>
            <span class="soft">{t().common.order(orderNumber(entry.orderId))}</span>
          </div>
          <PostingTable
            postings={entry.postings}
            label={`${t().ledger.kind[entry.kind]} ${orderNumber(entry.orderId)}`}
          />
        </li>
      ))}
    </ul>
  );
}

export function PostingTable({ postings, label }: { postings: readonly Posting[]; label: string }) {
  return (
    <div class="scroll">
      <table aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t().ledger.account}</th>
            <th scope="col" class="amount">
              {t().ledger.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {postings.map((posting) => (
            <tr key={`${posting.account} ${posting.amount.currency}`}>
              <td>{accountName(posting.account)}</td>
              <td class="amount">{signedMoney(posting.amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {sums(postings).map((sum) => (
            <tr key={sum.currency}>
              <th scope="row">{t().ledger.sum}</th>
              <td class="amount">{signedMoney(sum)}</td>
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  );
}

function sums(postings: readonly Posting[]): { amount: number; currency: Currency }[] {
  const byCurrency = new Map<Currency, number>();
  for (const { amount } of postings) {
    byCurrency.set(amount.currency, (byCurrency.get(amount.currency) ?? 0) + amount.amount);
  }
  return [...byCurrency].map(([currency, amount]) => ({ amount, currency }));
}
