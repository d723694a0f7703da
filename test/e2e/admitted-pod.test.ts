import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admittedPod } from '../../src/inject/admitted-pod';
import { findPods } from '../../src/inject/find-pods';
import { WORKLOAD_KINDS } from '../../src/inject/workload-kinds';
import { isMap } from '../../src/is-map';
import { ApiServer, apiServerFor } from './api-server';
import { type PodReviews, type ReviewedPod, startPodReviews } from './reviewed-pods';

const DIGEST = `sha256:${'a'.repeat(64)}`;

/** As little as possible, so that the server fills in every default. */
const SPECS: Readonly<Record<string, object>> = {
  bare: { containers: [{ name: 'web', image: 'nginx' }] },
  'old-account': { serviceAccount: 'web', containers: [{ name: 'web', image: 'a:latest' }] },
  'both-accounts': {
    serviceAccount: 'other',
    serviceAccountName: 'web',
    containers: [{ name: 'web', image: 'a:1' }],
  },
  scheduled: {
    priorityClassName: 'system-node-critical',
    tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' }],
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'web', image: `r.example.com:5000/a@${DIGEST}` }],
  },
  filled: {
    initContainers: [{ name: 'first', image: `a:latest@${DIGEST}`, resources: { limits: { cpu: 1 } } }],
    containers: [
      {
        name: 'web',
        image: 'r.example.com:5000/a',
        ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }],
        resources: { limits: { cpu: 0.5, memory: '1024Mi' }, requests: { cpu: '100m' } },
        livenessProbe: { httpGet: { port: 80 } },
        readinessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 7 },
        lifecycle: { preStop: { httpGet: { port: 80 } }, postStart: { exec: { command: ['true'] } } },
        env: [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      },
    ],
    volumes: [{ name: 'empty' }, { name: 'secret', secret: { secretName: 'a' } }],
  },
};

function podOf(app: string, spec: object) {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: `${app}-`, labels: { app } }, spec };
}

function workloadOf(kind: string, apiVersion = 'apps/v1') {
  const app = kind.toLowerCase();
  const labels = { app };
  const pod = {
    serviceAccount: 'web',
    restartPolicy: 'Always',
    containers: [{ name: 'web', image: 'nginx' }],
  };
  const template = { metadata: { name: 'ignored', labels }, spec: pod };
  const service = kind === 'StatefulSet' ? { serviceName: app } : {};
  const spec = { ...service, selector: { matchLabels: labels }, template };
  return { apiVersion, kind, metadata: { name: app }, spec };
}

/** By the label `app` of their pods. */
const WORKLOADS: Readonly<Record<string, object>> = {
  ...Object.fromEntries(Object.entries(SPECS).map(([app, spec]) => [app, podOf(app, spec)])),
  ...Object.fromEntries(
    ['Deployment', 'ReplicaSet', 'StatefulSet'].map((kind) => [kind.toLowerCase(), workloadOf(kind)]),
  ),
};

const ACCOUNTS = [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web' } }];

/** The path of each account's token. Only the cluster knows the name of its volume. */
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Fields that Istio 1.0's injector does not read, or that a controller sets for each pod. */
const UNSEEN = [
  'enableServiceLinks',
  'preemptionPolicy',
  'containers.*.env.*.valueFrom.fieldRef.apiVersion',
  'volumes.*.emptyDir',
  'volumes.*.secret.defaultMode',
  'hostname',
  'subdomain',
];

function withoutToken(spec: ReviewedPod['object']['spec']) {
  const names = new Set<string>();
  const text = JSON.stringify(spec, (key, value) => {
    if (key !== 'volumeMounts') return value;
    const kept = value.filter((mount: { mountPath: string; name: string }) => {
      if (mount.mountPath === TOKEN_PATH) names.add(mount.name);
      return mount.mountPath !== TOKEN_PATH;
    });
    return kept.length > 0 ? kept : undefined;
  });
  const bare = JSON.parse(text);
  const volumes = (bare.volumes ?? []).filter(({ name }: { name: string }) => !names.has(name));
  return { ...bare, volumes: volumes.length > 0 ? volumes : undefined };
}

/** Returns the paths that only the first value has, with `*` for every item of a list. Empty maps do not count. */
function pathsBeyond(more: unknown, less: unknown, path: string): string[] {
  if (Array.isArray(more))
    return more.flatMap((item, index) =>
      pathsBeyond(item, Array.isArray(less) ? less[index] : undefined, `${path}.*`),
    );
  if (isMap(more) && (isMap(less) || less === undefined) && Object.keys(more).length > 0)
    return Object.entries(more).flatMap(([key, inner]) =>
      pathsBeyond(inner, isMap(less) ? less[key] : undefined, path === '' ? key : `${path}.${key}`),
    );
  return less === undefined && more !== undefined && path !== 'containers.*.resources' ? [path] : [];
}

for (const line of ['1.0', 'current'] as const) {
  const binaries = apiServerFor(line);

  describe.skipIf(binaries === undefined)(`the pod that an API server for Istio ${line} sends`, () => {
    let server: ApiServer;
    let reviews: PodReviews;

    beforeAll(async () => {
      if (binaries === undefined) return;
      const controllers = ['deployment', 'replicaset', 'statefulset'];
      [server, reviews] = [await ApiServer.start(binaries, { controllers }), await startPodReviews()];
      for (const items of [ACCOUNTS, [reviews.configuration], Object.values(WORKLOADS)]) {
        const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
        const { code, stderr } = await server.kubectlBeside(['create', '--filename', '-'], list);
        expect(code, stderr).toBe(0);
      }
    });

    afterAll(() => {
      server?.stop();
      reviews?.close();
    });

    async function sent(app: string): Promise<ReviewedPod> {
      const find = () => reviews.pods.find(({ object }) => object.metadata.labels?.app === app);
      await expect.poll(find, { timeout: 60_000 }).toBeDefined();
      return find() as ReviewedPod;
    }

    it.each(Object.keys(WORKLOADS))(
      'has all that injection by hand shows to the template: %s',
      async (app) => {
        const { namespace, object } = await sent(app);
        const [found] = findPods(WORKLOADS[app], WORKLOAD_KINDS);
        if (found === undefined) throw new Error('no pod');
        const { metadata, spec } = admittedPod(found.view);
        const real = withoutToken(object.spec);
        expect(real).toMatchObject(spec);
        expect(namespace).toBe(metadata.namespace);
        expect(object.metadata.labels).toMatchObject(metadata.labels);
        expect(object.metadata.generateName).toMatch(new RegExp(`^${metadata.generateName}`));
        expect(object.metadata.name).toBe(app === 'statefulset' ? 'statefulset-0' : undefined);
        expect(UNSEEN).toEqual(expect.arrayContaining(pathsBeyond(real, spec, '')));
      },
    );
  });
}
