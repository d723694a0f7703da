import { LABEL, mesh, type WrongMesh, withIstio } from './wrong-mesh';

export const severalMistakes: readonly WrongMesh[] = [
  {
    name: 'mistakes in every part, in the order of the file',
    yaml: 'remotes:\n  - name: EU\n    kubernets: 1.20\n    podCidrs: [10.8.0.0/16]\n    apiServer: http://10.20.0.2\n  - name: hq\n    proxy: { concurrency: two, statsd: { host: a } }\nsecurity: { controlPlaneMutualTls: true }\ndefaults: { pilotService: 1 }\nprimary:\n  name: hq\n  podCidrs: [10.8.0.0/14]\n  addresses: { pilot: 1.2.3, zipkin: 127.0.0.1 }\nistio: 1.0.1\n',
    problems: [
      `2:11 remotes[0].name: ${LABEL}, got "EU". Write eu`,
      '3:5 remotes[0].kubernets: unknown key. Did you mean kubernetes?',
      '4:16 remotes[0].podCidrs[0]: expected a range of its own, got 10.8.0.0/16, which overlaps 10.8.0.0/14 in podCidrs of hq. Give all pods and services of the mesh separate ranges: its clusters share one network',
      '5:16 remotes[0].apiServer: expected an https URL, since the token travels over it, got "http://10.20.0.2". Use the https port of the API server',
      '6:11 remotes[1].name: expected a name of its own, got "hq", which the primary has too. Rename one of the two clusters',
      '7:27 remotes[1].proxy.concurrency: expected an integer, 0 or more, got "two"',
      '7:40 remotes[1].proxy.statsd: expected a host and a port, got no port. Add port, or set enabled: false',
      '8:36 security.controlPlaneMutualTls: expected selfSignedCa: false beside controlPlaneMutualTls: true, since clusters trust each other only under one root. Set security.selfSignedCa: false and give every cluster a Secret cacerts of one root',
      '9:27 defaults.pilotService: expected true, false, or a map with mode and host, got 1',
      '13:23 primary.addresses.pilot: expected an IP address or DNS name, got "1.2.3". An IPv4 address has four numbers from 0 to 255',
      '13:38 primary.addresses.zipkin: expected an address that remote clusters reach, got "127.0.0.1". Use the address of zipkin in the flat network',
    ],
  },
  {
    name: 'mistakes in a flow map, one line each',
    yaml: 'istio: 1.0.9\nprimary: { name: HQ, namespace: A_B, kubernetes: one, podCidrs: 3, addresses: { pilot: 1.2.3, policy: 4 } }\nremotes: [{ name: EU, tracing: 1 }]\n',
    problems: [
      `2:18 primary.name: ${LABEL}, got "HQ". Write hq`,
      `2:33 primary.namespace: ${LABEL}, got "A_B". Write a-b`,
      '2:50 primary.kubernetes: expected a Kubernetes version such as "1.21", got "one"',
      '2:65 primary.podCidrs: expected a list of CIDRs, got 3',
      '2:88 primary.addresses.pilot: expected an IP address or DNS name, got "1.2.3". An IPv4 address has four numbers from 0 to 255',
      '2:103 primary.addresses.policy: expected an IP address or DNS name, got 4',
      `3:19 remotes[0].name: ${LABEL}, got "EU". Write eu`,
      '3:32 remotes[0].tracing: expected true or false, got 1',
    ],
  },
  {
    name: 'a wrong release beside a broken rule',
    yaml: withIstio('1.5.0').replace('name: eu', 'name: hq'),
    problems: [
      '1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got "1.5.0". Write the release that the primary runs, such as istio: 1.0.9',
      '6:11 remotes[0].name: expected a name of its own, got "hq", which the primary has too. Rename one of the two clusters',
    ],
  },
  {
    name: 'a broken primary beside a broken rule',
    yaml: mesh({
      primary: 'primary: hq',
      remotes: 'remotes:\n  - { name: a, apiServer: "http://10.20.0.2" }\n  - name: a',
    }),
    problems: [
      '2:10 primary: expected a map with keys such as name, namespace, kubernetes, got "hq". Write the name and the addresses of the cluster that runs the control plane',
      '4:27 remotes[0].apiServer: expected an https URL, since the token travels over it, got "http://10.20.0.2". Use the https port of the API server',
      '5:11 remotes[1].name: expected a name of its own, got "a", which a remote further up has too. Rename one of the two clusters',
    ],
  },
];
