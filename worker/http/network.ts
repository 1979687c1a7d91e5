// Where a request came from. The address is the platform's own header; what a client writes into others is worth nothing.

import { createHmac } from 'node:crypto';
import siphash from 'siphash';
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
  const key = keyOf(env, eventId);
  return networksOf(address).map((name) => siphash.hash_hex(key, bytesOf(name)));
}

function networksOf(address: string | undefined): string[] {
  if (address === undefined || !isIpv6(address)) return [networkOf(address)];
  const groups = groupsOf(address);
  return [groups.slice(0, 4).join(':'), `${groups.slice(0, 3).join(':')}::/48`];
}

/** Of ASCII, which is all an address has: a `TextEncoder` leaves JavaScript, and costs as much as the hash. */
function bytesOf(name: string): Uint8Array {
  const bytes = new Uint8Array(name.length);
  for (let at = 0; at < name.length; at++) bytes[at] = name.charCodeAt(at);
  return bytes;
}

// SipHash is made for keyed hashes of short texts, and costs half of a SHA-256 by `node:crypto`
// (docs/performance.md). Its key is an HMAC of the secret for each event, made once in an isolate.
const keys = new Map<string, Uint32Array>();
const maxRemembered = 10_000;

function keyOf(env: Env, eventId: string): Uint32Array {
  const known = keys.get(eventId);
  if (known !== undefined) return known;
  const digest = createHmac('sha256', configOf(env).ID_SECRET).update(`network-key:${eventId}`).digest();
  const key = Uint32Array.from([0, 4, 8, 12], (at) => digest.readUInt32LE(at));
  if (keys.size >= maxRemembered) keys.clear();
  keys.set(eventId, key);
  return key;
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
