import { expect, it } from 'vitest';
import type { MeshInputCurrent } from '../../../../src/lines/istio-current/input';
import { checkMesh } from '../../../../src/lines/read-mesh';
import { problemText } from '../../../../src/problem';

function problemsOf(primary: object, ...remotes: object[]): string[] {
  const input = {
    istio: '1.30',
    primary: { name: 'hq', addresses: { istiod: '10.8.0.11' }, ...primary },
    remotes: remotes.map((remote, index) => ({ name: `r${index}`, ...remote })),
  } satisfies MeshInputCurrent;
  return checkMesh(input).problems.map(problemText);
}

const GATEWAY = { eastWestGateway: true };

it('lets clusters of two networks have the same ranges', () => {
  const ranges = { podCidrs: ['10.0.0.0/16'] };
  expect(problemsOf({ network: 'n1', ...ranges }, { network: 'n2', ...ranges, ...GATEWAY })).toEqual([]);
});

it('says nothing of a network whose pods are reached through any of its clusters', () => {
  const twice = problemsOf({ network: 'n1' }, { network: 'n2' }, { network: 'n2', ...GATEWAY });
  expect(twice).toEqual([]);
});

it('takes eastWestGateway: false for a gateway made by other means', () => {
  expect(problemsOf({ network: 'n1' }, { network: 'n2', eastWestGateway: false })).toEqual([]);
});

it('warns once for a network without a gateway', () => {
  expect(problemsOf({ network: 'n1' }, { network: 'n2' }, { network: 'n2' })).toHaveLength(1);
});

it('warns at each cluster without a network where another has one', () => {
  expect(problemsOf({}, {}, { network: 'n1' })).toEqual([
    expect.stringMatching(/primary\.name: warning: names no network, and other clusters do/),
    expect.stringMatching(/remotes\[0\]\.name.*: warning: names no network, and other clusters do/),
  ]);
});
