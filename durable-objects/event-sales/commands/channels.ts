// The channels of the event: each is one way it is sold. An older revision is ignored, and a closed channel never opens
// again, even one that was closed before the object heard of it.

import type { MoneyTerms } from '#core/commission.ts';
import { decideOpenChannel } from '#core/publishing.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { allotmentRule } from '#core/stock.ts';
import { countsText } from '../engine/state.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { ChannelSnapshot } from '../snapshots.ts';

export function openChannel(
  tx: Transaction,
  channel: ChannelSnapshot,
  revision: number,
): Result<{ widgetId: string }, 'channel-closed' | 'allotment-exceeds-stock' | 'not-found'> {
  const { state } = tx;
  if (state.event === null) return refuse('not-found');
  const known = state.channels.get(channel.widgetId);
  if (known?.status === 'closed') return refuse('channel-closed');
  if (known !== undefined && revision <= known.revision) return ok({ widgetId: channel.widgetId });
  const allotment = allotmentRule(channel.allotment);
  const decision = decideOpenChannel(state.stock, channel.widgetId, allotment, tx.nowMs);
  if (!decision.ok) return decision;

  const terms: MoneyTerms = {
    commissionBps: channel.commissionBps,
    serviceFeeMinor: channel.serviceFeeMinor,
    commissionByType: channel.commissionByType,
    commissionSteps: channel.commissionSteps,
  };
  const { widgetId, dealId, termsVersion } = channel;
  // The terms of a version never change, because orders are settled by the version of their hold.
  const byVersion = known?.terms ?? new Map<number, MoneyTerms>();
  if (!byVersion.has(termsVersion)) byVersion.set(termsVersion, terms);
  state.channels.set(widgetId, {
    widgetId,
    dealId,
    revision,
    status: 'open',
    snapshot: channel,
    soldEver: known?.soldEver ?? 0,
    terms: byVersion,
  });
  const counts = state.stock.channels.get(widgetId)?.counts ?? new Map();
  state.stock.channels.set(widgetId, { open: true, allotment, counts });
  writeChannel(tx, widgetId, termsVersion);
  enqueue(tx, { kind: 'project-channel', widgetId, dealId, status: 'open' });
  return ok({ widgetId });
}

function writeChannel(tx: Transaction, widgetId: string, termsVersion: number | null): void {
  const entry = tx.state.channels.get(widgetId);
  tx.sql.exec(
    `insert into channels (widget_id, deal_id, revision, status, snapshot, counts, sold_ever) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (widget_id) do update set revision = excluded.revision, status = excluded.status,
       snapshot = excluded.snapshot, deal_id = excluded.deal_id`,
    widgetId,
    entry?.dealId ?? null,
    entry?.revision ?? 0,
    entry?.status ?? 'closed',
    entry?.snapshot ? JSON.stringify(entry.snapshot) : null,
    countsText(tx.state.stock.channels.get(widgetId)),
    entry?.soldEver ?? 0,
  );
  if (termsVersion === null) return;
  tx.sql.exec(
    'insert into channel_terms (widget_id, version, terms) values (?, ?, ?) on conflict do nothing',
    widgetId,
    termsVersion,
    JSON.stringify(entry?.terms.get(termsVersion)),
  );
}

/** No new holds; live ones may still become orders. Stock that was guaranteed to the channel is free for all again. */
export function closeChannel(tx: Transaction, widgetId: string, dealId: string | null): void {
  const { state } = tx;
  const known = state.channels.get(widgetId);
  if (known?.status === 'closed') return;
  state.channels.set(
    widgetId,
    known === undefined
      ? { widgetId, dealId, revision: 0, status: 'closed', snapshot: null, soldEver: 0, terms: new Map() }
      : { ...known, status: 'closed' },
  );
  const stock = state.stock.channels.get(widgetId);
  if (stock !== undefined) stock.open = false;
  writeChannel(tx, widgetId, null);
  if (state.event === null) return;
  enqueue(tx, { kind: 'project-channel', widgetId, dealId: known?.dealId ?? dealId, status: 'closed' });
}
