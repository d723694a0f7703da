/** Returns a mesh of Istio 1.0, without its release. */
interface ControlPlaneCase {
  readonly name: string;
  readonly mesh: string;
}

const CLUSTERS = `primary:
  name: hq
  addresses: { pilot: 10.8.0.11, policy: 10.8.0.12, telemetry: 10.8.0.13, zipkin: 10.8.0.14 }
remotes: [{ name: eu, apiServer: 'https://10.20.0.2:6443', pilotService: true }]
`;

/** Meshes whose control planes differ in all values that the chart `istio` needs. */
export const CASES: readonly ControlPlaneCase[] = [
  { name: 'plain', mesh: CLUSTERS },
  {
    name: 'secured as in the guide',
    mesh: `security: { controlPlaneMutualTls: true, mutualTls: true, selfSignedCa: false }\n${CLUSTERS}`,
  },
  {
    name: 'tuned',
    mesh: `defaults:
  images: { hub: registry.example.com/istio, pullPolicy: Always, pullSecrets: [regcred] }
  policyChecks: false
  tracing: false
  proxy:
    accessLogFile: ""
    includeIpRanges: 10.0.0.0/8
    excludeIpRanges: 10.9.0.0/16
    excludeInboundPorts: [9999]
    resources: { requests: { cpu: 200m } }
    injection: disabled
controlPlane: { values: { pilot: { traceSampling: 100 }, global: { proxy: { resources: { requests: { cpu: 50m } } } } } }
${CLUSTERS}`,
  },
];
