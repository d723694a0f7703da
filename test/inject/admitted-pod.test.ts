import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admittedPod } from '../../src/inject/admitted-pod';
import { findPods } from '../../src/inject/find-pods';
import type { PodView } from '../../src/inject/injector';
import { WORKLOAD_KINDS } from '../../src/inject/workload-kinds';

const METADATA = { name: 'web', generateName: '', namespace: 'shop', labels: {}, annotations: {} };

function specOf(spec: PodView['spec']): Readonly<Record<string, unknown>> {
  return admittedPod({ metadata: METADATA, spec }).spec;
}

function containerOf(container: object): unknown {
  const { containers } = specOf({ containers: [container] });
  return Array.isArray(containers) ? containers[0] : undefined;
}

function metadataOf(manifest: object): unknown {
  return findPods(manifest, WORKLOAD_KINDS).map(({ view }) => admittedPod(view).metadata);
}

const anyOf = (...fields: string[]) => fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
const anyContainers = fc.oneof(
  fc.array(anyOf('image', 'ports', 'livenessProbe', 'lifecycle', 'resources')),
  fc.jsonValue(),
);
const anySpec = fc
  .tuple(
    anyOf('tolerations', 'priority', 'priorityClassName', 'serviceAccount'),
    fc.dictionary(fc.constantFrom('containers', 'initContainers'), anyContainers),
  )
  .map((parts): PodView['spec'] => Object.assign({}, ...parts));

const template = { metadata: { name: 'ignored' }, spec: {} };

// test/e2e/admitted-pod.test.ts compares this with the requests of real API servers.
describe('a pod as an injector sees it', () => {
  it.each([
    [{ serviceAccountName: 'web' }, 'web'],
    [{ serviceAccount: 'web' }, 'web'],
    [{ serviceAccount: 'old', serviceAccountName: 'web' }, 'web'],
    [{ serviceAccount: 'web', serviceAccountName: '' }, 'web'],
    [{ serviceAccount: null, serviceAccountName: null }, 'default'],
    [{}, 'default'],
  ])('with the accounts %j runs as %s, under both names of the field', (spec, account) => {
    expect(specOf(spec)).toMatchObject({ serviceAccountName: account, serviceAccount: account });
  });

  it('has the defaults of a pod', () => {
    const bare = specOf({ restartPolicy: '', securityContext: null });
    expect(bare).toEqual({
      serviceAccountName: 'default',
      serviceAccount: 'default',
      dnsPolicy: 'ClusterFirst',
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
      priority: 0,
      tolerations: [
        {
          key: 'node.kubernetes.io/not-ready',
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 300,
        },
        {
          key: 'node.kubernetes.io/unreachable',
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 300,
        },
      ],
    });
  });

  it('keeps what it has', () => {
    const own = {
      dnsPolicy: 'Default',
      restartPolicy: 'Never',
      schedulerName: 'mine',
      securityContext: { fsGroup: 1 },
      terminationGracePeriodSeconds: 0,
      priority: 7,
      tolerations: [{ operator: 'Exists' }],
      nodeSelector: { disk: 'ssd' },
    };
    expect(specOf(own)).toMatchObject(own);
  });

  it.each([
    [{ priorityClassName: 'system-node-critical' }, 2_000_001_000],
    [{ priorityClassName: 'system-cluster-critical' }, 2_000_000_000],
    [{ priorityClassName: 'of-the-cluster' }, undefined],
    [{ priorityClassName: 'constructor' }, undefined],
  ])('with %j has the priority %s', (spec, priority) => {
    expect(specOf(spec).priority).toBe(priority);
  });

  it.each([
    [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }, ['unreachable']],
    [{ key: 'node.kubernetes.io/unreachable' }, ['not-ready']],
    [{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }, ['not-ready', 'unreachable']],
    [{ effect: 'NoExecute' }, []],
  ])('that tolerates %j gets tolerations for %j', (own, added) => {
    const { tolerations } = specOf({ tolerations: [own] });
    const keys = added.map((name) => ({ key: `node.kubernetes.io/${name}`, tolerationSeconds: 300 }));
    expect(tolerations).toMatchObject([own, ...keys]);
    expect(tolerations).toHaveLength(1 + added.length);
  });

  it.each([
    ['nginx', 'Always'],
    ['r.example.com:5000/a', 'Always'],
    ['a:latest', 'Always'],
    ['a:latest@sha256:0123', 'Always'],
    ['r.example.com:5000/a:1.0', 'IfNotPresent'],
    ['r/a@sha256:0123', 'IfNotPresent'],
    ['', 'IfNotPresent'],
    [undefined, 'IfNotPresent'],
  ])('pulls %s %s', (image, imagePullPolicy) => {
    expect(containerOf({ image })).toMatchObject({ imagePullPolicy });
    expect(containerOf({ image, imagePullPolicy: 'Never' })).toMatchObject({ imagePullPolicy: 'Never' });
  });

  it('has the defaults of its containers, and of its init containers', () => {
    const container = {
      name: 'web',
      image: 'a:1',
      ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }],
      livenessProbe: { httpGet: { port: 80 }, timeoutSeconds: 0 },
      readinessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 7 },
      lifecycle: {
        preStop: { httpGet: { port: 80, path: '/bye' } },
        postStart: { exec: { command: ['a'] } },
      },
      resources: { limits: { cpu: 0.5, memory: '1024Mi' }, requests: { cpu: '100m' } },
    };
    const complete = {
      ...container,
      imagePullPolicy: 'IfNotPresent',
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      ports: [
        { containerPort: 80, protocol: 'TCP' },
        { containerPort: 53, protocol: 'UDP' },
      ],
      livenessProbe: {
        httpGet: { port: 80, path: '/', scheme: 'HTTP' },
        timeoutSeconds: 1,
        periodSeconds: 10,
        successThreshold: 1,
        failureThreshold: 3,
      },
      readinessProbe: {
        tcpSocket: { port: 'http' },
        timeoutSeconds: 1,
        periodSeconds: 7,
        successThreshold: 1,
        failureThreshold: 3,
      },
      lifecycle: {
        preStop: { httpGet: { port: 80, path: '/bye', scheme: 'HTTP' } },
        postStart: { exec: { command: ['a'] } },
      },
      resources: { limits: { cpu: '500m', memory: '1Gi' }, requests: { cpu: '100m', memory: '1Gi' } },
    };
    const spec = specOf({ containers: [container], initContainers: [container] });
    expect(spec).toMatchObject({ containers: [complete], initContainers: [complete] });
  });

  it.each([
    [{ kind: 'Deployment', apiVersion: 'apps/v1', spec: { template } }, '', ''],
    [
      { kind: 'Deployment', apiVersion: 'apps/v1', metadata: { name: 'web' }, spec: { template } },
      '',
      'web-',
    ],
    [{ kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web' }, spec: {} }, 'web', ''],
    [{ kind: 'Pod', apiVersion: 'v1', metadata: { generateName: 'web-' }, spec: {} }, '', 'web-'],
  ])('of %j has the name that its creator gives it', (manifest, name, generateName) => {
    expect(metadataOf(manifest)).toMatchObject([{ name, generateName, namespace: 'default' }]);
  });

  it('is in the namespace of its workload', () => {
    const metadata = { name: 'web', namespace: 'shop' };
    const workload = { kind: 'Deployment', apiVersion: 'apps/v1', metadata, spec: { template } };
    expect(metadataOf(workload)).toMatchObject([{ namespace: 'shop' }]);
  });

  it('comes of any value, leaves that value as it is, and is the same the second time', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const before = structuredClone(spec);
        const once = specOf(spec);
        expect(spec).toEqual(before);
        expect(specOf(once)).toEqual(once);
      }),
    );
  });
});
