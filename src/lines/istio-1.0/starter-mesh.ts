import { SCHEMA_COMMENT } from '../schema-comment';

/** A mesh of Istio 1.0 as a person might begin it. */
export const starterMesh = (istio: string) => `${SCHEMA_COMMENT}
istio: ${istio} # release of the primary
primary:
  name: primary # cluster id
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
  - name: remote-1
    kubernetes: "1.21"
    apiServer: https://10.20.0.2:6443
    podCidrs: [10.20.0.0/16]
    serviceCidrs: [10.21.0.0/20]
    injectedNamespaces: [default]
`;
