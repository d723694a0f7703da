import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { Sandbox } from '../e2e/sandbox';
import { istioRemote } from './recorded-terminal';

const CLUSTERS = `primary:
  name: hq
  network: net1
  addresses: { istiod: istiod.example.com }
remotes:
  - name: eu
    apiServer: https://10.20.0.2:6443
    network: net2
    eastWestGateway: {}
`;
const CURRENT = `istio: 1.30.3\nmeshId: mesh1\n${CLUSTERS}`;
const REVISIONS = `istio: "1.30"
revisions:
  - { name: default, istio: 1.29.6 }
  - { name: 1-30, istiodAddress: istiod-1-30.example.com }
${CLUSTERS}`;
const PRIMARIES = `istio: 1.30.3
primaries:
  - { name: a, apiServer: https://10.1.0.2:6443, controlPlane: { values: { pilot: { autoscaleMin: 3 } } } }
  - { name: b, apiServer: https://10.2.0.2:6443 }
controlPlane: { values: { pilot: { autoscaleMin: 2 } } }
`;
const AMBIENT = `istio: 1.30.3
dataPlane: ambient
primaries:
  - { name: a, network: n1, platform: openshift, apiServer: https://10.1.0.2:6443, eastWestGateway: true }
  - { name: b, network: n2, apiServer: https://10.2.0.2:6443, eastWestGateway: true }
controlPlane: { values: { ztunnel: { logLevel: debug } } }
`;
const OLD = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
security: { selfSignedCa: false }
remotes: [{ name: eu, apiServer: https://10.20.0.2:6443 }]
`;

async function controlPlane(mesh: string, words: string) {
  using sandbox = new Sandbox({ 'mesh.yaml': mesh });
  return await istioRemote(['control-plane', ...words.split(' '), '--config', sandbox.path('mesh.yaml')]);
}

/** Returns the text printed for another program. */
async function printed(mesh: string, words: string): Promise<string> {
  const { code, out, err } = await controlPlane(mesh, words);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

describe('istio-remote control-plane', () => {
  it('prints the values of each chart behind the command that installs it', async () => {
    const out = await printed(CURRENT, 'hq');
    const [, base = '', istiod = ''] = out.split('---\n');
    expect(out).toMatch(/^# Istio 1\.30\.3 in hq, from mesh\.yaml: /);
    expect(base).toMatch(
      /^# istio-remote control-plane hq --format helm --chart base --config \S+ \| helm upgrade --install istio-base base --repo https:\/\/istio-release\.storage\.googleapis\.com\/charts --version 1\.30\.3 --namespace istio-system --create-namespace --values -\n\{\}\n$/,
    );
    expect(istiod).toContain('| helm upgrade --install istiod istiod --repo ');
    expect(parse(istiod)).toEqual({
      global: {
        meshID: 'mesh1',
        multiCluster: { clusterName: 'hq' },
        network: 'net1',
        externalIstiod: true,
      },
      pilot: { env: { ISTIOD_CUSTOM_HOST: 'istiod.example.com' } },
    });
  });

  it('prints the values of one chart alone for a pipe', async () => {
    const alone = await printed(CURRENT, 'hq --chart istiod');
    const whole = await printed(CURRENT, 'hq --format helm');
    expect(whole.endsWith(alone)).toBe(true);
    expect(alone).toMatch(/^global:\n/);
  });

  it('takes the newest patch of a minor release, and charts from a mirror', async () => {
    const mirror = CURRENT.replace('1.30.3', '"1.30"').concat(
      'controlPlane: { repository: oci://registry.example.com/istio }\n',
    );
    const out = await printed(mirror, 'hq');
    expect(out).toContain(
      "helm upgrade --install istiod oci://registry.example.com/istio/istiod --version '~1.30.0' ",
    );
  });

  it('prints a file for istioctl', async () => {
    const operator = parse(await printed(CURRENT, 'hq --format istioctl'));
    expect(operator).toMatchObject({
      kind: 'IstioOperator',
      metadata: { namespace: 'istio-system' },
      spec: { profile: 'minimal', values: { global: { meshID: 'mesh1' } } },
    });
  });

  it('prints an Istio of Sail, with the newest version that the operator knows for a minor release', async () => {
    const sail = await printed(CURRENT.replace('1.30.3', '"1.30"'), 'hq --format sail');
    expect(parse(sail)).toMatchObject({
      apiVersion: 'sailoperator.io/v1',
      kind: 'Istio',
      metadata: { name: 'default' },
      spec: { version: 'v1.30-latest', namespace: 'istio-system', values: { global: { network: 'net1' } } },
    });
  });

  it('prints Applications of Argo CD and their project', async () => {
    const documents = parseAllDocuments(await printed(CURRENT, 'hq --format argocd')).map((one) =>
      one.toJS(),
    );
    expect(documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'AppProject istio-control-plane',
      'Application istio-hq-istio-base',
      'Application istio-hq-istiod',
    ]);
    expect(documents[2].spec.source).toMatchObject({
      chart: 'istiod',
      targetRevision: '1.30.3',
      helm: { releaseName: 'istiod', valuesObject: { global: { meshID: 'mesh1' } } },
    });
  });

  it('prints each revision, which share the chart base of the newest one', async () => {
    const out = await printed(REVISIONS, 'hq');
    const documents = out.split('---\n').filter((text) => text.startsWith('# istio-remote'));
    const installed = documents.map((text) => /--install (\S+) .*--version (\S+)/.exec(text)?.slice(1));
    expect(installed).toEqual([
      ['istio-base', "'~1.30.0'"],
      ['istiod', '1.29.6'],
      ['istio-base', "'~1.30.0'"],
      ['istiod-1-30', "'~1.30.0'"],
    ]);
    expect(parse(documents[3] ?? '')).toMatchObject({
      revision: '1-30',
      pilot: { env: { ISTIOD_CUSTOM_HOST: 'istiod-1-30.example.com' } },
    });
    expect(await printed(REVISIONS, 'hq --revision 1-30 --chart istiod')).toContain('revision: 1-30\n');
  });

  it('prints each of several primaries, whose own values win', async () => {
    expect(parse(await printed(PRIMARIES, 'a --chart istiod')).pilot.autoscaleMin).toBe(3);
    const ofB = parse(await printed(PRIMARIES, 'b --chart istiod'));
    expect(ofB).toEqual({ global: { multiCluster: { clusterName: 'b' } }, pilot: { autoscaleMin: 2 } });
  });

  it('prints the charts of ambient mode too, for each installer', async () => {
    const helm = await printed(AMBIENT, 'a');
    expect(helm.match(/--install \S+ \S+/g)).toEqual([
      '--install istio-base base',
      '--install istiod istiod',
      '--install istio-cni cni',
      '--install ztunnel ztunnel',
    ]);
    expect(helm).toMatch(/--chart ztunnel .* --namespace kube-system --values -\n/);
    expect(parse(await printed(AMBIENT, 'a --chart istiod'))).toMatchObject({
      profile: 'ambient',
      pilot: { env: { AMBIENT_ENABLE_MULTI_NETWORK: 'true' } },
    });
    expect(parse(await printed(AMBIENT, 'a --chart ztunnel'))).toMatchObject({
      profile: 'ambient',
      logLevel: 'debug',
    });
    const sail = parseAllDocuments(await printed(AMBIENT, 'a --format sail')).map((one) => one.toJS());
    expect(sail.map(({ kind, spec }) => [kind, spec.namespace])).toEqual([
      ['Istio', 'istio-system'],
      ['IstioCNI', 'kube-system'],
      ['ZTunnel', 'kube-system'],
    ]);
    expect(sail[2].spec.values.ztunnel).toMatchObject({ network: 'n1', multiCluster: { clusterName: 'a' } });
    expect(parse(await printed(AMBIENT, 'a --format istioctl')).spec.profile).toBe('ambient');
  });

  it('gives Sail each revision tag as an object, not as a value', async () => {
    const mesh = CURRENT.replace('meshId: mesh1', 'revision: canary\nrevisionTags: [prod, default]');
    const sail = parseAllDocuments(await printed(mesh, 'hq --format sail')).map((one) => one.toJS());
    expect(sail.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Istio canary',
      'IstioRevisionTag prod',
      'IstioRevisionTag default',
    ]);
    expect(sail[0].spec.values).not.toHaveProperty('revisionTags');
    expect(sail[1].spec).toEqual({ targetRef: { kind: 'Istio', name: 'canary' } });
    expect(parse(await printed(mesh, 'hq --chart istiod')).revisionTags).toEqual(['prod', 'default']);
    expect(parse(await printed(mesh, 'hq --format istioctl')).spec.values.revisionTags).toEqual([
      'prod',
      'default',
    ]);
  });

  it('leaves out empty values of Applications, which API servers refuse after others', async () => {
    const argocd = parseAllDocuments(await printed(CURRENT, 'hq --format argocd')).map((one) => one.toJS());
    const helm = argocd.flatMap(({ spec }) => spec.source?.helm ?? []);
    expect(helm[0]).toEqual({ releaseName: 'istio-base' });
    expect(helm[1].valuesObject.global.meshID).toBe('mesh1');
  });

  it('prints one values file for the chart of Istio 1.0', async () => {
    const out = await printed(OLD, 'hq');
    expect(out).toContain(
      '# helm install install/kubernetes/helm/istio --name istio --namespace istio-system --values FILE\n',
    );
    expect(out).toContain('# The Secret cacerts has to be in istio-system first');
    expect(parse(out)).toMatchObject({
      global: { tag: '1.0.9', mtls: { enabled: false }, controlPlaneSecurityEnabled: false },
      security: { selfSigned: false },
    });
    expect(await printed(OLD, 'hq --chart istio')).toBe(out.replace(/^#.*\n/gm, ''));
  });

  it.each([
    [
      'eu',
      CURRENT,
      'eu is a remote, which has no control plane: synth writes all that it needs. Choose the primary: hq',
    ],
    ['zz', PRIMARIES, 'no cluster of the mesh is called "zz". Choose a primary: a, b'],
    ['hq --chart cny', CURRENT, '--chart: expected one of base, istiod, got "cny"'],
    [
      'hq --chart istiod --format sail',
      CURRENT,
      '--chart: only Helm installs the charts one by one, and the format is sail',
    ],
    ['hq --chart istiod', REVISIONS, '--chart: the mesh has several revisions. Choose one with --revision'],
    [
      'hq --revision 1-31',
      REVISIONS,
      '--revision: expected a revision of the mesh, got "1-31". Choose default, 1-30',
    ],
    ['hq --format sail', OLD, '--format: expected helm, got sail. Istio 1.0 has a Helm chart only'],
    ['hq --revision x', OLD, '--revision: Istio 1.0 has no revisions. Leave it out'],
    ['hq --chart istiod', OLD, '--chart: expected istio, got "istiod". Istio 1.0 has one chart'],
  ])('refuses %s', async (words, mesh, message) => {
    expect(await controlPlane(mesh, words)).toEqual({ code: 1, out: '', err: `${message}\n` });
  });
});
