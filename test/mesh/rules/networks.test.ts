import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlappingCidrs, overlappingPodCidrs } from '../../../src/mesh/cidr-ranges';
import { isLocal } from '../../../src/mesh/reachable';
import { apiServersAreReachableAndEncrypted } from '../../../src/mesh/rules';
import { ruleProblems } from './rule-problems';

/** A range in a small part of the address space, so that many overlap. */
const range = fc
  .tuple(fc.nat(255), fc.integer({ min: 24, max: 32 }))
  .map(([last, length]) => `10.0.0.${last & (0xff << (32 - length)) & 0xff}/${length}`);

function overlaps(left: string, right: string): boolean {
  const [address = '', prefix] = left.split('/');
  const list = new BlockList();
  list.addSubnet(address, Number(prefix));
  const [other = '', otherPrefix] = right.split('/');
  return Number(prefix) <= Number(otherPrefix) ? list.check(other) : overlaps(right, left);
}

describe('overlapping ranges of all addresses', () => {
  it('accepts ranges that are apart, of both families', () => {
    const primary = { podCidrs: ['10.8.0.0/14', 'fd00:8::/32'], serviceCidrs: ['10.12.0.0/20'] };
    const remotes = [
      { podCidrs: ['10.20.0.0/16', 'fd00:20::/32'], serviceCidrs: ['10.21.0.0/20'] },
      { podCidrs: ['10.30.0.0/16'], serviceCidrs: ['10.21.16.0/20'] },
    ];
    expect(ruleProblems(overlappingCidrs, { primary, remotes })).toEqual([]);
  });

  it('accepts the whole of IPv4 beside the whole of IPv6', () => {
    expect(ruleProblems(overlappingCidrs, { remotes: [{ podCidrs: ['0.0.0.0/0', '::/0'] }] })).toEqual([]);
  });

  it('names the range, the other one, where that stands and what to do', () => {
    const primary = { podCidrs: ['10.8.0.0/14'] };
    const remotes = [{ serviceCidrs: ['10.20.0.0/16', '10.9.0.0/16'] }];
    expect(ruleProblems(overlappingCidrs, { primary, remotes })).toEqual([
      'remotes[0].serviceCidrs[1]: expected a range of its own, got 10.9.0.0/16, which overlaps 10.8.0.0/14 in podCidrs of hq. Give all pods and services of the mesh separate ranges: its clusters share one network',
    ]);
  });

  it('reports exactly the ranges that overlap one that was accepted before', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
        const remotes = ranges.map((podCidr) => ({ podCidrs: [podCidr] }));
        const accepted: string[] = [];
        const expected = ranges.flatMap((each, index) => {
          if (accepted.some((other) => overlaps(each, other))) return [`remotes[${index}].podCidrs[0]`];
          accepted.push(each);
          return [];
        });
        const found = ruleProblems(overlappingCidrs, { remotes });
        expect(found.map((line) => line.slice(0, line.indexOf(':')))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('overlapping ranges of pods', () => {
  const own = { podCidrs: ['10.8.0.0/14'], serviceCidrs: ['10.96.0.0/12'] };

  it('are not those of services of two clusters, whose sidecars use their own', () => {
    const remotes = [{ podCidrs: ['10.20.0.0/16'], serviceCidrs: ['10.96.0.0/12'] }];
    expect(ruleProblems(overlappingPodCidrs, { primary: own, remotes })).toEqual([]);
    expect(ruleProblems(overlappingCidrs, { primary: own, remotes })).toHaveLength(1);
  });

  it.each([
    ['pods of two clusters', { podCidrs: ['10.9.0.0/16'] }, 'podCidrs of hq'],
    ['services and pods of another cluster', { serviceCidrs: ['10.9.0.0/16'] }, 'podCidrs of hq'],
    ['pods and services of another cluster', { podCidrs: ['10.97.0.0/16'] }, 'podCidrs of eu'],
    [
      'services of one cluster',
      { serviceCidrs: ['10.40.0.0/16', '10.40.1.0/24'] },
      'serviceCidrs of the same cluster',
    ],
  ])('are those of %s', (_, remote, owner) => {
    const problems = ruleProblems(overlappingPodCidrs, {
      primary: own,
      remotes: [{ name: 'eu', ...remote }],
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(owner);
  });
});

describe('apiServersAreReachableAndEncrypted', () => {
  const problems = (apiServer: string) =>
    ruleProblems(apiServersAreReachableAndEncrypted, { remotes: [{ apiServer }] });

  it.each(['https://10.20.0.2:6443', 'https://api.example.com', 'https://[fd00::2]:6443/k8s/clusters/c-1'])(
    'accepts %s',
    (url) => {
      expect(problems(url)).toEqual([]);
    },
  );

  it.each([
    ['http://10.20.0.2', 'an https URL'],
    ['https://localhost', 'an address that other clusters reach'],
    ['https://169.254.169.254', 'an address that other clusters reach'],
    ['https://[fe80::1]:6443', 'an address that other clusters reach'],
    ['https://224.0.0.1', 'an address that other clusters reach'],
    ['https://kubernetes.default.svc', 'an address that other clusters reach'],
    ['https://kubernetes.default.svc.cluster.local:443', 'an address that other clusters reach'],
    ['https://kubernetes', 'an address that other clusters reach'],
    ['https://user:hunter2@10.20.0.2', 'a URL without user and password'],
    ['https://10.20.0.2/?token=hunter2', 'a URL without query and fragment'],
    ['https://10.20.0.2/#', 'a URL without query and fragment'],
  ])('rejects %s and expects %s', (url, expected) => {
    const [line = '', ...rest] = problems(url);
    expect(rest).toEqual([]);
    expect(line).toContain(`remotes[0].apiServer: expected ${expected}`);
    expect(line).not.toContain('hunter2');
  });
});

describe('isLocal', () => {
  it.each([
    'localhost',
    'localhost.',
    'a.localhost',
    '127.0.0.1',
    '127.255.0.1',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:7f00:1]',
  ])('takes %s for the machine itself', (host) => {
    expect(isLocal(host)).toBe(true);
  });

  it.each([
    '10.20.0.2',
    'localhost.example.com',
    'notlocalhost',
    '128.0.0.1',
    '[::2]',
    '[fd00::1]',
    '[::ffff:a00:1]',
    '127.example.com',
  ])('takes %s for another machine', (host) => {
    expect(isLocal(host)).toBe(false);
  });
});
