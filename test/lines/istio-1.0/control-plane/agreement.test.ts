import { describe, expect, it } from 'vitest';
import { valuesOfPrimary } from '../../../../src/lines/istio-1.0/control-plane/print';
import { outputOf } from '../../../../src/lines/mesh-output';
import { meshFiles } from '../../../../src/output/mesh-files';
import { asMap, asMaps, type KubeObject, readObjects } from '../../../chart-objects';
import { CASES } from './cases';
import {
  COMMITTED,
  meshOf,
  RELEASES,
  RENDERED,
  type RenderedControlPlane,
  renderedControlPlanes,
  titleOf,
} from './rendered';

/** Where each side finds Mixer, Pilot and Zipkin: the primary by its Services, a remote by their addresses. */
const ADDRESSES = ['mixerCheckServer', 'mixerReportServer'];
const PROXY_ADDRESSES = ['discoveryAddress', 'zipkinAddress'];

const without = (map: KubeObject, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));

describe.each(RELEASES)('the control plane of %s, installed with the printed values', (release) => {
  describe.each(CASES)('in a mesh that is $name', ({ name, mesh: text }) => {
    const mesh = meshOf(release, text);
    const rendered = () => COMMITTED[titleOf(release, name)] as RenderedControlPlane;
    const made = new Map<string, KubeObject[]>();
    const objectsOf = (cluster: string): KubeObject[] => {
      const objects =
        made.get(cluster) ??
        [...meshFiles(outputOf(mesh), [cluster])].flatMap((file) => readObjects(file.text));
      made.set(cluster, objects);
      return objects;
    };
    const find = (kind: string, named: string) =>
      objectsOf('eu').find((object) => object.kind === kind && asMap(object.metadata).name === named);
    const argumentsOf = (deployment: string) => {
      const pod = asMap(asMap(asMap(find('Deployment', deployment)?.spec).template).spec);
      return asMaps(pod.containers).flatMap(({ args }) => args as string[]);
    };

    it('was rendered with these values', () => {
      expect(valuesOfPrimary(mesh), 'run `node build/chart-hashes.mjs CLONE`').toEqual(rendered().values);
    });

    it('has the mesh config of the remotes, except for addresses', () => {
      const remote = asMap(readObjects(String(asMap(find('ConfigMap', 'istio')?.data).mesh))[0]);
      const own = rendered().meshConfig;
      // Settings of only one side are about that side: sdsUdsPath, and fields that need an address.
      const { defaultConfig, ...top } = without(remote, ADDRESSES);
      expect(own).toMatchObject(top);
      expect(own.defaultConfig).toMatchObject(without(asMap(defaultConfig), PROXY_ADDRESSES));
      const port = (config: unknown) => String(asMap(config).discoveryAddress).split(':').at(-1);
      expect(port(own.defaultConfig)).toBe(port(defaultConfig));
    });

    it('signs as the remotes do', () => {
      const signing = (args: readonly string[]) =>
        args.filter((word) => /self-signed|cert=|key=|chain=/.test(word));
      expect(signing(rendered().citadel)).toEqual(signing(argumentsOf('istio-citadel')));
    });

    it('has the images of the remotes', () => {
      const images = objectsOf('eu').flatMap(
        (object) => JSON.stringify(object).match(/[\w./-]+\/istio\/[\w-]+:[\w.-]+/g) ?? [],
      );
      expect(new Set(images).size).toBe(4);
      expect(rendered().images).toEqual(expect.arrayContaining([...new Set(images)]));
    });

    it('injects by the same policy', () => {
      const config = String(asMap(find('ConfigMap', 'istio-sidecar-injector')?.data).config);
      expect(rendered().injection).toBe(/^policy: (\w+)$/m.exec(config)?.[1]);
    });

    it('applies for mutual TLS what synth makes for the primary', () => {
      const plain = objectsOf('hq')
        .filter(({ kind }) => ['MeshPolicy', 'DestinationRule'].includes(String(kind)))
        .map(({ metadata, ...rest }) => ({ ...rest, name: asMap(metadata).name }));
      // Without mutual TLS the chart makes services accept both, as they do without a policy.
      const strict = rendered().mutualTls.filter((object) => !JSON.stringify(object).includes('PERMISSIVE'));
      expect(plain).toEqual(strict);
      expect(strict.length).toBe(mesh.security.mutualTls ? 3 : 0);
    });
  });
});

it('the committed renderings are those of the charts at hand', async () => {
  await expect(`${JSON.stringify(renderedControlPlanes(), undefined, 2)}\n`).toMatchFileSnapshot(RENDERED);
});
