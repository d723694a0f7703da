import { SCHEMA_COMMENT } from '../schema-comment';
import { oldestKubernetes } from './facts/releases';

/** A mesh of current Istio as a person might begin it. */
export const starterMesh = (istio: string) => `${SCHEMA_COMMENT}
istio: "${istio}" # release of the primary, with or without the patch version
primary:
  name: primary # cluster id
  podCidrs: [10.8.0.0/14]
  serviceCidrs: [10.12.0.0/20]
  addresses: # where remotes reach the control plane: its east-west gateway or load balancer
    istiod: istiod.mesh.example.com
defaults: {} # any option of a remote, for all of them
remotes:
  - name: remote-1
    kubernetes: "${oldestKubernetes(istio)}"
    apiServer: https://10.20.0.2:6443
    podCidrs: [10.20.0.0/16]
    serviceCidrs: [10.21.0.0/20]
    injectedNamespaces: [default]
`;
