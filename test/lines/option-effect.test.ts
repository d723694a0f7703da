import { describe, expect, it } from 'vitest';
import { reader as reader10 } from '../../src/lines/istio-1.0/reader';
import { reader as readerCurrent } from '../../src/lines/istio-current/reader';
import { outputOf } from '../../src/lines/mesh-output';
import { checkMesh } from '../../src/lines/read-mesh';
import { accepts, type Field } from '../../src/mesh/schema/fields';
import { meshFiles } from '../../src/output/mesh-files';
import { problemText } from '../../src/problem';
import { CA_BUNDLE } from '../certificates-in-pem';
import { type Leaf, leavesOf, withValue } from './schema-leaves';

/** Values of every kind in mesh.yaml. A leaf is tried with the values that its field accepts, and with its own words. */
const CANDIDATES: readonly unknown[] = [
  ...[true, false, 1, 2, 7, 0, 30, 100, 9125],
  ...[
    'other',
    'other.example.com',
    '10.77.0.9',
    '10.77.0.0/16',
    'fd00::9',
    'https://10.77.0.9:6443',
    '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    '1.19',
    '1.33',
  ],
  ...['1.0.0', '1.0.5', '1.28', '1.31.1', '80,90', '30m', '300m', 'shop/cart', 'v1beta1'],
  ...[
    'endpoints',
    'external-name',
    'load-balancer',
    'ingress-gateway',
    'pod-ip',
    'east-west-gateway',
    'needed',
  ],
  ...[
    'applicationSet',
    'ClusterSecretStore',
    'istio/{cluster}/{property}',
    'https://git.example.com/other.git',
  ],
  ...['https://10.77.0.9:15017/inject/cluster/eu/net/n1', CA_BUNDLE, 'folder/file'],
  ...[
    ['other'],
    ['IPv6'],
    ['10.77.0.0/16'],
    ['ap'],
    ['files/service.yaml'],
    ['example.com/Task=spec.template'],
  ],
  ...[
    { example: 'other' },
    { 'example.com/other': 'x' },
    { amd64: 3 },
    { requests: { cpu: '3' } },
    { cpu: '3' },
  ],
  'a'.repeat(40),
  ...['/metadata/labels/team', '25%'],
  ...[{ eu: { name: 'other' } }, { eu: { server: 'https://10.77.0.9:6443' } }],
];

type Input = Record<string, unknown>;

/** Another option uses its range too, and then overlaps. */
const OTHER = { name: 'ap', apiServer: 'https://10.21.0.2:6443', podCidrs: ['10.77.0.0/16'] };

const REMOTES_10 = { pilotService: true, proxy: { statsd: { enabled: true, host: 'statsd', port: 9125 } } };
const ADDRESSES_10 = { pilot: '10.8.0.11', policy: '10.8.0.12', telemetry: '10.8.0.13', zipkin: '10.8.0.14' };

function mesh10(primary: Input = {}, others: Input = {}, remote: Input = {}): Input {
  return {
    istio: '1.0.9',
    primary: { name: 'hq', addresses: ADDRESSES_10, ...primary },
    remotes: [{ name: 'eu', apiServer: 'https://10.20.0.2:6443', ...REMOTES_10, ...remote }, OTHER],
    ...others,
  };
}

function meshCurrent(primary: Input = {}, others: Input = {}, remote: Input = {}): Input {
  return {
    istio: '1.30',
    primary: { name: 'hq', addresses: { istiod: '10.8.0.11' }, ...primary },
    remotes: [{ name: 'eu', apiServer: 'https://10.20.0.2:6443', ...remote }, OTHER],
    ...others,
  };
}

const ARGOCD = { repository: 'https://git.example.com/mesh.git', syncPolicy: { automated: true } };
const EXTERNAL = { externalSecrets: { store: { name: 'vault' } } };
const ADD_ONS: readonly Input[] = [
  { argocd: ARGOCD },
  { argocd: { ...ARGOCD, destinations: { eu: { name: 'europe' } } } },
  { credentials: EXTERNAL },
  { flux: { repository: 'https://git.example.com/mesh.git' } },
  { flux: { gitRepository: 'fleet', kubeConfigs: { eu: { name: 'europe' } } } },
  { credentials: { externalSecrets: { store: { name: 'vault' }, properties: { kubeconfig: 'config' } } } },
];

/** Meshes where options take effect: each option has to have an effect in one of them. */
const MESHES: Readonly<Record<string, readonly Input[]>> = {
  'Istio 1.0': [
    mesh10(),
    mesh10({}, {}, { pilotService: { mode: 'external-name', host: 'pilot.example.com' } }),
    mesh10({}, {}, { kubernetes: '1.33', sidecarInjector: { caBundle: CA_BUNDLE } }),
    mesh10({}, { defaults: { injectedNamespaces: ['shop'] }, security: { selfSignedCa: false } }),
    ...['load-balancer', 'ingress-gateway', 'dedicated-gateway'].map((mode) =>
      mesh10({ exposure: { mode } }),
    ),
    ...ADD_ONS.map((addOn) => mesh10({}, addOn)),
  ],
  'current Istio': [
    meshCurrent(),
    meshCurrent({}, { revision: '1-30' }),
    meshCurrent(
      { network: 'n1', exposure: { mode: 'east-west-gateway', annotations: {} } },
      {
        revisions: [{ name: 'other' }, { name: '1-30' }],
        defaults: { injectedNamespaces: ['example', 'shop'] },
      },
      { network: 'n2', eastWestGateway: {}, revision: '1-30' },
    ),
    meshCurrent(
      { network: 'n1' },
      {},
      { network: 'n2', eastWestGateway: { minReplicas: 2, maxReplicas: 5 } },
    ),
    meshCurrent({}, {}, { kubernetes: '1.29' }),
    ...['load-balancer', 'east-west-gateway'].map((mode) => meshCurrent({ exposure: { mode } })),
    meshCurrent({ exposure: { mode: 'east-west-gateway' } }, { istio: '1.29' }, { eastWestGateway: {} }),
    meshCurrent({}, { controlPlane: { install: 'sail' } }),
    ...ADD_ONS.map((addOn) => meshCurrent({}, addOn)),
  ],
};

/** Options without an effect on manifests and messages, each with its purpose. */
const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:primary|remotes\.0)\.(?:context|kubeconfig)$/,
    'choose how live commands reach the cluster: test/kubernetes/api',
  ],
  [/^(?:primary|remotes\.0)\.uid$/, 'proves where a context leads: test/membership/prove-cluster.test.ts'],
  [/^output\.allowExtra$/, 'says what check allows: test/output/extra-files.test.ts'],
  [/(?:^|\.)labels$|^rollout\./, 'need waves for every cluster: test/add-ons/rollout'],
  [/^(?:.*\.)?patches\.0\./, 'need objects that they fit: test/add-ons/patches'],
  [/^sharedServices\.0\./, 'need files beside mesh.yaml: test/add-ons/shared-services'],
  [
    /^credentials\.sealedSecrets\.folder$/,
    'needs sealed files beside mesh.yaml: test/add-ons/credentials-in-git',
  ],
  [
    /^remotes\.0\.(?:injectedWorkloads|podTemplates)$/,
    'needs files beside mesh.yaml: test/add-ons/injected-workloads',
  ],
  [
    /^(?:primary\.)?controlPlane\.values$/,
    'is printed by control-plane: test/lines/istio-1.0/control-plane, test/lines/istio-current/control-plane',
  ],
  [/^(?:remotes\.0|defaults)\.crds$/, 'needs a file beside mesh.yaml: test/lines/istio-current/definitions'],
];

/** Everything that a user sees of a mesh: its manifests, or its problems. */
function seen(input: Input): string {
  const { mesh, problems } = checkMesh(input);
  const wrong = problems.map(problemText).join('\n');
  if (mesh === undefined || problems.some(({ severity }) => severity === 'error')) return wrong;
  return `${wrong}\n${[...meshFiles(outputOf(mesh))].map(({ path, text }) => `${path}\n${text}`).join('')}`;
}

/** The words of a closed set. */
function wordsOf(field: Field): unknown[] {
  const { def } = field as unknown as { readonly def: { readonly entries?: object } };
  return Object.values(def.entries ?? {});
}

function valuesFor(field: Field): unknown[] {
  return [...wordsOf(field), ...CANDIDATES.filter((value) => accepts(field, value))];
}

interface Seen {
  readonly mesh: Input;
  readonly before: string;
}

function hasEffect({ path, field }: Leaf, meshes: readonly Seen[]): boolean {
  return valuesFor(field).some((value) =>
    meshes.some(({ mesh, before }) => seen(withValue(mesh, path, value) as Input) !== before),
  );
}

describe.each([
  ['Istio 1.0', reader10],
  ['current Istio', readerCurrent],
] as const)('every option of %s', (line, { schema }) => {
  const leaves = leavesOf(schema);
  const isElsewhere = ({ path }: Leaf): boolean => ELSEWHERE.some(([place]) => place.test(path.join('.')));

  it('is looked at', () => {
    expect(leaves.length).toBeGreaterThan(50);
  });

  it('has a value to be tried with', () => {
    const untried = leaves.filter(({ field }) => valuesFor(field).length === 0);
    expect(
      untried.map(({ path }) => path.join('.')),
      'add a value to CANDIDATES',
    ).toEqual([]);
  });

  it('changes a manifest or a message', () => {
    const meshes = (MESHES[line] ?? []).map((mesh): Seen => ({ mesh, before: seen(mesh) }));
    const ignored = leaves.filter((leaf) => !isElsewhere(leaf) && !hasEffect(leaf, meshes));
    expect(ignored.map(({ path }) => path.join('.'))).toEqual([]);
  });
});
