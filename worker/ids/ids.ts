// Ids tell where their truth lives. The event key is 60 random bits and 20 bits of a keyed check, so an invented
// id is answered 404 here, before any object is made or any row is read.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';

// Crockford base32, lower case: no i, l, o, u; safe in an address and over the phone.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const keyPattern = /^[0-9a-hjkmnp-tv-z]{16}$/;
const checkLength = 4;

/** `pay` is the test acquirer's, which has one object per event too. */
type EventThing = 'evt' | 'tty' | 'wgt' | 'hld' | 'ord' | 'tkt' | 'pay';

/** `bits` random bits in base32, rounded up to whole characters of 5 bits. */
export function randomBase32(bits: number): string {
  const length = Math.ceil(bits / 5);
  // A byte taken modulo 32 is uniform: 256 is a multiple of 32.
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % 32)).join('');
}

export function newEventId(env: Env): string {
  const random = randomBase32(60);
  return `evt_${random}${checkOf(env, random)}`;
}

/** An id of a thing of this event, e.g. a ticket type; 50 random bits tell siblings apart. */
export function newIdIn(eventId: string, thing: 'tty' | 'wgt' | 'prm'): string {
  return `${thing}_${eventId.slice(4)}_${randomBase32(50)}`;
}

export function newId(prefix: 'usr' | 'pty' | 'dl' | 'ses' | 'aud' | 'dlk' | 'job' | 'mlg'): string {
  return `${prefix}_${randomBase32(80)}`;
}

/** The event an id belongs to, or null when the id is not of this kind or was not made here. */
export function eventIdOf(env: Env, thing: EventThing, id: string): string | null {
  const [prefix, key, rest, ...more] = id.split('_');
  if (prefix !== thing || key === undefined || more.length > 0) return null;
  if ((thing === 'evt') !== (rest === undefined)) return null;
  if (rest !== undefined && !/^[0-9a-z]{1,40}$/.test(rest)) return null;
  if (!keyPattern.test(key) || !isGenuine(env, key)) return null;
  return `evt_${key}`;
}

// Keys seen good in this isolate; bounded so that a season of events costs no memory to speak of.
const genuine = new Set<string>();
const maxRemembered = 10_000;

function isGenuine(env: Env, key: string): boolean {
  if (genuine.has(key)) return true;
  const random = key.slice(0, -checkLength);
  const expected = Buffer.from(checkOf(env, random));
  if (!timingSafeEqual(expected, Buffer.from(key.slice(-checkLength)))) return false;
  if (genuine.size >= maxRemembered) genuine.clear();
  genuine.add(key);
  return true;
}

function checkOf(env: Env, random: string): string {
  const digest = createHmac('sha256', configOf(env).ID_SECRET).update(`event-key:${random}`).digest();
  return Array.from(digest.subarray(0, checkLength), (byte) => alphabet.charAt(byte % 32)).join('');
}
