import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contains,
  hostAndPort,
  ipFamily,
  isDnsName,
  isIpAddress,
  rangeOf,
  readCidr,
} from '../../src/kubernetes/network';

/** Texts that are addresses, and others that look similar. */
const nearlyAnAddress = fc.oneof(
  fc.ipV4(),
  fc.ipV4Extended(),
  fc.ipV6(),
  fc.string({ unit: fc.constantFrom(...'0129afF:.'), maxLength: 12 }),
  fc
    .array(fc.constantFrom(':', '::', '1', 'ffff', '00000', '1.2.3.4', '.', '256'), { maxLength: 9 })
    .map((parts) => parts.join('')),
);
const ipv6 = fc.ipV6().filter((text) => isIP(text) === 6);
const address = fc.oneof(fc.ipV4(), ipv6);

describe('isIpAddress', () => {
  it.each(['10.8.0.11', '0.0.0.0', '255.255.255.255', 'fd00::1', '::', '::1', '::ffff:10.0.0.1'])(
    'accepts %s',
    (text) => {
      expect(isIpAddress(text)).toBe(true);
    },
  );

  it.each([
    '',
    '1.2.3',
    '999.2.3.4',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.4\n',
    '10.8.0.11:80',
    '[::1]',
    'fe80::1%eth0',
    '1::2::3',
    ':::',
  ])('refuses %j', (text) => {
    expect(isIpAddress(text)).toBe(false);
  });

  it('knows the families as Node.js does', () => {
    fc.assert(
      fc.property(nearlyAnAddress, (text) => {
        expect(ipFamily(text)).toBe(isIP(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('isDnsName', () => {
  it.each(['pilot', 'pilot.example.com', '1a', '10.8.0.x', 'istio-pilot.istio-system'])(
    'accepts %s',
    (text) => {
      expect(isDnsName(text)).toBe(true);
    },
  );

  it.each(['', '1', '1.2.3', '999.2.3.4', 'a.0x1f', 'a.0x', 'a.', 'A.b', 'a b', 'a:80'])(
    'refuses %j',
    (text) => {
      expect(isDnsName(text)).toBe(false);
    },
  );

  it('never takes an IPv4 address for a name', () => {
    fc.assert(fc.property(fc.ipV4Extended(), (text) => !isDnsName(text) || /[a-z]/.test(text)));
  });
});

describe('readCidr', () => {
  it.each([
    ['10.20.0.0/16', 4, '0a140000', '0a14ffff'],
    ['10.20.30.40/32', 4, '0a141e28', '0a141e28'],
    ['0.0.0.0/0', 4, '00000000', 'ffffffff'],
    ['10.0.0.128/25', 4, '0a000080', '0a0000ff'],
    ['fd00::/8', 6, `fd${'0'.repeat(30)}`, `fd${'f'.repeat(30)}`],
    ['::1/128', 6, `${'0'.repeat(31)}1`, `${'0'.repeat(31)}1`],
  ])('reads %s', (text, family, first, last) => {
    expect(readCidr(text)).toEqual({ family, first, last });
  });

  it.each([
    ['10.20.0.5/16', '10.20.0.0/16'],
    ['10.0.0.129/25', '10.0.0.128/25'],
    ['fd00:1::5/32', 'fd00:1::/32'],
    ['::ffff:10.0.0.1/120', '::ffff:a00:0/120'],
  ])('names the network of %s, which has host bits', (text, network) => {
    expect(readCidr(text)).toEqual({ network });
    expect(rangeOf(text)).toBeUndefined();
    expect(rangeOf(network)).toBeDefined();
  });

  it.each([
    '',
    '10.0.0.0',
    '10.0.0.0/',
    '/8',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.0/8/8',
    '10.0.0.0/08',
    '10.0.0/8',
    '10.0.0.0/-1',
    '10.0.0.0/8 ',
    'fe80::%1/64',
  ])('refuses %j', (text) => {
    expect(readCidr(text)).toBe('not a CIDR');
  });
});

describe('contains', () => {
  it('agrees with the block lists of Node.js', () => {
    fc.assert(
      fc.property(address, address, fc.nat(128), (network, point, length) => {
        const family = isIP(network);
        const prefix = Math.min(length, family === 4 ? 32 : 128);
        const read = readCidr(`${network}/${prefix}`);
        const cidr = typeof read === 'object' && 'network' in read ? read.network : `${network}/${prefix}`;
        const list = new BlockList();
        list.addSubnet(network, prefix, family === 4 ? 'ipv4' : 'ipv6');
        // Node.js treats IPv4 and IPv4 in IPv6 as equal.
        fc.pre(isIP(point) === family && !point.includes('.') === !network.includes('.'));
        for (const each of [point, network]) {
          expect(contains(cidr, each)).toBe(list.check(each, family === 4 ? 'ipv4' : 'ipv6'));
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['fd00::/8', 'fdff::1', true],
    ['::/0', '10.0.0.1', false],
    ['10.0.0.1/8', '10.0.0.1', false],
    ['10.0.0.0/8', 'pilot', false],
  ])('finds out whether %s contains %s: %s', (cidr, text, expected) => {
    expect(contains(cidr, text)).toBe(expected);
  });
});

describe('hostAndPort', () => {
  it.each([
    ['10.8.0.11', '10.8.0.11:15007'],
    ['pilot.example.com', 'pilot.example.com:15007'],
    ['fd00::1', '[fd00::1]:15007'],
  ])('joins %s and the port', (host, joined) => {
    expect(hostAndPort(host, 15007)).toBe(joined);
  });
});
