import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { injectDocument } from '../../src/inject/inject-document';
import { readPodTemplate, WORKLOAD_KINDS } from '../../src/inject/workload-kinds';
import { injectorOf } from './mesh-of';

const injector = injectorOf();

function inject(text: string, by = injector, kinds = WORKLOAD_KINDS) {
  return injectDocument(text, { inject: by }, kinds);
}

function deployment(annotations = '', apiVersion = 'apps/v1', kind = 'Deployment'): string {
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: web, namespace: shop }
spec:
  template:
    metadata:
      annotations: { ${annotations} }
    spec:
      containers: [{ name: web }]
`;
}

describe('a document', () => {
  it('keeps its comments, its order of keys and its styles', () => {
    const text = `# the shop
kind: Deployment # first
apiVersion: apps/v1
spec:
    template:
        spec:
            containers:
            # the only one
            - image: "nginx"   # pinned below
              name: 'web'
              # - name: debug
            # end of the containers
            restartPolicy: Always
        metadata:
            labels: {app: web}
metadata: {name: web}
`;
    const { text: fresh } = inject(text);
    const kept = fresh.split('\n').filter((line) => text.split('\n').includes(line));
    expect(kept).toEqual(text.split('\n'));
    const lines = fresh.split('\n');
    expect(lines.indexOf('            - name: istio-proxy')).toBe(
      lines.indexOf('              # - name: debug') + 1,
    );
    expect(injectDocument(fresh, 'revert', WORKLOAD_KINDS).text).toBe(text);
  });

  it.each([
    ['apiVersion: v1\nkind: Service\nmetadata: { name: web }\n'],
    ['apiVersion: argoproj.io/v1\nkind: Deployment\nspec: { template: { spec: { containers: [] } } }\n'],
    ['apiVersion: apps/v7\nkind: Deployment\nspec: { template: { spec: { containers: [] } } }\n'],
    ['just: &a [text, *a ]\n'.replace(', *a ', '')],
    ['# nothing\n'],
    ['- a list\n'],
    ['plain text'],
  ])('without pods stays as it is: %j', (text) => {
    expect(inject(text)).toEqual({ text, pods: 0, skipped: [], problems: [], warnings: [] });
  });

  it.each(
    WORKLOAD_KINDS.map(({ group, kind, versions, path }) => ({ group, kind, version: versions[0], path })),
  )('of $group/$version $kind is injected', ({ group, kind, version, path }) => {
    const pod = path.reduceRight<object>((inner, key) => ({ [key]: inner }), { spec: { containers: [] } });
    const apiVersion = group === '' ? version : `${group}/${version}`;
    const { pods, text } = inject(JSON.stringify({ apiVersion, kind, ...pod }));
    expect(pods).toBe(1);
    expect(text).toContain('"istio-proxy"');
  });

  it('of a custom resource is injected where --pod-template says', () => {
    const kinds = [...WORKLOAD_KINDS, readPodTemplate('kubeflow.org/TFJob=spec.replicas.*.template')];
    const replicas = { a: { template: { spec: {} } }, b: { template: { spec: { hostNetwork: true } } } };
    const job = {
      apiVersion: 'kubeflow.org/v1',
      kind: 'TFJob',
      metadata: { name: 'train' },
      spec: { replicas },
    };
    expect(inject(JSON.stringify(job), injector, kinds)).toMatchObject({
      pods: 1,
      skipped: [{ workload: 'TFJob train', reason: expect.stringContaining('host network') }],
    });
  });

  it('of a DeploymentList is injected though its items do not say what they are', () => {
    const list = {
      apiVersion: 'apps/v1',
      kind: 'DeploymentList',
      items: [{ spec: { template: { spec: {} } } }],
    };
    expect(inject(JSON.stringify(list)).pods).toBe(1);
  });
});

describe('a pod', () => {
  it.each(['n', 'false', 'no', 'off', 'never'])('with sidecar.istio.io/inject: %s is skipped', (answer) => {
    const text = deployment(`sidecar.istio.io/inject: ${answer}`);
    expect(inject(text)).toEqual({
      text,
      pods: 0,
      problems: [],
      warnings: [],
      skipped: [{ workload: 'Deployment shop/web', reason: expect.stringContaining('says no') }],
    });
  });

  it('gets a sidecar by a disabled policy only when it asks for one', () => {
    const disabled = injectorOf({ injection: 'disabled' });
    expect(inject(deployment(), disabled).skipped[0]?.reason).toContain('policy is disabled');
    expect(inject(deployment('sidecar.istio.io/inject: Yes'), disabled).pods).toBe(1);
  });

  it.each(['kube-system', 'kube-public'])('of %s is skipped', (namespace) => {
    expect(inject(deployment().replace('shop', namespace)).skipped).toMatchObject([
      { reason: `Istio injects nothing into the namespace ${namespace}` },
    ]);
  });

  it.each([
    ['sidecar.istio.io/interceptionMode', ['NONE', 'redirect', ''], ['REDIRECT', 'TPROXY']],
    ['status.sidecar.istio.io/port', ['', 'http', '65536', '-1', '+1'], ['0', '15020', ' 80 ', '0080']],
    [
      'readiness.status.sidecar.istio.io/initialDelaySeconds',
      ['', ' 1', '4294967296', '1s'],
      ['0', '4294967295'],
    ],
    ['readiness.status.sidecar.istio.io/periodSeconds', ['-1'], ['2']],
    ['readiness.status.sidecar.istio.io/failureThreshold', ['1.5'], ['30']],
    ['readiness.status.sidecar.istio.io/applicationPorts', ['80,', 'a'], ['*', '', '80, 90']],
    [
      'traffic.sidecar.istio.io/includeOutboundIPRanges',
      ['10.0.0.0', '10.0.0.0/33', '*,*'],
      ['*', '', '10.0.0.1/8,fd00::/8'],
    ],
    [
      'traffic.sidecar.istio.io/excludeOutboundIPRanges',
      ['*', '1.2.3/8', '10.0.0.0/8, 11.0.0.0/8'],
      ['', '010.0.0.0/08'],
    ],
    ['traffic.sidecar.istio.io/includeInboundPorts', ['80;90', '70000'], ['*', '80', ' ']],
    ['traffic.sidecar.istio.io/excludeInboundPorts', ['*', '80,x'], ['', '1,2,3']],
  ])('with %s is refused for %j and accepted for %j', (name, refused, accepted) => {
    for (const value of refused) {
      const text = deployment(`${name}: ${JSON.stringify(value)}`);
      expect(inject(text), value).toMatchObject({
        text,
        problems: [
          {
            severity: 'error',
            path: ['spec', 'template', 'metadata', 'annotations', name],
            position: { line: 7, column: 24 + name.length },
          },
        ],
      });
    }
    for (const value of accepted) {
      expect(inject(deployment(`${name}: ${JSON.stringify(value)}`)).problems, value).toEqual([]);
    }
  });

  it.each([
    ['serviceAccount: web', 'istio.web'],
    ['serviceAccountName: web, serviceAccount: old', 'istio.web'],
    ['serviceAccountName: "", serviceAccount: web', 'istio.web'],
    ['restartPolicy: Always', 'istio.default'],
  ])('with %j gets the certificate of its account, %s, and no default of Kubernetes', (fields, secret) => {
    const pod = `apiVersion: v1\nkind: Pod\nspec: { ${fields}, containers: [{ name: web, image: nginx }] }\n`;
    const { text, problems } = inject(pod);
    expect(problems).toEqual([]);
    const { spec } = parse(text);
    expect(spec.volumes).toContainEqual({
      name: 'istio-certs',
      secret: { optional: true, secretName: secret },
    });
    const { volumes: _, initContainers: __, containers, ...rest } = spec;
    expect({ ...rest, containers: [containers[0]] }).toEqual(parse(pod).spec);
  });

  it('with a container of the same name that no injection added is refused', () => {
    const [problem] = inject(deployment().replace('[{ name: web }]', '[{ name: istio-proxy }]')).problems;
    expect(problem).toMatchObject({
      path: ['spec', 'template', 'spec', 'containers', 0],
      position: { line: 9 },
    });
  });

  it('that others share by an alias is refused, one with an alias inside is not', () => {
    const shared = `apiVersion: v1
kind: List
items:
- { apiVersion: v1, kind: Pod, metadata: { name: a }, spec: &spec { containers: [] } }
- { apiVersion: v1, kind: Pod, metadata: { name: b }, spec: *spec }
`;
    expect(inject(shared).problems).toMatchObject([
      { path: ['items', 0, 'spec'], message: expect.stringContaining('alias') },
      { path: ['items', 1, 'spec'] },
    ]);
    const inside = `apiVersion: v1
kind: Pod
metadata: { name: a, labels: &labels { app: web } }
spec: { containers: [], nodeSelector: *labels }
`;
    expect(inject(inside)).toMatchObject({ pods: 1, problems: [] });
  });

  it('in a map that others share by an alias is refused', () => {
    const shared = `apiVersion: v1
kind: List
items:
- &a
  apiVersion: apps/v1
  kind: Deployment
  metadata: { name: a }
  spec: { template: { spec: { containers: [] } } }
- *a
`;
    expect(inject(shared).problems).toMatchObject([
      { path: ['items', 0, 'spec', 'template'], message: expect.stringContaining('alias') },
      { path: ['items', 1, 'spec', 'template'] },
    ]);
  });

  it('with brackets that close as far left as their key is injected', () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {
  name: a
}
spec:
  containers: [
    { name: web }
  ]
`;
    const { text: fresh, pods } = inject(text);
    expect(pods).toBe(1);
    expect(inject(fresh).text).toBe(fresh);
    expect(injectDocument(fresh, 'revert', WORKLOAD_KINDS).text).toBe(text);
  });

  it('of a first release without a useful status loses what that release added', () => {
    const text = `apiVersion: v1
kind: Pod
metadata:
  name: a
  annotations:
    sidecar.istio.io/status: injected-version-root@1234
spec:
  containers:
  - name: web
  - name: istio-proxy
  volumes:
  - name: istio-certs
`;
    expect(injectDocument(text, 'revert', WORKLOAD_KINDS).text).toBe(
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: web\n',
    );
  });
});

describe('--pod-template', () => {
  it.each(['Rollout', 'argoproj.io/Rollout', 'a/b/c=spec', '=spec', 'Rollout='])('refuses %j', (text) => {
    expect(() => readPodTemplate(text)).toThrow(/expected group\/Kind=path/);
  });
});
