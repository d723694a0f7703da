import { describe, expect, it } from 'vitest';
import { injectDocument, type Work } from '../../src/inject/inject-document';
import { podTemplateFix, podTemplateOf, WORKLOAD_KINDS } from '../../src/inject/workload-kinds';
import { problemText } from '../../src/problem';
import { injectorOf } from './mesh-of';

const injector = injectorOf();
const POD = { spec: { containers: [{ name: 'web', image: 'nginx' }] } };
const ROLLOUT = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template: POD },
};
const DEPLOYMENT = { ...ROLLOUT, apiVersion: 'apps/v1', kind: 'Deployment' };
const TEMPLATE = {
  apiVersion: 'template.openshift.io/v1',
  kind: 'Template',
  metadata: { name: 'shop' },
};

function run(manifest: unknown, podTemplates: readonly string[] = [], work: Work = { inject: injector }) {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  const kinds = [...WORKLOAD_KINDS, ...podTemplates.map((each) => podTemplateOf(each) ?? [])].flat();
  const { warnings, problems, ...rest } = injectDocument(text, work, kinds);
  expect(problems).toEqual([]);
  return { ...rest, warnings: warnings.map(({ position: _, ...problem }) => problemText(problem)) };
}

/** The options in the warnings. */
function advised(warnings: readonly string[]): string[] {
  return warnings.flatMap((text) =>
    [...text.matchAll(/--pod-template '?([^\s']+)/g)].map(([, option = '']) => option),
  );
}

describe('a pod template of an unknown kind', () => {
  it.each([
    ['a Rollout', ROLLOUT, 'spec.template', 'argoproj.io/Rollout=spec.template'],
    [
      'a Service of Knative',
      { ...ROLLOUT, apiVersion: 'serving.knative.dev/v1', kind: 'Service' },
      'spec.template',
      'serving.knative.dev/Service=spec.template',
    ],
    [
      'a ScaledJob',
      { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', spec: { jobTargetRef: { template: POD } } },
      'spec.jobTargetRef.template',
      'keda.sh/ScaledJob=spec.jobTargetRef.template',
    ],
    [
      'a template with workers',
      { apiVersion: 'ray.io/v1', kind: 'RayCluster', spec: { workerGroupSpecs: [{}, { template: POD }] } },
      'spec.workerGroupSpecs[1].template',
      'ray.io/RayCluster=spec.workerGroupSpecs.*.template',
    ],
    [
      'a PodTemplate',
      { apiVersion: 'v1', kind: 'PodTemplate', template: POD },
      'template',
      'PodTemplate=template',
    ],
    [
      'a Deployment of a version that no server has served',
      { ...DEPLOYMENT, apiVersion: 'apps/v7' },
      'spec.template',
      'apps/Deployment=spec.template',
    ],
    [
      'an OpenShift Template with a Deployment',
      { ...TEMPLATE, objects: [{ kind: 'Service', apiVersion: 'v1', spec: {} }, DEPLOYMENT] },
      'objects[1].spec.template',
      'template.openshift.io/Template=objects.*',
    ],
    [
      'an OpenShift Template with a Pod',
      { ...TEMPLATE, objects: [{ apiVersion: 'v1', kind: 'Pod', ...POD }] },
      'objects[0]',
      'template.openshift.io/Template=objects.*',
    ],
    [
      'a key that no option can name',
      { apiVersion: 'a.b/v1', kind: 'Tasks', spec: { 'x.y/z': { template: POD } } },
      'spec."x.y/z".template',
      'a.b/Tasks=spec.*.template',
    ],
  ])('is found in %s, and the option in the warning injects it', (_, manifest, path, option) => {
    const { text, pods, warnings } = run(manifest);
    expect({ text, pods }).toEqual({ text: JSON.stringify(manifest), pods: 0 });
    expect(warnings).toEqual([expect.stringContaining(`${path}: warning: ${manifest.kind} `)]);
    expect(warnings[0]).toContain('gets no sidecar');
    expect(advised(warnings)).toEqual([option]);
    const again = run(manifest, advised(warnings));
    expect(again).toMatchObject({ pods: 1, warnings: [] });
    expect(run(again.text, advised(warnings), 'revert').text).toBe(text);
  });

  it('is found below an object of another unknown kind, and takes an option for each', () => {
    const manifest = { ...TEMPLATE, objects: [DEPLOYMENT, ROLLOUT] };
    const { warnings } = run(manifest);
    expect(warnings.map((text) => advised([text]))).toEqual([
      ['template.openshift.io/Template=objects.*'],
      ['template.openshift.io/Template=objects.*', 'argoproj.io/Rollout=spec.template'],
    ]);
    const first = run(manifest, advised(warnings).slice(0, 1));
    expect(first.pods).toBe(1);
    expect(advised(first.warnings)).toEqual(['argoproj.io/Rollout=spec.template']);
    expect(run(manifest, advised(warnings))).toMatchObject({ pods: 2, warnings: [] });
  });

  it('is found in the items of a list', () => {
    const { warnings } = run({ apiVersion: 'v1', kind: 'List', items: [DEPLOYMENT, ROLLOUT] });
    expect(warnings).toEqual([
      expect.stringMatching(/^items\[1\]\.spec\.template: warning: Rollout shop\/web gets no sidecar/),
    ]);
  });

  it('is found where a known path leads to the others of its kind', () => {
    const cluster = {
      apiVersion: 'ray.io/v1',
      kind: 'RayCluster',
      metadata: { name: 'ray' },
      spec: {
        headGroupSpec: { template: POD },
        workerGroupSpecs: [{ template: POD }, { template: POD }],
      },
    };
    const head = 'ray.io/RayCluster=spec.headGroupSpec.template';
    const workers = 'ray.io/RayCluster=spec.workerGroupSpecs.*.template';
    const { warnings } = run(cluster, [head]);
    expect(warnings).toEqual([expect.stringContaining('2 templates')]);
    expect(advised(warnings)).toEqual([workers]);
    expect(run(cluster, [head, workers])).toMatchObject({ pods: 3, warnings: [] });
  });

  it('stays without a word where its pods want no sidecar, or have one', () => {
    const metadata = { annotations: { 'sidecar.istio.io/inject': 'false' } };
    expect(run({ ...ROLLOUT, spec: { template: { ...POD, metadata } } }).warnings).toEqual([]);
    const hostNetwork = { spec: { ...POD.spec, hostNetwork: true } };
    expect(run({ ...ROLLOUT, spec: { template: hostNetwork } }).warnings).toEqual([]);
    const namespace = { name: 'web', namespace: 'kube-system' };
    expect(run({ ...ROLLOUT, metadata: namespace }).warnings).toEqual([]);
    const { text } = run(ROLLOUT, ['argoproj.io/Rollout=spec.template']);
    expect(run(text).warnings).toEqual([]);
  });

  it('is reported by --revert while it has a sidecar', () => {
    const { text } = run(ROLLOUT, ['argoproj.io/Rollout=spec.template']);
    const { warnings } = run(text, [], 'revert');
    expect(warnings).toEqual([expect.stringContaining('Rollout shop/web keeps its sidecar')]);
    expect(run(ROLLOUT, [], 'revert').warnings).toEqual([]);
  });

  it.each([
    ['a Deployment', DEPLOYMENT],
    ['a Rollout of another Deployment', { ...ROLLOUT, spec: { workloadRef: { kind: 'Deployment' } } }],
    [
      'containers that a controller adds to pods',
      { apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', spec: POD.spec },
    ],
    [
      'a pattern of a policy',
      {
        apiVersion: 'kyverno.io/v1',
        kind: 'ClusterPolicy',
        spec: {
          rules: [{ validate: { pattern: { spec: { containers: [{ name: '*', image: '!*:latest' }] } } } }],
        },
      },
    ],
    [
      'text that looks like a manifest',
      { apiVersion: 'v1', kind: 'ConfigMap', data: { a: JSON.stringify(ROLLOUT) } },
    ],
    ['nothing', ''],
    ['a list', [POD]],
  ])('is not %s', (_, manifest) => {
    expect(run(manifest).warnings).toEqual([]);
  });

  it('has no option where the object has no kind', () => {
    expect(run({ metadata: { name: 'web' }, spec: { template: POD } }).warnings).toEqual([
      'spec.template: warning: an object without a kind web gets no sidecar: its kind is not known to have pods. Write its apiVersion and kind as Kubernetes has them',
    ]);
  });

  it('repeats no credential', () => {
    const token = 'ghp_9aK2xQ7vB4mZ1tR8wL3yN6cF5hJ0dS2gXe4U';
    const { warnings } = run({
      apiVersion: 'a.b/v1',
      kind: 'Tasks',
      metadata: { name: token, namespace: token },
      spec: { [token]: { template: POD } },
    });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).not.toContain(token);
  });
});

describe('a pod template as text', () => {
  it.each([
    ['Rollout.argoproj.io=spec.template', 'argoproj.io/Rollout=spec.template'],
    ['argoproj.io/v1alpha1/Rollout=spec.template', 'argoproj.io/Rollout=spec.template'],
    ['argoproj.io/Rollout=.spec.template', 'argoproj.io/Rollout=spec.template'],
    ['argoproj.io/Rollout=$.spec.template', 'argoproj.io/Rollout=spec.template'],
    ['argoproj.io/Rollout=/spec/template', 'argoproj.io/Rollout=spec.template'],
    ['a.b/Tasks=spec.tasks[0].template', 'a.b/Tasks=spec.tasks.*.template'],
    ['a.b/Tasks=spec.tasks[*].template', 'a.b/Tasks=spec.tasks.*.template'],
  ])('has advice for %j', (text, right) => {
    expect(podTemplateOf(text)).toBeUndefined();
    expect(podTemplateFix(text)).toBe(`Write ${right}`);
  });

  it.each(['', '=', 'Rollout', 'a/b/c', `${'a'.repeat(100_000)}=b`, `A=${'b.'.repeat(100_000)}`])(
    'has no advice for %.20j',
    (text) => {
      expect(podTemplateOf(text)).toBeUndefined();
      expect(podTemplateFix(text)).toBeUndefined();
    },
  );
});
