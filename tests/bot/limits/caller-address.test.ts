import { callerOf } from '../../../bot/limits/caller-address.ts';

describe('callerOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('counts %s as %s', (remoteAddress, expected) => {
    expect(callerOf({ remoteAddress, forwardedFor: undefined, trustedProxies: 0 })).toBe(expected);
  });

  it('believes no header where no proxy is trusted', () => {
    const origin = { remoteAddress: '10.0.0.1', forwardedFor: '203.0.113.7', trustedProxies: 0 };
    expect(callerOf(origin)).toBe('10.0.0.1');
  });

  it.each([
    ['203.0.113.7', 1, '203.0.113.7'],
    ['203.0.113.7:4711', 1, '203.0.113.7'],
    ['[2001:db8:1:2::9]:4711', 1, '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', 1, '2001:db8:1:2::/64'],
    ['made up, 198.51.100.1, 203.0.113.7', 1, '203.0.113.7'],
    ['made up, 198.51.100.1, 203.0.113.7', 2, '198.51.100.1'],
    // Nothing that can be an address: the connection itself is what counts.
    ['made up, 198.51.100.1, 203.0.113.7', 3, '10.0.0.1'],
    ['203.0.113.7', 2, '10.0.0.1'],
    ['', 1, '10.0.0.1'],
    ['unknown', 1, '10.0.0.1'],
  ])('reads "%s" behind %i proxies as %s', (forwardedFor, trustedProxies, expected) => {
    expect(callerOf({ remoteAddress: '10.0.0.1', forwardedFor, trustedProxies })).toBe(expected);
  });

  it('counts everybody without an address together', () => {
    expect(callerOf({ remoteAddress: undefined, forwardedFor: undefined, trustedProxies: 0 })).toBe('');
  });
});
