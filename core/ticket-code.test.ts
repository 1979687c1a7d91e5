import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeBase32 } from './base32.ts';
import { parseTicketCode, ticketCode, ticketPayload } from './ticket-code.ts';

const part = fc.uint8Array({ minLength: 10, maxLength: 10 }).map((bytes) => encodeBase32(bytes).toLowerCase());
const claim = fc
  .record({ keyId: fc.nat(255), key: part, own: part, revision: fc.nat(65_535), flags: fc.nat(255) })
  .map(({ keyId, key, own, revision, flags }) => ({
    keyId,
    eventId: `evt_${key}`,
    ticketId: `tkt_${key}_${own}`,
    revision,
    flags,
  }));
const signature = fc.uint8Array({ minLength: 64, maxLength: 64 });

it('a code says what it was made of, also typed in lower case with spaces, dashes and look-alikes', () => {
  fc.assert(
    fc.property(claim, signature, (one, signed) => {
      const code = ticketCode(ticketPayload(one), signed);
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{143}$/);
      const typed = code
        .toLowerCase()
        .replace(/0/g, 'o')
        .replace(/1/g, 'l')
        .replace(/(.{4})/g, '$1 -');
      for (const text of [code, typed]) {
        const parsed = parseTicketCode(text);
        expect(parsed?.claim).toEqual(one);
        expect(parsed?.signature).toEqual(signed);
      }
    }),
  );
});

it('whatever a camera brings is parsed or refused, never thrown at', () => {
  const alphabet = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ -oilu_%');
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: alphabet, maxLength: 160 })), (text) => {
      expect(() => parseTicketCode(text)).not.toThrow();
    }),
  );
  expect(parseTicketCode('0'.repeat(100_000))).toBeNull();
  expect(parseTicketCode('')).toBeNull();
});

it('two texts never mean the same bytes: a changed last character is refused', () => {
  const code = ticketCode(
    ticketPayload({
      keyId: 1,
      eventId: `evt_${'0'.repeat(16)}`,
      ticketId: `tkt_${'0'.repeat(16)}_${'1'.repeat(16)}`,
      revision: 1,
      flags: 0,
    }),
    new Uint8Array(64),
  );
  expect(parseTicketCode(`${code.slice(0, -1)}1`)).toBeNull();
  expect(parseTicketCode(`${code}0`)).toBeNull();
  expect(parseTicketCode(code.slice(0, -1))).toBeNull();
});

it('a ticket of another event has no code here', () => {
  const wrong = {
    keyId: 1,
    eventId: `evt_${'0'.repeat(16)}`,
    ticketId: `tkt_${'1'.repeat(16)}_${'1'.repeat(16)}`,
    revision: 1,
    flags: 0,
  };
  expect(() => ticketPayload(wrong)).toThrow('belongs');
});
