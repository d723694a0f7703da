import { App } from 'cdk8s';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectsOf } from '../../../../src/doctor/context';
import { remoteParts } from '../../../../src/lines/istio-current/parts';
import { reader } from '../../../../src/lines/istio-current/reader';
import {
  CurrentRemoteCluster,
  type CurrentRemoteClusterProps,
} from '../../../../src/lines/istio-current/remote-cluster';
import { checkMesh } from '../../../../src/mesh/check-mesh';
import { UserError } from '../../../../src/problem';
import { CA_BUNDLE, OTHER_CA_BUNDLE } from '../../../certificates-in-pem';
import { find, type KubernetesObject } from '../../../golden/manifests';
import { meshInputOfOneRevision } from '../../../mesh/arbitrary-mesh-current';
import { idsOf } from '../../istio-1.0/constructs/synth-construct';

const requiredProps: CurrentRemoteClusterProps = {
  istio: '1.30',
  primary: 'hq',
  istiodAddress: '10.8.0.11',
};

function synthRemoteCluster(props: Partial<CurrentRemoteClusterProps> = {}, id = 'eu'): KubernetesObject[] {
  return new CurrentRemoteCluster(new App(), id, { ...requiredProps, ...props }).toJson();
}

/** Returns the constructor's message about wrong options. */
function mistakesOf(props: object, id = 'eu'): string[] {
  try {
    synthRemoteCluster(props, id);
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n').sort();
    throw error;
  }
  return [];
}

describe('CurrentRemoteCluster', () => {
  it('makes everything in apply order', () => {
    const props = { network: 'n2', injectedNamespaces: ['shop'], eastWestGateway: true };
    expect(idsOf(synthRemoteCluster(props))).toEqual([
      'Namespace/istio-system',
      'Namespace/shop',
      'ServiceAccount/istio-system/istio-reader-service-account',
      'Secret/istio-system/istio-reader-service-account-istio-remote-secret-token',
      'ClusterRole/istio-reader-clusterrole-istio-system',
      'ClusterRoleBinding/istio-reader-clusterrole-istio-system',
      'Service/istio-system/istiod',
      'EndpointSlice/istio-system/istiod',
      'ValidatingWebhookConfiguration/istiod-default-validator',
      'MutatingWebhookConfiguration/istio-sidecar-injector',
      'ServiceAccount/istio-system/istio-eastwestgateway',
      'Role/istio-system/istio-eastwestgateway',
      'RoleBinding/istio-system/istio-eastwestgateway',
      'Service/istio-system/istio-eastwestgateway',
      'Deployment/istio-system/istio-eastwestgateway',
      'HorizontalPodAutoscaler/istio-system/istio-eastwestgateway',
    ]);
  });

  it('asks istiod by URL where it has a DNS name, and leaves sidecars the alias', () => {
    const objects = synthRemoteCluster({ istiodAddress: 'istiod.example.com', network: 'n2' });
    const clients = objects.flatMap(({ webhooks = [] }) => webhooks.map(({ clientConfig }) => clientConfig));
    expect(clients).toHaveLength(5);
    expect(new Set(clients.map(({ url }) => url))).toEqual(
      new Set([
        'https://istiod.example.com:15017/validate',
        'https://istiod.example.com:15017/inject/cluster/eu/net/n2',
      ]),
    );
    expect(clients.flatMap(({ service }) => service ?? [])).toEqual([]);
    expect(find(objects, 'Service', 'istiod').spec).toMatchObject({ externalName: 'istiod.example.com' });
  });

  it('marks the primary that may write here, and the network', () => {
    const { metadata } = find(synthRemoteCluster({ network: 'n2' }), 'Namespace', 'istio-system');
    expect(metadata.annotations).toEqual({ 'topology.istio.io/controlPlaneClusters': 'hq' });
    expect(metadata.labels).toMatchObject({ 'topology.istio.io/network': 'n2' });
    expect(metadata.labels).not.toHaveProperty('istio-injection');
  });

  it.each([
    [{}, { 'istio-injection': 'enabled' }],
    [{ revision: '1-30' }, { 'istio.io/rev': '1-30' }],
    [{ revision: '1-30', revisionTags: ['prod', 'canary'] }, { 'istio.io/rev': 'prod' }],
    [{ revisionTags: ['prod'] }, { 'istio-injection': 'enabled' }],
  ])('with %j labels namespaces %j', (props, labels) => {
    const objects = synthRemoteCluster({ injectedNamespaces: ['shop'], ...props });
    expect(find(objects, 'Namespace', 'shop').metadata.labels).toEqual(labels);
  });

  it.each([
    ['1.28', false],
    ['1.28.10', false],
    ['1.29', true],
    ['1.31.0', true],
    ['1.28.0-rc.1', false],
    ['1.31.0-rc.0', true],
    ['1.32', true],
  ])('of release %s lets the reader list ConfigMaps: %s', (istio, isThere) => {
    const role = find(synthRemoteCluster({ istio }), 'ClusterRole', 'istio-reader-clusterrole-istio-system');
    const { rules } = role as unknown as { rules: { resources: string[] }[] };
    expect(rules[1]?.resources.includes('configmaps')).toBe(isThere);
  });

  it.each([
    ['1.29', 1337],
    ['1.30', undefined],
  ])('of release %s has a gateway of the user %s', (istio, user) => {
    const gateway = find(
      synthRemoteCluster({ istio, eastWestGateway: true }),
      'Deployment',
      'istio-eastwestgateway',
    );
    const { containers } = (gateway.spec?.template?.spec ?? {}) as {
      containers?: { image: string; securityContext: { runAsUser?: number } }[];
    };
    expect(containers?.[0]).toMatchObject({ image: 'auto' });
    expect(containers?.[0]?.securityContext.runAsUser).toBe(user);
  });

  it('leaves out the webhooks on demand', () => {
    const ids = idsOf(
      synthRemoteCluster({ sidecarInjector: { enabled: false }, validation: { enabled: false } }),
    );
    expect(ids.filter((id) => id.includes('Webhook'))).toEqual([]);
  });

  it('refuses what istiod refuses once it has its certificates', () => {
    const policyOf = (props: Partial<CurrentRemoteClusterProps>) => {
      const object = find(
        synthRemoteCluster(props),
        'ValidatingWebhookConfiguration',
        'istiod-default-validator',
      );
      return (object as unknown as { webhooks: { failurePolicy: string }[] }).webhooks[0]?.failurePolicy;
    };
    const caBundle = CA_BUNDLE;
    expect(policyOf({})).toBe('Ignore');
    expect(policyOf({ sidecarInjector: { caBundle } })).toBe('Fail');
    expect(policyOf({ validation: { caBundle } })).toBe('Fail');
  });

  it('trusts by a bundle of its own in the validating webhook alone', () => {
    const [one, other] = [CA_BUNDLE, OTHER_CA_BUNDLE];
    const objects = synthRemoteCluster({
      sidecarInjector: { caBundle: one },
      validation: { caBundle: `${other.slice(0, 8)}\n${other.slice(8)}` },
    });
    const bundlesOf = (kind: string) =>
      objects
        .filter((object) => object.kind === kind)
        .flatMap(({ webhooks = [] }) => webhooks.map(({ clientConfig }) => clientConfig.caBundle));
    expect(new Set(bundlesOf('MutatingWebhookConfiguration'))).toEqual(new Set([one]));
    expect(bundlesOf('ValidatingWebhookConfiguration')).toEqual([other]);
  });

  it('throws everything that is wrong at once, by the names of its props', () => {
    const props = {
      istiodAddress: '1.2.3',
      namespace: 'Mesh',
      primary: 'HQ',
      kubernetes: '1.8',
      netwrk: 'a',
    };
    const at = 'CurrentRemoteCluster Eu ';
    const label =
      'expected lower-case letters, digits and inner dashes, at most 63 characters (a DNS-1123 label)';
    expect(mistakesOf(props, 'Eu')).toEqual([
      `${at}id: ${label}, got "Eu". Write eu`,
      `${at}istiodAddress: expected an IP address or DNS name, got "1.2.3". An IPv4 address has four numbers from 0 to 255`,
      `${at}kubernetes: expected Kubernetes 1.32 or newer for Istio 1.30, got "1.8". Upgrade the cluster, or write allowUnsupportedKubernetes: true`,
      `${at}namespace: ${label}, got "Mesh". Write mesh`,
      `${at}netwrk: unknown key. Did you mean network?`,
      `${at}primary: ${label}, got "HQ". Write hq`,
    ]);
  });

  it.each([[undefined], [null], [{}]])('says which props are missing when it gets %j', (props) => {
    const label =
      'expected lower-case letters, digits and inner dashes, at most 63 characters (a DNS-1123 label)';
    expect(() => new CurrentRemoteCluster(new App(), 'eu', props as never)).toThrow(
      [
        'CurrentRemoteCluster eu istio: expected release 1.28 or newer as text, such as "1.30", got nothing. For Istio 1.0 use RemoteCluster',
        `CurrentRemoteCluster eu primary: ${label}, got nothing. Write the cluster id, such as hq`,
        'CurrentRemoteCluster eu istiodAddress: expected an IP address or DNS name, or a list of IP addresses, got nothing. Write the address of istiod for remotes, such as 10.8.0.11',
      ].join('\n'),
    );
  });

  it.each(['1.0.9', '1.27', 1.3, ['1.30']])('refuses the release %j by itself', (istio) => {
    const [mistake, ...others] = mistakesOf({ istio });
    expect(others).toEqual([]);
    expect(mistake).toMatch(
      /^CurrentRemoteCluster eu istio: expected release 1\.28 or newer as text, such as "1\.30", got \S+( \S+)?\. For Istio 1\.0 use RemoteCluster$/,
    );
  });

  it('refuses definitions, which come by Include of cdk8s', () => {
    expect(mistakesOf({ crds: 'crd-all.gen.yaml' })).toEqual([
      'CurrentRemoteCluster eu crds: unknown key. Add definitions with Include of cdk8s',
    ]);
    expect(mistakesOf({ crds: undefined })).toEqual([]);
  });

  it.each(['name', 'apiServer', 'podCidrs', 'kubeconfig', 'remotes'])(
    'refuses %s, which is a matter of mesh.yaml',
    (key) => {
      expect(mistakesOf({ [key]: 'a' }).join()).toMatch(
        new RegExp(`^CurrentRemoteCluster eu ${key}: unknown key\\.`),
      );
    },
  );

  it('says when it is called like its primary', () => {
    expect(mistakesOf({}, 'hq')).toEqual([
      'CurrentRemoteCluster hq id: expected a name of its own, got "hq", which the primary has too. Rename one of the two clusters',
    ]);
  });

  it('has no property for a part that it lacks', () => {
    const { injectedNamespaces, validation, injection, revisionTags, eastWestGateway } =
      new CurrentRemoteCluster(new App(), 'eu', {
        ...requiredProps,
        revisionTags: ['prod'],
        validation: { enabled: false },
        sidecarInjector: { enabled: false },
      });
    expect({ injectedNamespaces, validation, injection, revisionTags, eastWestGateway }).toEqual({
      injectedNamespaces: {},
      validation: undefined,
      injection: undefined,
      revisionTags: {},
      eastWestGateway: undefined,
    });
  });

  it('renders what a mesh with the same options does', () => {
    fc.assert(
      fc.property(meshInputOfOneRevision, ({ istio, revision, revisionTags, primary, remotes: [remote] }) => {
        const {
          name = '',
          istiodAddress: _,
          revisions: __,
          revisionTags: ___,
          ...options
        } = remote ?? { name: '' };
        const { addresses, namespace } = primary;
        const { mesh, problems } = checkMesh(reader, {
          istio,
          revision,
          revisionTags,
          primary: { name: primary.name, addresses, namespace },
          remotes: [{ name, ...options }],
        });
        const [resolved] = mesh?.remotes ?? [];
        fc.pre(problems.every(({ severity }) => severity === 'warning'));
        if (mesh === undefined || resolved === undefined) return;
        const props = {
          ...options,
          istio,
          revision,
          revisionTags,
          primary: primary.name,
          istiodAddress: addresses.istiod,
          namespace,
        };
        expect(synthRemoteCluster(props, name)).toEqual(objectsOf(remoteParts(mesh, resolved)));
      }),
      { numRuns: 20 },
    );
  });

  it('takes no option of Istio 1.0, which the compiler says, too', () => {
    const props: CurrentRemoteClusterProps = {
      ...requiredProps,
      // @ts-expect-error Citadel exists only in Istio 1.0.
      citadel: { replicas: 2 },
    };
    expect(mistakesOf(props)).toEqual([
      'CurrentRemoteCluster eu citadel: belongs to Istio 1.0, which is not the release in `istio`. Remove it',
    ]);
  });
});
