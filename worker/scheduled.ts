// What the cron does each minute: heal what a crash left, and let time have its effect.

import { keepListing } from './catalog/catalog.ts';
import {
  expireOffers,
  keepDistributors,
  mailNotices,
  makeUsualCommissions,
  remindOfExpiry,
  tellInvited,
} from './deals/deals.ts';
import type { Env } from './env.d.ts';
import { mailFailedRefunds } from './failed-refunds/failed-refunds.ts';
import { carryOutAccountChanges, forgetOldLetters, forgetOldMeters, mailDueLetters } from './people/people.ts';
import { pushPending } from './publications/publications.ts';
import { queueDue } from './reconciliation/reconciliation.ts';

export async function runScheduled(env: Env, nowMs: number): Promise<void> {
  // One failing task must not keep the others from running.
  const results = await Promise.allSettled([
    carryOutAccountChanges(env, nowMs).then(() => pushPending(env)),
    expireOffers(env, nowMs)
      .then(() => remindOfExpiry(env, nowMs))
      .then(() => tellInvited(env, nowMs))
      .then(() => mailNotices(env, nowMs)),
    forgetOldMeters(env, nowMs),
    queueDue(env, nowMs),
    mailFailedRefunds(env, nowMs),
    mailDueLetters(env, nowMs),
    forgetOldLetters(env, nowMs),
    keepListing(env, nowMs),
    keepDistributors(env).then(() => makeUsualCommissions(env, nowMs)),
  ]);
  for (const result of results) {
    if (result.status === 'rejected') {
      const name = result.reason instanceof Error ? result.reason.name : 'unknown';
      console.error(JSON.stringify({ level: 'error', what: 'scheduled', error: name }));
    }
  }
}
