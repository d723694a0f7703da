import { LABEL, mesh, type WrongMesh, withAddresses, withPrimary, withRemotes } from './wrong-mesh';

export const missingValues: readonly WrongMesh[] = [
  {
    name: 'an empty map',
    yaml: '{}\n',
    problems: [
      '1:1 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got nothing. Write the release that the primary runs, such as istio: 1.0.9',
      '1:1 primary: expected a map with keys such as name, namespace, kubernetes, got nothing. Write the name and the addresses of the cluster that runs the control plane',
      '1:1 remotes: expected a list of remote clusters, got nothing. Write the clusters that join the mesh, such as remotes: [{ name: eu-west-1 }]',
    ],
  },
  {
    name: 'a primary without anything',
    yaml: withPrimary('{}'),
    problems: [
      `2:1 primary.name: ${LABEL}, got nothing. Write the cluster id, such as name: hq`,
      '2:1 primary.addresses: expected a map with the keys pilot, policy, telemetry, zipkin, got nothing. Write where remotes reach the control plane, such as addresses: { pilot: 10.8.0.11 }',
    ],
  },
  {
    name: 'an address map without Pilot',
    yaml: withAddresses('{ policy: 10.8.0.12 }'),
    problems: [
      '2:22 primary.addresses.pilot: expected an IP address or DNS name, got nothing. Write where remotes reach Pilot, such as pilot: 10.8.0.11',
    ],
  },
  {
    name: 'remotes without a name',
    yaml: withRemotes('{}', '{ kubernetes: "1.20" }'),
    problems: [
      `6:5 remotes[0].name: ${LABEL}, got nothing. Write the cluster id, such as name: eu-west-1`,
      `7:5 remotes[1].name: ${LABEL}, got nothing. Write the cluster id, such as name: eu-west-1`,
    ],
  },
  {
    name: 'keys without a value',
    yaml: 'istio:\nprimary:\n  name:\n  addresses:\n    pilot:\nremotes:\n  -\n  - name: eu\n    podCidrs:\n    proxy:\n  -\n',
    problems: [
      '1:1 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got null. Write the release that the primary runs, such as istio: 1.0.9',
      `3:3 primary.name: ${LABEL}, got null. Write the cluster id, such as name: hq`,
      '5:5 primary.addresses.pilot: expected an IP address or DNS name, got null. Write where remotes reach Pilot, such as pilot: 10.8.0.11',
      '7:3 remotes[0]: expected a map with keys such as name, apiServer, podCidrs, got null',
      '9:5 remotes[1].podCidrs: expected a list of CIDRs, got null. Give it a value, or remove the key',
      '10:5 remotes[1].proxy: expected a map with keys such as image, initImage, domain, got null. Give it a value, or remove the key',
      '11:3 remotes[2]: expected a map with keys such as name, apiServer, podCidrs, got null',
    ],
  },
  {
    name: 'null in place of groups',
    yaml: mesh({ security: 'security: ~', defaults: 'defaults: null' }),
    problems: [
      '5:11 security: expected a map with the keys controlPlaneMutualTls, mutualTls, selfSignedCa, got null. Give it a value, or remove the key',
      '6:11 defaults: expected a map with keys such as kubernetes, allowUnsupportedKubernetes, injectedNamespaces, got null. Give it a value, or remove the key',
    ],
  },
  {
    name: 'no remotes',
    yaml: mesh({ remotes: 'remotes: []' }),
    problems: [
      '5:10 remotes: expected at least one remote cluster, got an empty list. Add the cluster that joins the mesh',
    ],
  },
];
