import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { networkHashes, networkOf } from './network.ts';

it.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::9', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '::ffff:203.0.113.9'],
  [undefined, 'unknown'],
])('%s is of the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe('what an event is told of a network', () => {
  const hashes = (address: string | undefined, eventId = 'evt_a') => networkHashes(env, eventId, address);

  it('is one hash of an IPv4 address, and of IPv6 one for the /64 and one for the /48', () => {
    expect(hashes('203.0.113.9')).toHaveLength(1);
    const [narrow, wide] = hashes('2001:db8:1:2::9');
    expect(hashes('2001:db8:1:2:ffff::1')).toEqual([narrow, wide]);
    expect(hashes('2001:db8:1:3::9')[0]).not.toBe(narrow);
    expect(hashes('2001:db8:1:3::9')[1]).toBe(wide);
    expect(hashes('2001:db8:2:2::9')[1]).not.toBe(wide);
  });

  /** An isolate remembers the keys of 10,000 events, and all are forgotten when one more comes. */
  function forgetKeys() {
    for (let n = 0; n <= 10_000; n++) hashes(undefined, `evt_other-${n}`);
  }

  it('is made with the secret', () => {
    const here = hashes('203.0.113.9', 'evt_c');
    forgetKeys();
    expect(hashes('203.0.113.9', 'evt_c')).toEqual(here);
    forgetKeys();
    const other = { ...env, ID_SECRET: 'the secret of another deployment, 32 bytes and more' };
    expect(networkHashes(other, 'evt_c', '203.0.113.9')).not.toEqual(here);
  });

  it('says nothing of the address, and nothing to another event', () => {
    expect(JSON.stringify(hashes('203.0.113.9'))).not.toContain('203.0');
    expect(hashes('203.0.113.9', 'evt_b')).not.toEqual(hashes('203.0.113.9'));
  });
});
