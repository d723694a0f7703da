import fc from 'fast-check';
import type { ClusterModel, PageModel } from '../../src/page/page-model';
import { codePoint } from '../code-point';
import { HOSTILE, HOSTILE_TEXTS } from './hostile-model';

const anyText = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: codePoint, maxLength: 80 }));
/** Few networks, or a text each. */
const anyNetwork = fc.oneof(fc.constantFrom('net-a', 'net-b', 'net-c', undefined), anyText);

const anyCluster: fc.Arbitrary<ClusterModel> = fc.record({
  name: anyText,
  kubernetes: anyText,
  podCidrs: fc.array(anyText, { maxLength: 4 }),
  serviceCidrs: fc.array(anyText, { maxLength: 4 }),
  apiServer: fc.option(anyText, { nil: undefined }),
  network: anyNetwork,
  injection: anyText,
  namespaces: fc.array(anyText, { maxLength: 4 }),
  eastWestGateway: fc.boolean(),
});

const anyEndpoint = fc.record({ name: anyText, address: anyText, ports: fc.constant([15012, 15017]) });

/** Meshes whose texts are as hostile as they can be, with so many primaries at least. */
export function anyMesh(primaries: 1 | 2): fc.Arbitrary<PageModel> {
  const anyPrimary = fc.record({
    cluster: anyCluster,
    controlPlane: fc.array(anyEndpoint, { maxLength: 3 }),
    exposedByGateway: fc.boolean(),
  });
  const anyRemote = fc.record({ cluster: anyCluster, primary: fc.nat() });
  return fc
    .record({
      listed: fc.array(anyPrimary, { minLength: primaries, maxLength: primaries === 1 ? 1 : 20 }),
      clusters: fc.array(anyRemote, { minLength: primaries === 1 ? 1 : 0, maxLength: 60 }),
      hasTraffic: fc.boolean(),
    })
    .map(({ listed, clusters, hasTraffic }) => ({
      ...HOSTILE,
      primaries: listed.map(({ cluster, ...more }) => ({
        ...cluster,
        ...more,
        eastWestGateway: cluster.eastWestGateway === true || more.exposedByGateway,
      })),
      remotes: clusters.map(({ cluster, primary }) => ({
        ...cluster,
        primary: listed[primary % listed.length]?.cluster.name ?? '',
      })),
      ...(hasTraffic ? { betweenNetworks: { port: 15443, words: 'traffic' } } : {}),
    }));
}
