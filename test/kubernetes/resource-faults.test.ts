import { describe, expect, it } from 'vitest';
import { resourceFaults } from '../../src/kubernetes/resource-faults';
import { reader as reader10 } from '../../src/lines/istio-1.0/reader';
import { reader as readerCurrent } from '../../src/lines/istio-current/reader';
import { checkMesh, parseMesh } from '../../src/lines/read-mesh';
import { type Path, pathText, problemText } from '../../src/problem';
import { leavesOf, withValue } from '../lines/schema-leaves';

const GPU = 'nvidia.com/gpu';

function faults(requests: object | undefined, limits?: object): string[] {
  return resourceFaults({ requests, limits }, []).map(problemText);
}

describe('requests and limits of a container', () => {
  it.each([
    [
      { cpu: '100m', memory: '1Gi' },
      { cpu: 1, memory: '1024Mi' },
    ],
    [{ cpu: '0.5' }, { cpu: '500m' }],
    [{ cpu: '100m' }, undefined],
    [undefined, { cpu: '100m', [GPU]: 1 }],
    [{ [GPU]: '2' }, { [GPU]: 2 }],
    [{ [GPU]: '1000m' }, { [GPU]: 1 }],
    [{ 'ephemeral-storage': '1Gi' }, { 'ephemeral-storage': '2Gi' }],
    [{ cpu: 1, 'hugepages-2Mi': '4Mi' }, { 'hugepages-2Mi': '4Mi' }],
    [{ cpu: null }, { cpu: '100m' }],
    [undefined, undefined],
  ])('are accepted as %j and %j', (requests, limits) => {
    expect(faults(requests, limits)).toEqual([]);
  });

  it.each([
    [{ cpu: 1 }, { cpu: '500m' }, 'requests.cpu: expected at most the limit, "500m", got 1'],
    [{ memory: '1Gi' }, { memory: '1000Mi' }, 'requests.memory: expected at most the limit'],
    [{ memory: '1e10' }, { memory: '9Gi' }, 'requests.memory: expected at most the limit'],
    [undefined, { [GPU]: '0.5' }, 'limits."nvidia.com/gpu": expected a whole number of devices, got "0.5"'],
    [{ [GPU]: '500m' }, { [GPU]: 1 }, 'requests."nvidia.com/gpu": expected a whole number of devices'],
    [{ [GPU]: 1 }, { [GPU]: 2 }, 'requests."nvidia.com/gpu": expected the amount of the limit, 2, got 1'],
    [{ [GPU]: 1 }, undefined, 'requests."nvidia.com/gpu": expected a limit of the same amount beside it'],
    [{ cpu: 1, 'hugepages-2Mi': '2Mi' }, { 'hugepages-2Mi': '4Mi' }, 'expected the amount of the limit'],
    [undefined, { 'hugepages-2Mi': '4Mi' }, 'expected cpu or memory beside huge pages'],
    [{ cpus: 1 }, undefined, 'requests.cpus: expected cpu, memory, ephemeral-storage'],
    [{ storage: '1Gi' }, undefined, 'requests.storage: expected cpu, memory'],
    [undefined, { 'requests.nvidia.com/gpu': 1 }, 'expected cpu, memory, ephemeral-storage'],
  ])('are refused as %j and %j', (requests, limits, says) => {
    expect(faults(requests, limits)).toEqual([expect.stringContaining(says)]);
  });
});

const ABOVE = { requests: { cpu: 2 }, limits: { cpu: 1 } };
const MESHES: Readonly<Record<string, object>> = {
  'Istio 1.0': {
    istio: '1.0.9',
    primary: { name: 'hq', addresses: { pilot: '10.8.0.11' }, exposure: { mode: 'dedicated-gateway' } },
    remotes: [{ name: 'eu' }],
  },
  'current Istio': {
    istio: '1.30',
    primary: { name: 'hq', addresses: { istiod: '10.8.0.11' }, exposure: { mode: 'east-west-gateway' } },
    remotes: [{ name: 'eu' }],
  },
};

/** A mesh with a list of one primary. Its exposure would create the same gateway as `eastWestGateway`. */
function withPrimaries(path: Path): object {
  const exposure = path[2] === 'exposure' ? { exposure: { mode: 'east-west-gateway' } } : {};
  const primary = { name: 'hq', addresses: { istiod: '10.8.0.11' }, ...exposure };
  return { istio: '1.30', primaries: [primary], remotes: [{ name: 'eu' }] };
}

describe.each([
  ['Istio 1.0', reader10.schema],
  ['current Istio', readerCurrent.schema],
] as const)('resources in a mesh of %s', (line, schema) => {
  const places = leavesOf(schema)
    .filter(({ path }) => path.at(-1) === 'requests')
    .map(({ path }) => path.slice(0, -1));

  it('are of several components', () => {
    expect(places.length).toBeGreaterThan(1);
  });

  it.each(places.map((path): [string, Path] => [pathText(path), path]))(
    'are refused at %s where requests are above limits',
    (_, path) => {
      const { problems } = checkMesh(
        withValue(path[0] === 'primaries' ? withPrimaries(path) : MESHES[line], path, ABOVE),
      );
      const errors = problems.filter(({ severity }) => severity === 'error').map(problemText);
      expect(errors).toEqual([
        `${pathText(path)}.requests.cpu: expected at most the limit, 1, got 2. Raise the limit, or lower the request`,
      ]);
    },
  );
});

describe('resources of a remote', () => {
  it('are compared with what defaults say, and located where they are written', () => {
    const mesh = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
defaults: { proxy: { resources: { limits: { cpu: 100m } } } }
remotes:
  - name: eu
    proxy: { resources: { requests: { cpu: 200m } } }
  - name: us
`;
    expect(parseMesh(mesh, 'mesh.yaml').problems.map(problemText)).toEqual([
      'mesh.yaml:6:44 remotes[0].proxy.resources.requests.cpu: expected at most the limit, "100m", got "200m" (eu, with defaults.proxy.resources.limits.cpu at 3:50). Raise the limit, or lower the request',
    ]);
  });
});
