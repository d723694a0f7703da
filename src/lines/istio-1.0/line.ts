import type { Signer } from '../../certificates/signer';
import { identity } from '../../validate/cluster';
import { type Line, SCHEMA_COMMENT } from '../line';
import { CONTROL_PLANE, INGRESS_GATEWAY } from './facts/control-plane';
import { NAMES } from './facts/names';
import { isRelease10 } from './facts/releases';
import { KINDS } from './kinds';
import { membership } from './membership';
import type { Mesh10 } from './mesh';
import { pageModel } from './page-model';
import { exposureParts, primaryMutualTlsParts, remoteParts } from './parts';
import { reader } from './reader';
import { meshInjection } from './sidecar/mesh-injector';

/**
 * Citadel of Istio 1.0. It signs with the algorithm of the request, and sidecars request RSA (1.0.9,
 * security/pkg/pki/util/generate_cert.go: genCertTemplateFromCSR); Go refuses that with an EC key. It cannot parse
 * `EC PRIVATE KEY` (security/pkg/pki/util/crypto.go: ParsePemEncodedKey).
 */
const signer: Signer = {
  unfitToSign: (keyType) =>
    keyType.startsWith('rsa-')
      ? undefined
      : 'Citadel of Istio 1.0 signs with the algorithm of the request, which is RSA, and this key cannot',
  privateKeys: { reader: 'Citadel 1.0', labels: ['PRIVATE KEY', 'RSA PRIVATE KEY'] },
  unfitAsRoot: 'Envoy of Istio 1.0 follows each chain up to a certificate that signed itself',
  isInEveryCluster: true,
};

/** Istio 1.0. */
export const line: Line<Mesh10> = {
  ...reader,
  releases: [],
  kinds: KINDS,
  starterMesh: (release, topology) =>
    isRelease10(release) && topology === 'primary-remote' ? starterMesh(release) : undefined,
  *primaryFiles(mesh) {
    const cluster = mesh.primary.name;
    const mutualTls = primaryMutualTlsParts(mesh);
    if (mutualTls.length > 0) yield { cluster, name: 'mutual-tls.k8s.yaml', parts: mutualTls };
    const exposure = exposureParts(mesh);
    if (exposure.length > 0) yield { cluster, name: 'exposure.k8s.yaml', parts: exposure };
  },
  *remoteFiles(mesh, remote) {
    yield { cluster: remote.name, name: 'istio-remote.k8s.yaml', parts: remoteParts(mesh, remote) };
  },
  pageModel,
  validation: ({ primary, remotes }) => ({
    newestKubernetes: '1.21',
    primaryServices: [...Object.values(CONTROL_PLANE).map(({ service }) => service), INGRESS_GATEWAY.service],
    userObjects: new Map(
      remotes
        .filter(({ sidecarInjector }) => !sidecarInjector.template)
        .map(({ name }) => [name, [identity('', 'ConfigMap', primary.namespace, NAMES.sidecarInjector)]]),
    ),
  }),
  membership: () => membership,
  signer,
  injection: meshInjection,
  async live() {
    const [{ checks }, { addressFinder }] = await Promise.all([
      import('./doctor/checks'),
      import('./address-finder'),
    ]);
    return { checks, addresses: addressFinder };
  },
  controlPlane: async () => (await import('./control-plane/print')).controlPlane,
  async migration() {
    const { migrateValues } = await import('./migrate/migrate-values');
    return { fromValues: (chart) => migrateValues({ kubernetes: '1.21', ...chart }) };
  },
};

const starterMesh = (istio: string) => `${SCHEMA_COMMENT}
istio: ${istio} # release of the primary
primary:
  name: hq # cluster id
  kubernetes: "1.20"
  podCidrs: [10.8.0.0/14]
  serviceCidrs: [10.12.0.0/20]
  addresses: # where remotes reach the control plane; load balancers or gateways outlive its pods
    pilot: pilot.mesh.example.com
    policy: policy.mesh.example.com
    telemetry: telemetry.mesh.example.com
security:
  controlPlaneMutualTls: false
  mutualTls: false
  selfSignedCa: true
defaults: {} # any option of a remote, for all of them
remotes:
  - name: eu-west-1
    kubernetes: "1.21"
    apiServer: https://10.20.0.2:6443
    podCidrs: [10.20.0.0/16]
    serviceCidrs: [10.21.0.0/20]
    injectedNamespaces: [default]
`;
