import { changed, meshOf } from '../../../doctor/fake-cluster';
import { describeChecks, healthy, without } from './case';

const withData = (name: string, data: object) =>
  changed(healthy, 'ConfigMap', name, (object) => ({ ...object, data }));

describeChecks(
  ['mesh-config', 'injection-config', 'citadel', 'sidecar-injector'],
  [
    {
      check: 'mesh-config',
      when: 'it is missing',
      objects: without('ConfigMap', 'istio'),
      status: 'broken',
      says: 'no ConfigMap istio-system/istio',
    },
    {
      check: 'mesh-config',
      when: 'it differs',
      objects: withData('istio', { mesh: 'other: true\n' }),
      status: 'broken',
      says: 'first in line 1 of mesh',
    },
    {
      check: 'mesh-config',
      when: 'its key is missing',
      objects: withData('istio', {}),
      status: 'broken',
      says: 'has no key mesh',
    },
    {
      check: 'injection-config',
      when: 'it differs',
      objects: withData('istio-sidecar-injector', { config: 'policy: enabled\n' }),
      status: 'broken',
      says: 'first in line 2 of config',
    },
    {
      check: 'injection-config',
      when: 'it is left to the user and missing',
      mesh: meshOf(', sidecarInjector: { template: false }'),
      status: 'broken',
      says: 'so the injector does not start',
    },
    {
      check: 'citadel',
      when: 'it is missing',
      objects: without('Deployment', 'istio-citadel'),
      status: 'broken',
      says: 'no Deployment istio-system/istio-citadel',
    },
    {
      check: 'citadel',
      when: 'no pod is available',
      objects: changed(healthy, 'Deployment', 'istio-citadel', ({ status: _, ...object }) => object),
      status: 'broken',
      says: 'has no pod that is available',
    },
    {
      check: 'sidecar-injector',
      when: 'it is scaled to nothing',
      objects: changed(healthy, 'Deployment', 'istio-sidecar-injector', (object) => ({
        ...object,
        spec: { ...(object.spec as object), replicas: 0 },
      })),
      status: 'warning',
      says: 'has 0 replicas: no pod starts in injected namespaces',
    },
    {
      check: 'sidecar-injector',
      when: 'some pods are missing',
      objects: changed(healthy, 'Deployment', 'istio-sidecar-injector', (object) => ({
        ...object,
        spec: { ...(object.spec as object), replicas: 2 },
      })),
      status: 'warning',
      says: 'has 1 of 2 pods available',
    },
    {
      check: 'sidecar-injector',
      when: 'it runs another image',
      objects: changed(healthy, 'Deployment', 'istio-sidecar-injector', (object) => ({
        ...object,
        spec: { replicas: 1, template: { spec: { containers: [{ image: 'istio/old:1' }] } } },
      })),
      status: 'warning',
      says: 'runs the image istio/old:1, and mesh.yaml says docker.io/istio/sidecar_injector:1.0.9',
    },
  ],
);
