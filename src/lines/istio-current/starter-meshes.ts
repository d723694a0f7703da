import { SCHEMA_COMMENT, type Topology } from '../line';
import { oldestKubernetes } from './facts/releases';

const starterMesh = (istio: string) => `${SCHEMA_COMMENT}
istio: "${istio}" # release of the primary, with or without the patch version
primary:
  name: hq # cluster id
  podCidrs: [10.8.0.0/14]
  serviceCidrs: [10.12.0.0/20]
  addresses: # where remotes reach the control plane: its east-west gateway or load balancer
    istiod: istiod.mesh.example.com # dist/README.md says what istiod needs to know about it
defaults: {} # any option of a remote, for all of them
remotes:
  - name: eu-west-1
    kubernetes: "${oldestKubernetes(istio)}"
    apiServer: https://10.20.0.2:6443
    podCidrs: [10.20.0.0/16]
    serviceCidrs: [10.21.0.0/20]
    injectedNamespaces: [default]
`;

/** A cluster of a mesh with several primaries. */
const peer = (
  name: string,
  index: number,
  dataPlane: 'sidecar' | 'ambient',
) => `  - name: ${name} # cluster id
    network: network-${name} # pods of other networks are reached through its gateway
    apiServer: https://10.${20 + index}.0.2:6443
    podCidrs: [10.${20 + index}.0.0/16]
    eastWestGateway: true
    ${dataPlane === 'ambient' ? 'ambientNamespaces' : 'injectedNamespaces'}: [default]
`;

const peers = (dataPlane: 'sidecar' | 'ambient') => (istio: string) =>
  `${SCHEMA_COMMENT}
istio: "${istio}" # release of every primary, with or without the patch version
${dataPlane === 'ambient' ? 'dataPlane: ambient # docs/topologies.md says what each cluster needs\n' : ''}primaries: # each has an istiod, and reads all others
${['eu', 'us'].map((name, index) => peer(name, index, dataPlane)).join('')}`;

/** A starter mesh.yaml of each topology, for a release. */
export const STARTERS: Readonly<Record<Topology, (istio: string) => string>> = {
  'primary-remote': starterMesh,
  'multi-primary': peers('sidecar'),
  ambient: peers('ambient'),
};
