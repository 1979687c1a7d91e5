// The two names of a ticket at the door: the code of its QR, and its number.
//
// What the QR of a ticket carries: 25 bytes and an Ed25519 signature over them, in upper-case base32 so that a QR packs
// it as alphanumeric. No personal data: the code of a lost ticket tells nothing about its holder.
//
//   version 1 | key id 1 | event key 10 | ticket 10 | revision 2 | flags 1 | signature 64

import { decodeBase32, encodeBase32 } from './base32.ts';
import { latinKeys } from './latin-keys.ts';
import { invariant } from './result.ts';

const version = 1;
const payloadLength = 25;
const signatureLength = 64;
const idPart = /^[0-9a-hjkmnp-tv-z]{16}$/;

export type TicketClaim = {
  keyId: number;
  eventId: string;
  ticketId: string;
  revision: number;
  /** Not used yet. An unknown flag does not make a ticket invalid. */
  flags: number;
};

export type SignedClaim = { claim: TicketClaim; payload: Uint8Array; signature: Uint8Array };

/** The bytes that are signed. */
export function ticketPayload(claim: TicketClaim): Uint8Array {
  const [, eventKey = ''] = claim.eventId.split('_');
  const [, ticketEventKey, own = ''] = claim.ticketId.split('_');
  invariant(eventKey === ticketEventKey, 'a ticket belongs to its event');
  const bytes = new Uint8Array(payloadLength);
  bytes.set([version, claim.keyId]);
  bytes.set(partBytes(eventKey), 2);
  bytes.set(partBytes(own), 12);
  bytes.set([claim.revision >> 8, claim.revision & 255, claim.flags], 22);
  return bytes;
}

export function ticketCode(payload: Uint8Array, signature: Uint8Array): string {
  invariant(payload.length === payloadLength && signature.length === signatureLength, 'a ticket code has its lengths');
  const bytes = new Uint8Array(payloadLength + signatureLength);
  bytes.set(payload);
  bytes.set(signature, payloadLength);
  return encodeBase32(bytes);
}

/** Null unless the text has the form of a ticket code. The signature is not checked here. */
export function parseTicketCode(code: string): SignedClaim | null {
  // The length is checked before any work, because a camera or a person may bring any text.
  if (code.length > 400) return null;
  const bytes = decodeBase32(latinKeys(code));
  if (bytes === null || bytes.length !== payloadLength + signatureLength || bytes[0] !== version) return null;
  const payload = bytes.slice(0, payloadLength);
  const eventKey = encodeBase32(payload.slice(2, 12)).toLowerCase();
  const own = encodeBase32(payload.slice(12, 22)).toLowerCase();
  const claim: TicketClaim = {
    keyId: payload[1] ?? 0,
    eventId: `evt_${eventKey}`,
    ticketId: `tkt_${eventKey}_${own}`,
    revision: ((payload[22] ?? 0) << 8) | (payload[23] ?? 0),
    flags: payload[24] ?? 0,
  };
  return { claim, payload, signature: bytes.slice(payloadLength) };
}

function partBytes(part: string): Uint8Array {
  invariant(idPart.test(part), 'an id part is 16 characters of base32');
  const bytes = decodeBase32(part);
  invariant(bytes?.length === 10, 'an id part is 80 bits');
  return bytes;
}

// --- the number ----------------------------------------------------------------------------------------------

// The number of a ticket, for people: printed, said on the phone, typed at the door when no camera reads the code. It
// is random, so that nobody can derive another one from it, and it gives no right: at the door a person has to confirm
// whose ticket it is.
//
// Nine characters are 45 random bits. In an event of 100,000 tickets one guess in 350 million names a ticket. A door
// link may type 10 wrong numbers at once and then one in 30 seconds (`core/rate-limit.ts`): some 40,000 in the 14 days
// it may live, so the chance to meet any ticket at all is about 1 in 9,000.

export const ticketNumberBytes = 6;

/**
 * `random` comes from a cryptographic source. The caller makes sure that no other ticket of the event has this number.
 */
export function ticketNumber(random: Uint8Array): string {
  invariant(random.length === ticketNumberBytes, 'a ticket number is made of 6 random bytes');
  const text = encodeBase32(random);
  return `${text.slice(0, 3)}-${text.slice(3, 6)}-${text.slice(6, 9)}`;
}
