import { describe, expect, it } from 'vitest';
import { reviewOfObjects } from './mesh-change';

const istiod = { name: 'istiod', namespace: 'istio-system' };
const slice = (address: string, addressType = 'IPv4') => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { ...istiod, labels: { 'kubernetes.io/service-name': 'istiod' } },
  addressType,
  endpoints: [{ addresses: [address] }],
});
const webhook = (entry: object, name = 'istio-sidecar-injector') => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
  metadata: { name },
  webhooks: ['namespace.sidecar-injector.istio.io', 'object.sidecar-injector.istio.io'].map((own) => ({
    name: own,
    failurePolicy: 'Fail',
    clientConfig: { service: { ...istiod, path: '/inject/cluster/eu/net/n2' } },
    ...entry,
  })),
});
const path = (text: string) => ({ clientConfig: { service: { ...istiod, path: text } } });
const namespace = (labels: object, annotations = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels, annotations },
});
const role = (...verbs: string[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'istio-reader' },
  rules: [{ apiGroups: ['', 'apps'], resources: ['pods'], verbs }],
});
const binding = (account: string, roleName = 'istio-reader') => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'b' },
  roleRef: { kind: 'ClusterRole', name: roleName },
  subjects: [{ kind: 'ServiceAccount', name: account, namespace: 'istio-system' }],
});
const service = (spec: object, name = 'cart', annotations = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop', annotations },
  spec,
});
const externalSecret = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: 'istio-remote-secret-eu', namespace: 'istio-system' },
  spec: { target: { template: { metadata: { labels: { 'istio/multiCluster': 'true' } } } } },
};
const application = (spec: object, finalizers: string[] = []) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'istio-eu', namespace: 'argocd', finalizers },
  spec,
});
const CLUSTER_ROLE = 'ClusterRole `istio-reader`';

const CASES: [what: string, before: object[], after: object[], found: (string | RegExp)[]][] = [
  [
    'istiod gets another address',
    [slice('10.0.0.1')],
    [slice('10.0.0.2')],
    [/^Pilot's address changes: `10\.0\.0\.1` → `10\.0\.0\.2`\. .* Service `istiod` /],
  ],
  [
    'istiod gets an address of the other family',
    [slice('10.0.0.1')],
    [slice('fd00::1', 'IPv6')],
    [/`10\.0\.0\.1` → `fd00::1`/, /^`addressType` of EndpointSlice `istiod` cannot change/],
  ],
  ['istiod loses its address', [slice('10.0.0.1')], [], [/^`istiod\.istio-system` has no address any more/]],
  [
    'injection goes to another revision',
    [webhook({})],
    [webhook(path('/inject/cluster/eu/net/n3'))],
    [
      'Injection now calls `istio-system/istiod/inject/cluster/eu/net/n3` instead of `istio-system/istiod/inject/cluster/eu/net/n2`.',
    ],
  ],
  [
    'injection is asked by URL',
    [webhook({})],
    [webhook({ clientConfig: { url: 'https://10.0.0.1:15017/inject' } })],
    [
      /^Injection now calls `https:\/\/10\.0\.0\.1:15017\/inject`/,
      'The certificate of the webhook has to cover `10.0.0.1` before this is applied (`ISTIOD_CUSTOM_HOST` of istiod), or the API server refuses pods.',
    ],
  ],
  [
    'the webhook may fail',
    [webhook({})],
    [webhook({ failurePolicy: 'Ignore' })],
    ['While the webhook does not answer, pods start without a proxy.'],
  ],
  [
    'the webhook may no longer fail',
    [webhook({ failurePolicy: 'Ignore' })],
    [webhook({})],
    ['While the webhook does not answer, pods are refused.'],
  ],
  [
    'the webhook has a name of its revision',
    [webhook({})],
    [webhook({}, 'istio-sidecar-injector-1-30')],
    [
      'Webhook on (`istio-sidecar-injector-1-30`): pods that it selects start with a proxy.',
      'Webhook `istio-sidecar-injector` is replaced by `istio-sidecar-injector-1-30`: pods that only the old one selects start without a proxy.',
    ],
  ],
  [
    'a namespace loses its label',
    [namespace({ 'istio-injection': 'enabled' })],
    [namespace({})],
    ['Namespace `shop` is no longer labelled: its new pods start without a proxy.'],
  ],
  [
    'a namespace goes to another revision',
    [namespace({ 'istio.io/rev': '1-29' })],
    [namespace({ 'istio.io/rev': '1-30' })],
    ['Namespace `shop` moves from revision `1-29` to revision `1-30`.'],
  ],
  [
    'the network changes',
    [namespace({ 'topology.istio.io/network': 'n1' })],
    [namespace({ 'topology.istio.io/network': 'n2' })],
    [/on another network, `n2`/],
  ],
  [
    'a namespace leaves that Argo CD keeps',
    [namespace({ 'istio-injection': 'enabled' }, { 'argocd.argoproj.io/sync-options': 'Prune=false' })],
    [],
    [/^Namespace `shop` leaves the output\. Argo CD keeps it, and it stays labelled/],
  ],
  [
    'a role is narrowed and widened',
    [role('get', 'list')],
    [role('get', 'delete')],
    [
      `RBAC narrowed: ${CLUSTER_ROLE} no longer allows \`list pods\`, \`list pods.apps\`.`,
      `RBAC widened: ${CLUSTER_ROLE} now allows \`delete pods\`, \`delete pods.apps\`.`,
    ],
  ],
  ['a role goes', [role('get')], [], [`${CLUSTER_ROLE} is removed: accounts bound to it lose its rights.`]],
  [
    'a role is bound to another account',
    [binding('a')],
    [binding('b')],
    ['`istio-system/a` loses the rights of `istio-reader`.'],
  ],
  [
    'another role is bound',
    [binding('a')],
    [binding('a', 'admin')],
    [/^`roleRef` of ClusterRoleBinding `b` cannot change/],
  ],
  [
    'a remote secret goes',
    [externalSecret],
    [],
    ['Remote secret removed: Pilot no longer sees the cluster `eu`.'],
  ],
  [
    'a remote secret of istiod changes',
    [externalSecret],
    [{ ...externalSecret, spec: { ...externalSecret.spec, refreshInterval: '1h' } }],
    [/^The remote secret of `eu` changes. If its kubeconfig changes, restart istiod before 1.30.4/],
  ],
  [
    'a remote secret of Pilot changes',
    [{ ...externalSecret, metadata: { name: 'eu', namespace: 'istio-system' } }],
    [
      {
        ...externalSecret,
        metadata: { name: 'eu', namespace: 'istio-system' },
        spec: { ...externalSecret.spec, refreshInterval: '1h' },
      },
    ],
    [/^The remote secret of `eu` changes. Pilot 1.0 ignores changes of that Secret/],
  ],
  ['a remote secret comes', [], [externalSecret], [/^Remote secret added: Pilot reads the cluster `eu`/]],
  [
    'the token goes',
    [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'istio-multi-token', namespace: 'istio-system' },
        type: 'kubernetes.io/service-account-token',
      },
    ],
    [],
    [/^The token Secret `istio-multi-token` is removed, .*: Pilot no longer sees the cluster/],
  ],
  [
    'the account of the reader goes',
    [
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'istio-multi', namespace: 'istio-system' },
      },
    ],
    [],
    [/^Account `istio-multi` is removed, .*: Pilot no longer sees the cluster\.$/],
  ],
  [
    'a Service selects other pods and has fewer ports',
    [service({ selector: { app: 'a' }, ports: [{ port: 80 }, { port: 81 }] })],
    [service({ selector: { app: 'b' }, ports: [{ port: 80 }] })],
    ['Service `cart` sends to other pods.', 'Service `cart` no longer offers port `81`.'],
  ],
  [
    'a Service gets an address of its own',
    [service({ clusterIP: 'None' })],
    [service({})],
    [/^`spec\.clusterIP` of Service `cart` cannot change/],
  ],
  ['a shared Service goes', [service({})], [], ['`cart.shop` no longer resolves in this cluster.']],
  [
    'a load balancer is asked for otherwise',
    [service({ type: 'LoadBalancer' }, 'istio-eastwestgateway')],
    [service({ type: 'LoadBalancer' }, 'istio-eastwestgateway', { internal: 'true' })],
    [/^The load balancer of `istio-eastwestgateway` may get another address/],
  ],
  [
    'a route to the control plane goes',
    [
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name: 'g', namespace: 'istio-system' },
      },
    ],
    [],
    ['Gateway `g` is removed: remotes that use it to reach the control plane are cut off.'],
  ],
  [
    'an Application goes that takes everything with it',
    [application({}, ['resources-finalizer.argocd.argoproj.io'])],
    [],
    ['Application `istio-eu` is removed: when it is pruned, Argo CD deletes everything that it applied.'],
  ],
  [
    'an Application goes that leaves everything',
    [application({})],
    [],
    ['Application `istio-eu` is removed: Argo CD no longer manages the objects that it applied. They stay.'],
  ],
  [
    'an Application goes elsewhere, from elsewhere, by hand',
    [
      application({
        destination: { name: 'eu' },
        source: { repoURL: 'https://git.example.com/a', path: 'dist/eu' },
        syncPolicy: { automated: {} },
      }),
    ],
    [
      application({
        destination: { server: 'https://10.0.0.1' },
        source: { repoURL: 'https://git.example.com/a', path: 'dist/us' },
      }),
    ],
    [
      '`istio-eu` goes to another cluster: `https://10.0.0.1`.',
      '`istio-eu` has another source of manifests: `https://git.example.com/a dist/us`.',
      'Argo CD applies `istio-eu` no longer by itself.',
    ],
  ],
  [
    'a definition goes',
    [
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'gateways.networking.istio.io' },
      },
    ],
    [],
    [/^`gateways\.networking\.istio\.io` is removed: .* every object of this kind/],
  ],
  [
    'a Deployment selects other pods',
    [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'g' }, spec: { selector: { a: '1' } } }],
    [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'g' }, spec: { selector: { a: '2' } } }],
    [/^`spec\.selector` of Deployment `g` cannot change/],
  ],
];

describe('what follows from a change of an object', () => {
  it.each(CASES)('is reported when %s', (_, before, after, found) => {
    const [section] = reviewOfObjects(before, after).sections;
    const texts = section?.consequences.map(({ text }) => text) ?? [];
    expect(texts).toHaveLength(found.length);
    texts.forEach((text, index) => {
      const wanted = found[index] ?? '';
      if (typeof wanted === 'string') expect(text).toBe(wanted);
      else expect(text).toMatch(wanted);
    });
  });

  it.each<[what: string, before: object, after: object, restart: boolean]>([
    ['injection asks another network', webhook({}), webhook(path('/inject/cluster/eu/net/n3')), true],
    ['a webhook gives way', webhook({}), webhook({}, 'istio-sidecar-injector-1-30'), true],
    ['the network changes', namespace({ 'topology.istio.io/network': 'n1' }), namespace({}), true],
    ['the revision changes', namespace({ 'istio.io/rev': 'a' }), namespace({ 'istio.io/rev': 'b' }), true],
    ['a namespace is labelled', namespace({}), namespace({ 'istio-injection': 'enabled' }), false],
    ['istiod moves', slice('10.0.0.1'), slice('10.0.0.2'), false],
    ['the webhook may fail', webhook({}), webhook({ failurePolicy: 'Ignore' }), false],
  ])('asks sidecars to restart or not when %s', (_, before, after, restart) => {
    const [section] = reviewOfObjects([before], [after]).sections;
    const asked = section?.consequences.filter(({ restartSidecars }) => restartSidecars === true);
    expect(asked?.length).toBe(restart ? 1 : 0);
  });

  it('leaves rights alone that come back with another binding', () => {
    const named = (name: string) => ({ ...binding('a'), metadata: { name } });
    expect(reviewOfObjects([named('b')], [named('b-canary')]).sections).toMatchObject([{ consequences: [] }]);
  });

  it.each(['Thing', 'constructor', 'toString'])('is nothing for an object of the kind %s', (kind) => {
    const unknown = (x: number) => ({
      apiVersion: 'example.com/v1',
      kind,
      metadata: { name: 'a' },
      x,
    });
    expect(reviewOfObjects([unknown(1)], [unknown(2)]).sections).toMatchObject([
      { consequences: [], changes: [{ outcome: 'changed', fields: [{ path: 'x', before: 1, after: 2 }] }] },
    ]);
  });
});
