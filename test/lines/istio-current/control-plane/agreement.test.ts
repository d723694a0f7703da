import { describe, expect, it } from 'vitest';
import { type ShownIn, says } from '../../../../src/control-plane/setting';
import { fieldAt } from '../../../../src/kubernetes/fields';
import { KINDS_OF_CHARTS } from '../../../../src/lines/istio-current/control-plane/argocd';
import { istiodSettings } from '../../../../src/lines/istio-current/control-plane/settings';
import type { MeshCurrent } from '../../../../src/lines/istio-current/mesh';
import type { HelmValue } from '../../../../src/migrate/helm-values/helm-value';
import { asMap, asMaps, type KubeObject } from '../../../chart-objects';
import { istioOf } from '../parity/cases';
import { synthObjects } from '../parity/comparison';
import { RELEASES } from '../parity/releases';
import { AMBIENT, CASES } from './cases';
import {
  COMMITTED,
  casesOf,
  meshOf,
  RENDERED,
  type RenderedControlPlane,
  renderedControlPlanes,
  titleOf,
  valuesByChart,
} from './rendered';

function shownValue(shown: ShownIn, rendered: RenderedControlPlane): unknown {
  if ('variable' in shown) return rendered.variables[shown.variable];
  if ('meshConfig' in shown) return fieldAt(rendered.meshConfig, ...shown.meshConfig.split('.'));
  if ('injectorValues' in shown) return fieldAt(rendered.injectorValues, ...shown.injectorValues.split('.'));
  return undefined;
}

const named = (objects: readonly KubeObject[], kind: string) =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => asMap(metadata));

function wrongSettings(mesh: MeshCurrent, rendered: RenderedControlPlane): string[] {
  return istiodSettings(mesh, only(mesh.revisions)).flatMap((setting) =>
    (setting.shown ?? []).flatMap((shown) => {
      const got = shownValue(shown, rendered) ?? setting.otherwise ?? '';
      return says(setting, got as HelmValue) ? [] : [`${setting.value}: ${JSON.stringify({ shown, got })}`];
    }),
  );
}

function notPermitted({ kinds }: RenderedControlPlane): string[] {
  const { clusterKinds, namespacedKinds } = KINDS_OF_CHARTS;
  const permitted = [...clusterKinds, ...namespacedKinds].map(({ kind }) => kind);
  return kinds.filter((kind) => !permitted.includes(kind));
}

/** Returns the result of a function, computed at the first call. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const only = <T>([first]: readonly T[]): T => {
  if (first === undefined) throw new Error('nothing found');
  return first;
};

describe.each(RELEASES)('istiod of %s, installed with the printed values', (release) => {
  describe.each(CASES)('in a mesh with $name', ({ name, mesh: text }) => {
    const mesh = meshOf(release, text);
    const rendered = () => COMMITTED[titleOf(release, name)] as RenderedControlPlane;
    const file = `istio: ${istioOf(release)}\n${text}`;
    const remote = once(() => synthObjects(file, 'eu'));
    const primary = once(() => synthObjects(file, 'hq'));

    it('was rendered with these values', () => {
      expect(valuesByChart(mesh), 'run `node build/chart-hashes.mjs CLONE`').toEqual(rendered().values);
    });

    it('shows every setting with the value of mesh.yaml', () => {
      expect(wrongSettings(mesh, rendered())).toEqual([]);
    });

    it('may write into the remote, whose namespace names it', () => {
      const { CLUSTER_ID, EXTERNAL_ISTIOD } = rendered().variables;
      const namespace = only(named(remote(), 'Namespace').filter((one) => one.name === rendered().namespace));
      expect(asMap(namespace.annotations)['topology.istio.io/controlPlaneClusters']).toBe(CLUSTER_ID);
      expect(EXTERNAL_ISTIOD).toBe('true');
    });

    it('has the Service of the remote, with its ports', () => {
      const service = only(
        remote().filter(
          ({ kind, metadata }) => kind === 'Service' && String(asMap(metadata).name).startsWith('istiod'),
        ),
      );
      const own = rendered().services[String(asMap(service.metadata).name)] ?? [];
      const ports = asMaps(asMap(service.spec).ports);
      expect(own).toEqual(
        expect.arrayContaining(ports.map(({ port, targetPort = port }) => `${port}→${targetPort}`)),
      );
    });

    it('sends sidecars to that Service', () => {
      const { discoveryAddress } = asMap(rendered().meshConfig.defaultConfig);
      const services = named(remote(), 'Service').map((one) => `${one.name}.${one.namespace}.svc:15012`);
      expect(services).toContain(discoveryAddress);
    });

    it('patches the webhooks of the remote, which carry its revision', () => {
      const revisions = named(remote(), 'MutatingWebhookConfiguration').map(
        ({ labels }) => asMap(labels)['istio.io/rev'],
      );
      expect(revisions.length).toBeGreaterThan(0);
      expect(new Set(revisions)).toEqual(new Set([rendered().variables.REVISION]));
    });

    it('has the webhooks of the remote by name: one for the revision, one for each tag', () => {
      const names = named(remote(), 'MutatingWebhookConfiguration').map((one) => one.name);
      expect([...rendered().webhooks].sort()).toEqual(names.sort());
    });

    it('has a certificate for every host that API servers of remotes call', () => {
      const covered = rendered().variables.ISTIOD_CUSTOM_HOST?.split(',') ?? [];
      const urls = remote()
        .filter(({ kind }) => String(kind).endsWith('WebhookConfiguration'))
        .flatMap(({ webhooks }) => asMaps(webhooks).map(({ clientConfig }) => asMap(clientConfig).url))
        .filter((url) => url !== undefined);
      expect(
        urls.map((url) => new URL(String(url)).hostname).filter((host) => !covered.includes(host)),
      ).toEqual([]);
    });

    it('knows its network by the name that its namespace has', () => {
      const namespace = named(primary(), 'Namespace').find((one) => one.name === rendered().namespace);
      const label = asMap(namespace?.labels ?? {})['topology.istio.io/network'];
      const injected = fieldAt(rendered().injectorValues, 'global', 'network');
      expect(injected === '' ? undefined : injected).toBe(label);
    });

    it('is behind the routes of the primary', () => {
      const routes = primary().filter(({ kind }) => kind === 'VirtualService');
      const hosts = JSON.stringify(routes).match(/istiod[\w-]*\.[\w-]+\.svc/g) ?? [];
      const services = Object.keys(rendered().services).map(
        (service) => `${service}.${rendered().namespace}.svc`,
      );
      expect(hosts.filter((host) => !services.includes(host))).toEqual([]);
      expect(services).toContain(`${rendered().validator}.${rendered().namespace}.svc`);
    });

    it('has no object that the project for Argo CD does not permit', () => {
      expect(notPermitted(rendered())).toEqual([]);
    });
  });
});

describe.each(RELEASES.filter((release) => casesOf(release).includes(AMBIENT)))(
  'ambient mode of %s, installed with the printed values',
  (release) => {
    const mesh = meshOf(release, AMBIENT.mesh);
    const rendered = () => COMMITTED[titleOf(release, AMBIENT.name)] as RenderedControlPlane;
    const primary = () => synthObjects(`istio: ${istioOf(release)}\n${AMBIENT.mesh}`, 'hq');

    it('was rendered with these values', () => {
      expect(valuesByChart(mesh), 'run `node build/chart-hashes.mjs CLONE`').toEqual(rendered().values);
    });

    it('shows every setting with the value of mesh.yaml', () => {
      expect(wrongSettings(mesh, rendered())).toEqual([]);
    });

    it('has ztunnel in the cluster and the network of istiod, at its revision', () => {
      const { ztunnel, variables } = rendered();
      expect(ztunnel.ISTIO_META_CLUSTER_ID).toBe(variables.CLUSTER_ID);
      expect(ztunnel.XDS_ADDRESS).toBe(`istiod-${variables.REVISION}.istio-system.svc:15012`);
      expect(ztunnel.RUST_LOG).toBe('debug');
      const [namespace] = named(primary(), 'Namespace').filter((one) => one.name === 'istio-system');
      expect(ztunnel.NETWORK).toBe(asMap(namespace?.labels)['topology.istio.io/network']);
    });

    it('leads the pods of labelled namespaces to ztunnel', () => {
      expect(rendered().cni).toMatchObject({ AMBIENT_ENABLED: 'true' });
      const labelled = named(primary(), 'Namespace').map(
        ({ labels = {} }) => asMap(labels)['istio.io/dataplane-mode'],
      );
      expect(labelled).toContain('ambient');
    });

    it('makes the Services global that carry the label of shared ones', () => {
      const [scope] = asMaps(rendered().meshConfig.serviceScopeConfigs);
      expect(scope).toMatchObject({
        scope: 'GLOBAL',
        servicesSelector: { matchExpressions: [{ key: 'istio.io/global', values: ['true'] }] },
      });
    });

    it('has no object that the project for Argo CD does not permit', () => {
      expect(notPermitted(rendered())).toEqual([]);
    });
  },
);

it('the committed renderings are those of the charts at hand', async () => {
  await expect(`${JSON.stringify(renderedControlPlanes(), undefined, 2)}\n`).toMatchFileSnapshot(RENDERED);
});
