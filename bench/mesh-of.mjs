/**
 * Returns a mesh with this many remotes, each with its own ranges, as a platform team would write it.
 * @param {number} remotes
 * @param {boolean} varied whether some remotes differ in options, not only in names and ranges
 */
export function meshOf(remotes, varied = false) {
  const head = `istio: 1.0.9
primary:
  name: hq
  kubernetes: "1.20"
  podCidrs: [10.255.0.0/16]
  serviceCidrs: [11.255.0.0/16]
  addresses: { pilot: 10.16.0.11, policy: 10.16.0.12, telemetry: 10.16.0.13, zipkin: 10.16.0.14 }
security: { controlPlaneMutualTls: true, mutualTls: true, selfSignedCa: false }
defaults: { pilotService: true }
remotes:
`;
  const one = (index) => {
    const block = `${index >> 8}.${index & 255}.0/24`;
    const options =
      varied && index % 10 === 0 ? `    proxy: { resources: { requests: { cpu: ${index % 7}00m } } }\n` : '';
    return `  - name: cluster-${index}
    kubernetes: "1.21"
    apiServer: https://10.${block.split('.').slice(0, 2).join('.')}.2:6443
    podCidrs: [10.${block}]
    serviceCidrs: [11.${block}]
    injectedNamespaces: [default, shop]
    sidecarInjector: { enabled: true, replicas: ${1 + (index % 2)} }
${options}`;
  };
  return head + Array.from({ length: remotes }, (_, index) => one(index)).join('');
}

/**
 * Returns the same for current Istio, with three networks.
 * @param {number} remotes
 */
export function currentMeshOf(remotes) {
  const head = `istio: "1.30"
primary:
  name: hq
  kubernetes: "1.34"
  network: network-0
  podCidrs: [10.255.0.0/16]
  addresses: { istiod: 10.16.0.11 }
  exposure: { mode: east-west-gateway, annotations: {} }
defaults: { eastWestGateway: false }
remotes:
`;
  const one = (index) => {
    const block = `${index >> 8}.${index & 255}.0/24`;
    return `  - name: cluster-${index}
    kubernetes: "1.34"
    network: network-${index % 3}
    apiServer: https://10.${block.split('.').slice(0, 2).join('.')}.2:6443
    podCidrs: [10.${block}]
    serviceCidrs: [11.${block}]
    injectedNamespaces: [default, shop]
`;
  };
  return head + Array.from({ length: remotes }, (_, index) => one(index)).join('');
}
