/** Returns a mesh of current Istio, without its release. */
interface ControlPlaneCase {
  readonly name: string;
  readonly mesh: string;
}

/** Meshes whose control planes differ in all values that istiod's installation needs. */
export const CASES: readonly ControlPlaneCase[] = [
  {
    name: 'plain',
    mesh: `primary: { name: hq, addresses: { istiod: 10.8.0.11 } }
remotes: [{ name: eu, apiServer: 'https://10.20.0.2:6443' }]
`,
  },
  {
    name: 'networks and a DNS name',
    mesh: `meshId: mesh1
trustDomain: mesh.example.com
primary:
  name: hq
  network: network1
  addresses: { istiod: istiod.example.com }
  exposure: { mode: east-west-gateway, annotations: {} }
remotes:
  - name: eu
    apiServer: https://10.20.0.2:6443
    network: network2
    eastWestGateway: {}
    injectedNamespaces: [shop]
`,
  },
  {
    name: 'a revision in another namespace',
    mesh: `revision: 1-30
revisionTags: [stable, canary]
primary:
  name: hq
  namespace: mesh-cp
  imagePullSecrets: [regcred]
  ipFamilyPolicy: PreferDualStack
  ipFamilies: [IPv4, IPv6]
  addresses: { istiod: 10.8.0.11 }
remotes:
  - name: eu
    apiServer: https://10.20.0.2:6443
    injectedNamespaces: [shop]
`,
  },
  {
    name: 'values of the user’s own',
    mesh: `primary:
  name: hq
  platform: openshift
  addresses: { istiod: 10.8.0.11 }
  controlPlane: { values: { pilot: { autoscaleMin: 3 } } }
controlPlane:
  values:
    pilot: { autoscaleMin: 2, env: { PILOT_SEND_UNHEALTHY_ENDPOINTS: "true" } }
    meshConfig: { accessLogFile: /dev/stdout, defaultConfig: { holdApplicationUntilProxyStarts: true } }
    global: { proxy: { logLevel: info } }
remotes:
  - name: eu
    apiServer: https://10.20.0.2:6443
    sidecarInjector: { url: 'https://istiod.example.com/inject/cluster/eu' }
`,
  },
];

/** Ambient mode needs several primaries on several networks, and Istio 1.29. */
export const AMBIENT: ControlPlaneCase = {
  name: 'ambient mode',
  mesh: `meshId: mesh1
dataPlane: ambient
revision: 1-30
primaries:
  - { name: hq, network: network1, apiServer: 'https://10.10.0.2:6443', ambientNamespaces: [shop], eastWestGateway: true }
  - { name: us, network: network2, apiServer: 'https://10.20.0.2:6443', eastWestGateway: true }
controlPlane: { values: { cni: { logging: { level: debug } }, ztunnel: { logLevel: debug } } }
`,
};
