// Where a request came from. The address is the platform's own header; what a client writes into others is worth nothing.

import { hash } from 'node:crypto';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';

export const addressHeader = 'cf-connecting-ip';

/** The address a request came from; of IPv6 the network, because one home has 2^64 addresses. */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  return isIpv6(address) ? groupsOf(address).slice(0, 4).join(':') : address;
}

/**
 * Keyed hashes, for this event alone, of the networks an address lies in, narrowest first: IPv4 itself, of IPv6 the /64
 * and the /48 around it, which one subscriber may have whole. The address itself goes no further than here.
 */
export function networkHashes(env: Env, eventId: string, address: string | undefined): string[] {
  const narrow = networkOf(address);
  const names =
    address !== undefined && isIpv6(address) ? [narrow, `${groupsOf(address).slice(0, 3).join(':')}::/48`] : [narrow];
  // The secret comes first and the hash is cut, so nobody continues it. One call: an HMAC of `node:crypto` costs three
  // times as much, on the way of every hold.
  return names.map((name) =>
    hash('sha256', `${configOf(env).ID_SECRET}\n${eventId}\n${name}`, 'base64url').slice(0, 16),
  );
}

/** An IPv4 address written as IPv6 has dots, and is one network by itself. */
function isIpv6(address: string): boolean {
  return address.includes(':') && !address.includes('.');
}

function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const after = tail.split(':').filter((group) => group !== '');
  const zeros = address.includes('::')
    ? Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0')
    : [];
  return [...groups, ...zeros, ...after].map((group) => group.replace(/^0+(?=.)/, ''));
}
