/** A kind of text: who reads it, and texts that this reader takes and does not take. */
interface Grammar {
  readonly reader: string;
  readonly accepts: readonly string[];
  readonly refuses: readonly string[];
}

const x63 = 'x'.repeat(63);
const PATHS = ['a', './a/b.yaml', '../a b', 'é', 'a\n', 'a'.repeat(4096)];

/** The kinds of text of a mesh file. Whoever adds an option of another kind adds its grammar here. */
export const GRAMMARS = {
  'DNS label': {
    reader: 'Kubernetes: apimachinery, IsDNS1123Label',
    accepts: ['a', '0', 'eu-west-1', 'a--b', x63],
    refuses: ['', '-a', 'a-', 'A', 'a.b', 'a_b', 'a\n', 'é', `${x63}x`],
  },
  'DNS subdomain': {
    reader: 'Kubernetes: apimachinery, IsDNS1123Subdomain',
    accepts: ['a', 'reg.cred', '0.0', `${x63}x`, 'x'.repeat(253)],
    refuses: ['', 'a.', '.a', 'a..b', 'A.b', 'a_b', 'x'.repeat(254)],
  },
  'Service name': {
    reader: 'Kubernetes: apimachinery, IsDNS1035Label',
    accepts: ['a', 'istio-ingressgateway', 'a1', x63],
    refuses: ['', '1a', 'a.b', 'A', 'a-', `${x63}x`],
  },
  'namespace and Service': {
    reader: 'Kubernetes; 1.34 takes a digit first in the name of a Service',
    accepts: ['shop/cart', 'a/1'],
    refuses: ['', 'shop', '/cart', 'shop/', 'a/b/c', 'Shop/cart', 'shop/cart.x'],
  },
  'label key': {
    reader: 'Kubernetes: apimachinery, IsQualifiedName',
    accepts: ['app', 'A_b', 'example.com/app', `example.com/${x63}`],
    refuses: ['', '/', 'a/', '/a', 'a/b/c', 'Example.com/app', '-a', 'a b', `${x63}x`],
  },
  'label value': {
    reader: 'Kubernetes: apimachinery, IsValidLabelValue',
    accepts: ['', 'a', 'A.b_c-1', x63],
    refuses: ['-a', 'a.', 'a b', 'a/b', `${x63}x`],
  },
  network: {
    reader: 'Istio: the label topology.istio.io/network; empty for no network',
    accepts: ['n1', 'Vpc_1.eu', x63],
    refuses: ['', '-a', 'a.', 'a b', 'a/b', `${x63}x`],
  },
  architecture: {
    reader: 'Kubernetes: a value of the label kubernetes.io/arch',
    accepts: ['amd64', 's390x'],
    refuses: ['', '-a', 'a b', 'a/b'],
  },
  'annotation key': {
    reader: 'Kubernetes: apimachinery, ValidateAnnotations, which ignores the case',
    accepts: ['app', 'example.com/app', 'Example.COM/App'],
    refuses: ['', '/', 'a/', '/a', 'a/b/c', '-a', 'a b', 'example_x.com/a'],
  },
  'priority class': {
    reader: 'Kubernetes: apimachinery, IsDNS1123Subdomain; empty for none',
    accepts: ['', 'high', 'system-cluster.critical'],
    refuses: ['High', 'a..b', 'a b'],
  },
  'resource name': {
    reader: 'Kubernetes: apimachinery, IsQualifiedName',
    accepts: ['cpu', 'ephemeral-storage', 'example.com/gpu'],
    refuses: ['', 'a b', 'Example.com/gpu', '__proto__'],
  },
  quantity: {
    reader: 'Kubernetes: apimachinery, ParseQuantity, up to 2⁶³ - 1',
    accepts: [
      '0',
      '100m',
      '.5',
      '1.',
      '128Mi',
      '1e3',
      '1E-3',
      '1e-99',
      '0e99',
      '3Ei',
      '7E',
      '+1',
      '-0',
      '01',
    ],
    // Go takes the last four; it stores the first of them as 1, and two of the others as 2⁶³ - 1 and as 0.
    refuses: ['', '1 Gi', '1mi', '1KB', '1e', '0x10', '-1', '1k3', '1e9223372036854775808'].concat([
      `1${'0'.repeat(21)}`,
      '8Ei',
      'm',
      '1e99',
    ]),
  },
  uid: {
    reader: 'Kubernetes: a UUID, as API servers make it',
    accepts: ['3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
    refuses: ['', '3f2504e0', '3F2504E0-4F89-41D3-9A0C-0305E82C3301'],
  },
  'Kubernetes version': {
    reader: 'this tool',
    accepts: ['1.21', 'v1.30.5+k3s1', '1.18.20'],
    refuses: ['', '1', '1.21.x', '01.2', 'latest'],
  },
  'Istio release': {
    reader: 'this tool',
    accepts: ['1.28', '1.30.3', '1.31.0-rc.0'],
    refuses: ['', '1.0.9', '1.27', '1.30.x', '2'],
  },
  revision: {
    reader: 'Istio: the label istio.io/rev, and names of objects',
    accepts: ['default', '1-30', 'a'.repeat(40)],
    refuses: ['', '1.30', 'A', '-a', 'a-', 'a'.repeat(41)],
  },
  address: {
    reader: 'Go: net.ParseIP, or DNS',
    accepts: ['10.8.0.11', 'fd00::1', '::ffff:1.2.3.4', 'pilot', 'pilot.example.com'],
    refuses: [
      '',
      '1.2.3',
      '127.1',
      '999.2.3.4',
      '010.0.0.1',
      '0x7f.1',
      'A.b',
      'a:80',
      '[::1]',
      'a b',
      'a.',
      'fe80::1%eth0',
    ],
  },
  'IP address': {
    reader: 'Go: net.ParseIP',
    accepts: ['10.8.0.11', 'fd00::1'],
    refuses: ['', '1.2.3', '127.1', '010.0.0.1', 'pilot', '[::1]', 'fe80::1%eth0'],
  },
  'DNS name': {
    reader: 'DNS: RFC 1035',
    accepts: ['pilot', 'pilot.example.com', '1a'],
    refuses: ['', '10.8.0.11', '1.2.3', 'A.b', 'a.', 'a_b', `${x63}x.com`],
  },
  'DNS domain': {
    reader: 'Istio 1.0: pilot-agent --domain, and Kubernetes: $(VARIABLE)',
    accepts: ['mesh.local', '$(POD_NAMESPACE).svc.mesh.local'],
    refuses: ['', '.local', 'a..b', 'A.b', 'a_b', '$POD_NAMESPACE.svc', '$(HOME).svc', 'a~b', '()'],
  },
  CIDR: {
    reader: 'Kubernetes: a network without host bits',
    accepts: ['10.20.0.0/16', '0.0.0.0/0', 'fd00::/8'],
    refuses: ['', '10.20.0.0', '10.20.0.5/16', '10.0.0.0/33', '10.0/8', '10.0.0.0/08'],
  },
  'IP range': {
    reader: 'Istio 1.0: net.ParseCIDR',
    accepts: ['10.20.0.0/16', '10.20.0.5/16', 'fd00::/8'],
    refuses: ['', '10.20.0.0', '10.0.0.0/33', '10.0/8', '10.0.0.0/8 10.1.0.0/16'],
  },
  'IP ranges': {
    reader: 'Istio 1.0: ValidateIncludeIPRanges',
    accepts: ['*', '', '10.0.0.0/8', '10.0.0.5/8, 172.16.0.0/12'],
    refuses: ['10.0.0.0', '*,10.0.0.0/8', '10.0.0.0/8,', '10.0.0.0/8;172.16.0.0/12'],
  },
  port: {
    reader: 'Istio 1.0: ParsePort',
    accepts: ['0', '80', '65535'],
    refuses: ['', '65536', '-1', '8o', '80,81'],
  },
  ports: {
    reader: 'Istio 1.0: ValidateIncludeInboundPorts',
    accepts: ['*', '', '80', '80, 8080'],
    refuses: ['65536', '80,', '-1', 'http'],
  },
  URL: {
    reader: 'Go: net/url, and net for the host',
    accepts: [
      'https://10.20.0.2:6443',
      'https://[fd00::1]',
      'https://API.example.com./a%20b',
      'https://a_b:1/',
    ],
    refuses: ['', 'a.example.com', 'https:a', 'https://', 'https://127.1', 'https://0x7f.1', 'https://1.2.3']
      .concat([
        'https://010.0.0.1',
        'https://a b',
        'https://a\\b',
        'https://a/%zz',
        'https://a..b',
        'https://[::1',
      ])
      .concat(['https://a:99999', 'https://a:b', 'https://a\n']),
  },
  'URL for Argo CD': {
    reader: 'Go: net/url; Argo CD: a pattern of its project',
    accepts: ['https://kubernetes.default.svc', 'https://[fd00::1]:6443'],
    refuses: ['', 'http://a', 'https://*', 'https://u:p@a', 'https://127.1', 'https://a b'],
  },
  'CA certificates in base64': {
    reader: 'Go: encoding/pem; test/kubernetes/certificates.test.ts has certificates',
    accepts: [],
    refuses: ['', 'YQ==', 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t', '-----BEGIN CERTIFICATE-----'],
  },
  'CA certificates or path': {
    reader: 'Go: encoding/pem; Linux. test/mesh/api-server-ca.test.ts has certificates',
    accepts: ['public', 'ca/root.pem'],
    refuses: ['', ' ', 'a\0b', '-----BEGIN CERTIFICATE-----', 'LS0tLS1CRUdJTi'],
  },
  path: { reader: 'Linux', accepts: PATHS, refuses: ['', ' ', 'a\0b', 'a'.repeat(4097)] },
  'path or nothing': { reader: 'Linux: Envoy opens it', accepts: ['', '/dev/stdout'], refuses: ['a\0b'] },
  'path pattern': {
    reader: 'this tool',
    accepts: ['kustomization.yaml', '*/notes/**'],
    refuses: ['', '/a', 'a/', 'a//b', '../a', 'a\\b', 'a\0b'],
  },
  'Flux repository': {
    reader: 'source-controller: http, https or ssh',
    accepts: ['https://git.example.com/mesh.git', 'ssh://git@a:22/b'],
    refuses: ['', 'mesh', 'git@a:b', 'https://u:p@a/b', 'https://a', 'https://a/b?c', 'https://a/b c', 'a\n'],
  },
  'Flux duration': {
    reader: 'kustomize-controller: a pattern of its definition',
    accepts: ['10m', '1h30m', '1.5h', '500ms'],
    refuses: ['', '10', '0s', '-1m', '1d', '1h 30m', '5us', '10m\n'],
  },
  'Secret key': {
    reader: 'Kubernetes: apimachinery, IsConfigMapKey',
    accepts: ['value', 'value.yaml', 'a_B-1'],
    refuses: ['', 'a b', 'a/b', 'a\n', 'x'.repeat(254)],
  },
  commit: {
    reader: 'git: SHA-1 or SHA-256',
    accepts: ['a'.repeat(40), '0'.repeat(64)],
    refuses: ['', 'HEAD', 'a'.repeat(39), 'A'.repeat(40), `${'a'.repeat(40)}\n`],
  },
  'name pattern': {
    reader: 'this tool',
    accepts: ['istiod', 'istio-*', '*', 'system:x', 'x'.repeat(253)],
    refuses: ['', 'a b', 'a/b', 'a\n', 'x'.repeat(254)],
  },
  'JSON pointer': {
    reader: 'RFC 6901',
    accepts: ['', '/', '/a/0', '/a~1b/~0', '/a b'],
    refuses: ['a', 'a/b', '/~', '/~2', '#/a'],
  },
  'path in a repository': {
    reader: 'Argo CD',
    accepts: ['.', 'dist', 'platform/mesh/dist'],
    refuses: ['', '/dist', 'dist/', '../dist', 'a//b', 'a b', 'a\0b', 'dist/{{a}}'],
  },
  'pod template': {
    reader: 'this tool',
    accepts: ['argoproj.io/Rollout=spec.template', 'Pod=a.*'],
    refuses: ['', 'Rollout', 'a/b/C=d', 'A=b..c', 'A=.b'],
  },
  'image path': {
    reader: 'container runtimes: distribution/reference',
    accepts: ['proxyv2', 'a/b', 'a.b_c__d--e', '0', 'a'.repeat(255)],
    refuses: [
      '',
      'A',
      'a/',
      '/a',
      'a//b',
      '-a',
      'a-',
      'a..b',
      'a___b',
      'a:1',
      'a@sha256',
      'a b',
      'a'.repeat(256),
    ],
  },
  'image hub': {
    reader: 'container runtimes: distribution/reference',
    accepts: [
      'docker.io/istio',
      'istio',
      'localhost',
      'localhost:5000',
      'R.example.com:5000/a/b',
      'REG/a',
    ].concat(['[fd00::1]:5000/a', '10.0.0.1', 'a.b_c', 'gcr.io/a--b']),
    refuses: [
      '',
      'https://docker.io',
      'docker.io/',
      'docker.io/Istio',
      'a:b/c',
      'a:/c',
      '-a.io',
      'a/b:5000',
      'a b',
      'a@b',
    ].concat([`docker.io/${'a'.repeat(256)}`]),
  },
  'image tag': {
    reader: 'container runtimes: distribution/reference',
    accepts: ['1.0.9', '_A-b.c', 'a'.repeat(128)],
    refuses: ['', '.a', '-a', 'a:b', 'a b', 'a'.repeat(129), `1.0.9@sha256:${'0'.repeat(64)}`],
  },
  'lifetime of certificates': {
    reader: 'Go: time.ParseDuration; Citadel, from 1h to 2160h',
    accepts: ['1h', '2160h', '1h30m', '1.5h', '+24h', '3600000000000ns', '60.m'],
    refuses: ['', '1', '1d', '1 h', '59m', '2160h1ns', '-1h', '99999999999999999999h', '.h', '1h '],
  },
  interval: {
    reader: 'Go: time.ParseDuration, as external-secrets reads it',
    accepts: ['0', '0s', '1h30m', '.5s', '1µs', '1μs', '-0s', '9223372036854775807ns'],
    refuses: ['', '1', '1d', '-1s', '9223372036854775808ns', '2562048h', '1H', '1h,1m'],
  },
  'Git repository': {
    reader: 'git; Argo CD: a pattern of its project',
    accepts: ['https://git.example.com/mesh.git', 'git@git.example.com:mesh.git', 'ssh://git@a:22/b'],
    refuses: [
      '',
      'mesh',
      'https://u:p@git.example.com/a',
      'https://git.example.com',
      'https://a/*',
      'https://a/b?c',
      'a\n',
    ],
  },
  'Git revision': {
    reader: 'git check-ref-format --branch; Argo CD: no placeholder',
    accepts: ['HEAD', 'main', 'v1.0', 'feature/a', 'a@b', 'a{b', 'a!b', "it's", 'é', '0123abc'],
    refuses: [
      '',
      '@',
      '-a',
      '/a',
      'a/',
      'a//b',
      '.a',
      'a/.b',
      'a.',
      'a..b',
      'a.lock',
      'a.lock/b',
      'a b',
      'a~1',
      'a^',
    ].concat(['a:b', 'a?', 'a*', 'a[', 'a\\b', 'a@{1}', 'a\n', 'a\0', '{{a}}']),
  },
  'mesh id': {
    reader: 'telemetry, which carries it as a label',
    accepts: ['mesh1', 'A.b_c-1', x63],
    refuses: ['', '-a', 'a.', 'a b', 'a/b', 'é', `${x63}x`],
  },
  'trust domain': {
    reader: 'Istio: pkg/config/validation/agent, ValidateTrustDomain',
    accepts: ['cluster.local', 'td', 'mesh-1.example.com', x63],
    refuses: ['', 'a.', '.a', 'a..b', 'A.b', 'a_b', 'spiffe://a', '*', `${x63}x`],
  },
  'Helm repository': {
    reader: 'Helm 3 and Argo CD, never with a login',
    accepts: [
      'https://charts.example.com/istio',
      'https://charts.example.com:8443',
      'oci://registry.example.com/istio',
    ],
    refuses: [
      '',
      'charts.example.com',
      'http://a.example.com',
      'https://u:p@a.example.com',
      'https://a.b/?t=1',
    ].concat([
      'https://a.b/#x',
      'file:///a',
      'https://a b',
      'https://',
      'https://a.b/`id`',
      'https://a.b/$(id)',
    ]),
  },
} as const satisfies Readonly<Record<string, Grammar>>;

/** A text that its reader takes as it is, and why this is so. */
interface FreeText {
  readonly free: string;
}

const STORE_KEY = { free: 'each store of external-secrets has a grammar of its own' };
const KUBECONFIG_CONTEXT = { free: 'client-go takes any name of a context' };

const PATCH: Readonly<Record<string, keyof typeof GRAMMARS | FreeText>> = {
  'patches[].target.kind': 'name pattern',
  'patches[].target.name': 'name pattern',
  'patches[].target.namespace': 'name pattern',
  'patches[].json[].path': 'JSON pointer',
  'patches[].json[].from': 'JSON pointer',
  'patches[].merge{key}': { free: 'objects have any keys, and validation reads the result' },
};

const CLUSTER: Readonly<Record<string, keyof typeof GRAMMARS | FreeText>> = {
  name: 'DNS label',
  network: 'network',
  'podCidrs[]': 'CIDR',
  'serviceCidrs[]': 'CIDR',
  context: KUBECONFIG_CONTEXT,
  kubeconfig: 'path',
  uid: 'uid',
  kubernetes: 'Kubernetes version',
  'imagePullSecrets[]': 'DNS subdomain',
  ...PATCH,
};

const IMAGES: Readonly<Record<string, keyof typeof GRAMMARS>> = {
  'images.hub': 'image hub',
  'images.tag': 'image tag',
  'images.pullSecrets[]': 'DNS subdomain',
};

const HELM_VALUE = { free: 'a chart of Istio reads it, and charts have values of many kinds' };

const LOAD_BALANCER: Readonly<Record<string, keyof typeof GRAMMARS | FreeText>> = {
  'annotations{key}': 'annotation key',
  'annotations{}': { free: 'the value of an annotation is any text' },
  'sourceRanges[]': 'CIDR',
  revision: 'revision',
};

/** What each text of a mesh file is, by its place: see `textFields` for how a place is written. */
export const TEXTS: Readonly<Record<string, keyof typeof GRAMMARS | FreeText>> = {
  istio: 'Istio release',
  revision: 'revision',
  'revisions[].name': 'revision',
  'revisions[].istio': 'Istio release',
  'revisions[].istiodAddress': 'address',
  'revisions[].istiodAddress[]': 'IP address',
  'revisionTags[]': 'revision',
  'revisionTags{key}': 'revision',
  'revisionTags{}': 'revision',
  'output.allowExtra[]': 'path pattern',
  'patches[].target.clusters[]': 'name pattern',
  'flux.repository': 'Flux repository',
  'flux.branch': 'Git revision',
  'flux.tag': 'Git revision',
  'flux.commit': 'commit',
  'flux.secret': 'DNS subdomain',
  'flux.gitRepository': 'DNS subdomain',
  'flux.path': 'path in a repository',
  'flux.namespace': 'DNS label',
  'flux.cluster': 'DNS label',
  'flux.kubeConfigs{key}': { free: 'a rule compares it with the clusters of the mesh' },
  'flux.kubeConfigs{}.name': 'DNS subdomain',
  'flux.kubeConfigs{}.key': 'Secret key',
  'flux.interval': 'Flux duration',
  'flux.timeout': 'Flux duration',
  ...PATCH,
  'resources.requests{key}': 'resource name',
  'resources.requests{}': 'quantity',
  'resources.limits{key}': 'resource name',
  'resources.limits{}': 'quantity',
  ...below('primary', CLUSTER),
  'primary.namespace': 'DNS label',
  'primary.apiServer': 'URL',
  'primary.apiServerCa': 'CA certificates or path',
  'primary.injectedNamespaces[]': 'DNS label',
  'primary.ambientNamespaces[]': 'DNS label',
  ...below('primary.eastWestGateway', LOAD_BALANCER),
  'primary.addresses.pilot': 'address',
  'primary.addresses.policy': 'address',
  'primary.addresses.telemetry': 'address',
  'primary.addresses.zipkin': 'address',
  'primary.addresses.istiod': 'address',
  'primary.addresses.istiod[]': 'IP address',
  ...below('primary.exposure', LOAD_BALANCER),
  ...below('primary.exposure', IMAGES),
  'primary.exposure.service': 'Service name',
  'primary.exposure.selector{key}': 'label key',
  'primary.exposure.selector{}': 'label value',
  ...below('remote', CLUSTER),
  ...below('remote', IMAGES),
  ...below('remote.eastWestGateway', LOAD_BALANCER),
  'remote.apiServer': 'URL',
  'remote.primary': 'DNS label',
  'remote.apiServerCa': 'CA certificates or path',
  'remote.istiodAddress': 'address',
  'remote.istiodAddress[]': 'IP address',
  'remote.crds': 'path',
  'remote.revision': 'revision',
  'remote.revisions[]': 'revision',
  'remote.revisionTags{key}': 'revision',
  'remote.revisionTags{}': 'revision',
  'remote.namespaceRevisions{key}': 'DNS label',
  'remote.namespaceRevisions{}': 'revision',
  'remote.injectedNamespaces[]': 'DNS label',
  'remote.injectedWorkloads[]': 'path',
  'remote.podTemplates[]': 'pod template',
  'remote.pilotService.host': 'DNS name',
  'remote.sidecarInjector.image': 'image path',
  'remote.sidecarInjector.url': 'URL',
  'remote.sidecarInjector.caBundle': 'CA certificates in base64',
  'remote.validation.caBundle': 'CA certificates in base64',
  'remote.citadel.image': 'image path',
  'remote.citadel.certificateLifetime': 'lifetime of certificates',
  'remote.proxy.image': 'image path',
  'remote.proxy.initImage': 'image path',
  'remote.proxy.domain': 'DNS domain',
  'remote.proxy.accessLogFile': 'path or nothing',
  'remote.proxy.includeIpRanges': 'IP ranges',
  'remote.proxy.includeIpRanges[]': 'IP range',
  'remote.proxy.excludeIpRanges': 'IP ranges',
  'remote.proxy.excludeIpRanges[]': 'IP range',
  'remote.proxy.includeInboundPorts': 'ports',
  'remote.proxy.includeInboundPorts[]': 'port',
  'remote.proxy.excludeInboundPorts': 'ports',
  'remote.proxy.excludeInboundPorts[]': 'port',
  'remote.proxy.statsd.host': 'address',
  'remote.scheduling.architectures{key}': 'architecture',
  'remote.scheduling.priorityClassName': 'priority class',
  meshId: 'mesh id',
  trustDomain: 'trust domain',
  'controlPlane.repository': 'Helm repository',
  'controlPlane.values{key}': HELM_VALUE,
  'primary.controlPlane.values{key}': HELM_VALUE,
  'argocd.repository': 'Git repository',
  'argocd.revision': 'Git revision',
  'argocd.path': 'path in a repository',
  'argocd.project': 'DNS label',
  'argocd.namespace': 'DNS label',
  'argocd.destinations{key}': { free: 'a rule of the mesh compares it with the cluster ids' },
  'argocd.destinations{}.name': {
    free: 'Argo CD takes any name of a cluster; a pattern of its project is refused',
  },
  'argocd.destinations{}.server': 'URL for Argo CD',
  'credentials.externalSecrets.store.name': 'DNS subdomain',
  'credentials.externalSecrets.key': STORE_KEY,
  'credentials.externalSecrets.properties.token': STORE_KEY,
  'credentials.externalSecrets.properties.ca': STORE_KEY,
  'credentials.externalSecrets.properties.kubeconfig': STORE_KEY,
  'credentials.externalSecrets.refreshInterval': 'interval',
  'credentials.sealedSecrets.folder': 'path',
  'sharedServices[].files[]': 'path',
  'sharedServices[].service': 'namespace and Service',
  'sharedServices[].from': 'DNS label',
  'sharedServices[].cluster': 'DNS label',
  'sharedServices[].to[]': 'DNS label',
};

function below<T>(path: string, fields: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(fields).map(([name, kind]) => [`${path}.${name}`, kind]));
}
