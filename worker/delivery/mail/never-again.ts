// "Never again": the list of mailboxes whose owners want no more letters of a kind, and the links in letters that lead
// to it. The list holds keyed hashes instead of addresses. A link names the hash and carries our signature, so that
// only somebody who has had a letter can end letters to its address or allow them again.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { NeverAgainKind } from '#core/letter-limits.ts';
import { contactKey } from '#core/purchase-limits.ts';
import { configOf } from '../../config.ts';
import { databaseOf } from '../../database.ts';
import type { Env } from '../../env.d.ts';
import { suppressedMailboxes } from '../../schema/delivery.ts';

export type NeverAgainLink = { mailbox: string; kind: NeverAgainKind };

const kinds: readonly NeverAgainKind[] = ['strangers', 'notices', 'mailings'];

export function neverAgainUrl(env: Env, address: string, kind: NeverAgainKind, locale: 'ru' | 'en'): string {
  const mailbox = mailboxOf(env, address);
  return `${configOf(env).PUBLIC_ORIGIN}/never-again/${kind}/${mailbox}/${signed(env, { mailbox, kind })}?lang=${locale}`;
}

/** Null for a link we did not make. */
export function neverAgainLink(env: Env, kind: string, mailbox: string, signature: string): NeverAgainLink | null {
  const known = kinds.find((one) => one === kind);
  if (known === undefined) return null;
  const ours = Buffer.from(signed(env, { mailbox, kind: known }));
  const given = Buffer.from(signature);
  return ours.length === given.length && timingSafeEqual(ours, given) ? { mailbox, kind: known } : null;
}

export async function isSuppressed(env: Env, address: string, kind: NeverAgainKind): Promise<boolean> {
  return isListed(env, { mailbox: mailboxOf(env, address), kind });
}

export async function isListed(env: Env, link: NeverAgainLink): Promise<boolean> {
  const rows = await databaseOf(env)
    .select({ at: suppressedMailboxes.createdAt })
    .from(suppressedMailboxes)
    .where(rowOf(link));
  return rows.length > 0;
}

/** Idempotent. */
export async function suppress(env: Env, { mailbox, kind }: NeverAgainLink, nowMs: number): Promise<void> {
  await databaseOf(env).insert(suppressedMailboxes).values({ mailbox, kind, createdAt: nowMs }).onConflictDoNothing();
}

export async function allowAgain(env: Env, link: NeverAgainLink): Promise<void> {
  await databaseOf(env).delete(suppressedMailboxes).where(rowOf(link));
}

function rowOf({ mailbox, kind }: NeverAgainLink) {
  return and(eq(suppressedMailboxes.mailbox, mailbox), eq(suppressedMailboxes.kind, kind));
}

function mailboxOf(env: Env, address: string): string {
  return keyed(env, `mailbox:${contactKey(address)}`);
}

function signed(env: Env, { mailbox, kind }: NeverAgainLink): string {
  return keyed(env, `never-again:${kind}:${mailbox}`);
}

function keyed(env: Env, text: string): string {
  return createHmac('sha256', configOf(env).ID_SECRET).update(text).digest('base64url');
}
