import { App, Yaml } from 'cdk8s';
import fc from 'fast-check';
import { load, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { MANAGED_BY, MANAGED_BY_LABEL } from '../../src/kubernetes/labels';
import { hostAndPort } from '../../src/kubernetes/network';
import { storedResources } from '../../src/kubernetes/quantity';
import type { MeshInput10 } from '../../src/lines/istio-1.0/input';
import type { Mesh10, Remote10 } from '../../src/lines/istio-1.0/mesh';
import { hasEndpoints } from '../../src/lines/istio-1.0/options/pilot-service';
import { RemoteCluster } from '../../src/lines/istio-1.0/remote-cluster';
import { outputOf } from '../../src/lines/mesh-output';
import { checkMesh } from '../../src/lines/read-mesh';
import { meshFiles } from '../../src/output/mesh-files';
import { isOwnFile } from '../../src/output/own-files';
import { LAWS, REMOTE_LAWS, violations } from '../golden/invariants';
import { find, type KubernetesObject } from '../golden/manifests';
import { meshInput } from '../mesh/arbitrary-mesh';

const runs = { numRuns: 5 };

function meshOf(input: MeshInput10): Mesh10 {
  const { mesh, problems } = checkMesh(input);
  if (mesh?.line !== '1.0') throw new Error(JSON.stringify(problems));
  return mesh;
}

const mesh = meshInput.map(meshOf);

interface Pod {
  readonly priorityClassName?: string;
  readonly containers: readonly { readonly resources?: unknown }[];
}

/** Each remote of a mesh with the text of its file and the objects in it. */
function remoteFiles(of: Mesh10): { remote: Remote10; text: string; objects: KubernetesObject[] }[] {
  const files = new Map([...meshFiles(outputOf(of))].map(({ path, text }) => [path, text]));
  return of.remotes.map((remote) => {
    const text = files.get(`${remote.name}/istio-remote.k8s.yaml`) ?? '';
    return { remote, text, objects: loadAll(text) as KubernetesObject[] };
  });
}

/** Parses the text below a key of a ConfigMap as YAML. */
function inConfigMap(objects: readonly KubernetesObject[], name: string, key: string): unknown {
  const { data } = find(objects, 'ConfigMap', name) as KubernetesObject & { data: Record<string, string> };
  return load(data[key] ?? '');
}

describe('meshFiles', () => {
  it('writes YAML that two readers read alike', () => {
    fc.assert(
      fc.property(mesh, (any) => {
        for (const { text } of meshFiles(outputOf(any))) {
          expect(loadAll(text)).toEqual(parseAllDocuments(text).map((document) => document.toJS()));
        }
      }),
      runs,
    );
  });

  it('keeps the laws of every file of manifests', () => {
    // Not for all: a static caBundle and the user's own ConfigMap are options.
    const {
      theWebhookLeavesItsCertificateToTheInjector: _,
      deploymentsUseAccountsAndConfigMapsOfTheFile: withTemplate,
      ...laws
    } = LAWS;
    fc.assert(
      fc.property(mesh, (any) => {
        for (const { path, text } of meshFiles(outputOf(any))) {
          expect(violations(text, laws)).toEqual([]);
          expect(isOwnFile(path, text)).toBe(true);
        }
        for (const { remote, text } of remoteFiles(any)) {
          expect(violations(text, REMOTE_LAWS)).toEqual([]);
          if (remote.sidecarInjector.template) expect(violations(text, { withTemplate })).toEqual([]);
        }
      }),
      runs,
    );
  });

  it('ends with the webhook exactly when the injector is on, and begins with the namespace of Istio', () => {
    fc.assert(
      fc.property(mesh, (any) => {
        for (const { remote, objects } of remoteFiles(any)) {
          expect(objects[0]?.metadata.name).toBe(any.primary.namespace);
          const isLast = objects.at(-1)?.kind === 'MutatingWebhookConfiguration';
          expect(isLast).toBe(remote.sidecarInjector.enabled);
        }
      }),
      runs,
    );
  });

  it('marks every object as its own, except for the namespaces of applications', () => {
    fc.assert(
      fc.property(mesh, (any) => {
        for (const { remote, objects } of remoteFiles(any)) {
          const foreign = objects.filter(
            ({ metadata: { labels = {} } }) => labels[MANAGED_BY_LABEL] !== MANAGED_BY,
          );
          expect(foreign.map(({ metadata }) => metadata.name)).toEqual(remote.injectedNamespaces);
          expect(foreign.every(({ kind }) => kind === 'Namespace')).toBe(true);
        }
      }),
      runs,
    );
  });

  it('never puts a host name into Endpoints', () => {
    fc.assert(
      fc.property(mesh, (any) => {
        for (const { remote, objects } of remoteFiles(any)) {
          const addresses = objects.flatMap(({ subsets = [] }) =>
            subsets.flatMap((subset) => subset.addresses),
          );
          const { pilot } = any.primary.addresses;
          expect(addresses).toEqual(hasEndpoints(remote.pilotService, pilot) ? [{ ip: pilot }] : []);
          for (const { ip } of addresses) expect(ip).toMatch(/^[\d.]+$|:/);
        }
      }),
      runs,
    );
  });

  it('writes the same bytes again', () => {
    fc.assert(
      fc.property(meshInput, (input) => {
        expect([...meshFiles(outputOf(meshOf(structuredClone(input))))]).toEqual([
          ...meshFiles(outputOf(meshOf(input))),
        ]);
      }),
      runs,
    );
  });

  it('writes the same file for a cluster alone as among others', () => {
    fc.assert(
      fc.property(mesh, (any) => {
        const all = [...meshFiles(outputOf(any))];
        const alone = [any.primary, ...any.remotes].flatMap(({ name }) => [
          ...meshFiles(outputOf(any), [name]),
        ]);
        expect(alone).toEqual(all);
      }),
      runs,
    );
  });

  it('passes addresses, texts and numbers on to the mesh config', () => {
    fc.assert(
      fc.property(mesh, (any) => {
        const { policy, telemetry, zipkin, pilot } = any.primary.addresses;
        for (const { remote, objects } of remoteFiles(any)) {
          const { statsd, accessLogFile } = remote.proxy;
          const secure = any.security.controlPlaneMutualTls;
          const host = remote.pilotService ? `istio-pilot.${any.primary.namespace}` : pilot;
          const config = inConfigMap(objects, 'istio', 'mesh') as Record<string, unknown>;
          expect(config).toMatchObject({
            accessLogFile,
            defaultConfig: {
              discoveryAddress: hostAndPort(host, secure ? 15005 : 15007),
              controlPlaneAuthPolicy: secure ? 'MUTUAL_TLS' : 'NONE',
              ...(zipkin === undefined ? {} : { zipkinAddress: hostAndPort(zipkin, 9411) }),
              ...(statsd.enabled ? { statsdUdpAddress: `${statsd.host}:${statsd.port}` } : {}),
            },
            ...(policy === undefined ? {} : { mixerCheckServer: hostAndPort(policy, 15004) }),
            ...(telemetry === undefined ? {} : { mixerReportServer: hostAndPort(telemetry, 15004) }),
          });
        }
      }),
      runs,
    );
  });

  it('passes images, resources and scheduling on to the Deployments', () => {
    fc.assert(
      fc.property(mesh, (any) => {
        for (const { remote, objects } of remoteFiles(any)) {
          const { images, citadel, scheduling } = remote;
          const resources = [citadel.resources, scheduling.defaultResources].find(
            (each) => each !== undefined && Object.keys(each).length > 0,
          );
          const { spec } = find(objects, 'Deployment', 'istio-citadel');
          const pod = spec?.template?.spec as unknown as Pod;
          expect(spec).toHaveProperty('replicas', citadel.replicas);
          expect(pod.priorityClassName ?? '').toBe(scheduling.priorityClassName);
          expect(pod.containers).toMatchObject([
            { image: `${images.hub}/${citadel.image}:${images.tag}`, imagePullPolicy: images.pullPolicy },
          ]);
          expect(pod.containers[0]?.resources ?? {}).toEqual(storedResources(resources ?? {}));
          const account = find(objects, 'ServiceAccount', 'istio-citadel-service-account');
          const secrets = images.pullSecrets.map((name) => ({ name }));
          expect((account as { imagePullSecrets?: unknown }).imagePullSecrets ?? []).toEqual(secrets);
        }
      }),
      runs,
    );
  });

  it('passes images, ranges and ports on to the injection template', () => {
    fc.assert(
      fc.property(mesh, (any) => {
        for (const { remote, objects } of remoteFiles(any)) {
          if (!remote.sidecarInjector.template) continue;
          const { images, proxy } = remote;
          const config = inConfigMap(objects, 'istio-sidecar-injector', 'config') as Record<string, string>;
          expect(config.policy).toBe(proxy.injection);
          const { zipkin } = any.primary.addresses;
          expect(config.template?.includes('--zipkinAddress')).toBe(zipkin !== undefined);
          const quotedTexts = [
            `${images.hub}/${proxy.image}:${images.tag}`,
            `${images.hub}/${proxy.initImage}:${images.tag}`,
            proxy.domain,
            proxy.includeIpRanges,
            proxy.excludeIpRanges,
            proxy.includeInboundPorts ?? '',
            proxy.excludeInboundPorts,
          ].filter((text) => text !== '');
          for (const text of quotedTexts) expect(config.template).toContain(JSON.stringify(text));
        }
      }),
      runs,
    );
  });
});

describe('RemoteCluster', () => {
  it('makes the objects, and cdk8s prints the bytes, that the mesh with the same options gives', () => {
    fc.assert(
      fc.property(meshInput, ({ defaults: _, ...input }) => {
        for (const { path, text } of meshFiles(outputOf(meshOf(input)))) {
          const remote = input.remotes.find(({ name }) => path.startsWith(`${name}/`));
          if (remote === undefined) continue;
          const { name, apiServer, podCidrs, serviceCidrs, ...options } = remote;
          const { addresses, namespace } = input.primary;
          const chart = new RemoteCluster(new App(), name, {
            istio: input.istio,
            addresses,
            ...(namespace === undefined ? {} : { namespace }),
            ...(input.security === undefined ? {} : { security: input.security as Mesh10['security'] }),
            ...options,
          });
          const objects: unknown[] = chart.toJson();
          expect(parseAllDocuments(text).map((document) => document.toJS())).toEqual(objects);
          const printed = objects.map((object) => `---\n${Yaml.stringify(object)}`).join('');
          if (isPrintedAlike(objects, printed)) expect(text).toBe(printed);
        }
      }),
      runs,
    );
  });
});

/** Whether every reader gets back cdk8s's text. Otherwise our printer differs on purpose. */
function isPrintedAlike(objects: readonly unknown[], printed: string): boolean {
  const parts = printed.split(/^---\n/m).slice(1);
  return objects.every((object, index) => {
    const read: unknown = parse(parts[index] ?? '', { version: '1.1' });
    return JSON.stringify(read) === JSON.stringify(object);
  });
}
