import { keysOf, LABEL, mesh, type WrongMesh, withDefaults, withPrimary, withRemotes } from './wrong-mesh';

export const wrongTypes: readonly WrongMesh[] = [
  {
    name: 'a list in place of the mesh',
    yaml: '- istio: 1.0.9\n',
    problems: ['1:1: expected a map with keys such as istio, primary, security, got a list'],
  },
  {
    name: 'text in place of the mesh',
    yaml: 'hello\n',
    problems: ['1:1: expected a map with keys such as istio, primary, security, got "hello"'],
  },
  {
    name: 'a space that is none after a colon',
    yaml: 'istio:\u00a01.0.9\n',
    problems: ['1:1: expected a map with keys such as istio, primary, security, got "istio:\\u00a01.0.9"'],
  },
  {
    name: 'scalars in place of groups',
    yaml: mesh({
      primary: 'primary: hq',
      security: 'security: true',
      defaults: 'defaults: 3',
      remotes: 'remotes: eu',
    }),
    problems: [
      '2:10 primary: expected a map with keys such as name, namespace, kubernetes, got "hq". Write the name and the addresses of the cluster that runs the control plane',
      '3:11 security: expected a map with the keys controlPlaneMutualTls, mutualTls, selfSignedCa, got true',
      '4:11 defaults: expected a map with keys such as kubernetes, allowUnsupportedKubernetes, injectedNamespaces, got 3',
      '5:10 remotes: expected a list of remote clusters, got "eu". Write the clusters that join the mesh, such as remotes: [{ name: eu-west-1 }]',
    ],
  },
  {
    name: 'an address in place of addresses',
    yaml: withPrimary('{ name: hq, addresses: 10.8.0.11 }'),
    problems: [
      '2:33 primary.addresses: expected a map with the keys pilot, policy, telemetry, zipkin, got "10.8.0.11". Write where remotes reach the control plane, such as addresses: { pilot: 10.8.0.11 }',
    ],
  },
  {
    name: 'remotes as a map of names',
    yaml: mesh({ remotes: 'remotes:\n  eu: {}' }),
    problems: [
      '6:3 remotes: expected a list of remote clusters, got a map. Write the clusters that join the mesh, such as remotes: [{ name: eu-west-1 }]',
    ],
  },
  {
    name: 'remotes that are no maps',
    yaml: withRemotes('null', '3', '[]', 'eu'),
    problems: [
      '6:5 remotes[0]: expected a map with keys such as name, apiServer, podCidrs, got null',
      '7:5 remotes[1]: expected a map with keys such as name, apiServer, podCidrs, got 3',
      '8:5 remotes[2]: expected a map with keys such as name, apiServer, podCidrs, got an empty list',
      '9:5 remotes[3]: expected a map with keys such as name, apiServer, podCidrs, got "eu"',
    ],
  },
  {
    name: 'words and numbers in place of truth values',
    yaml: withRemotes('{ name: eu, pilotService: yes, tracing: "false", policyChecks: 1 }'),
    problems: [
      '6:31 remotes[0].pilotService: expected true, false, or a map with mode and host, got "yes". Write true, without quotes',
      '6:45 remotes[0].tracing: expected true or false, got "false". Write false, without quotes',
      '6:68 remotes[0].policyChecks: expected true or false, got 1',
    ],
  },
  {
    name: 'scalars in place of lists',
    yaml: withRemotes('{ name: eu, podCidrs: 10.20.0.0/16, injectedNamespaces: "shop, web" }'),
    problems: [
      '6:27 remotes[0].podCidrs: expected a list of CIDRs, got "10.20.0.0/16". Write a list: [10.20.0.0/16]',
      '6:61 remotes[0].injectedNamespaces: expected a list of namespaces, got "shop, web". Write a list: [shop, web]',
    ],
  },
  {
    name: 'numbers where text belongs',
    yaml: mesh({
      primary: 'primary: { name: 1, addresses: { pilot: 10.5 } }',
      defaults:
        'defaults: { images: { tag: 10, hub: 5 }, citadel: { image: 3 }, proxy: { accessLogFile: 1, domain: 1.0 } }',
    }),
    problems: [
      `2:18 primary.name: ${LABEL}, got 1. Put quotes around it: "1"`,
      '2:41 primary.addresses.pilot: expected an IP address or DNS name, got 10.5. Write where remotes reach Pilot, such as pilot: 10.8.0.11',
      '3:28 defaults.images.tag: expected an image tag such as 1.0.9, got 10. Put quotes around it: "10"',
      '3:37 defaults.images.hub: expected a registry and path such as docker.io/istio, got 5. Put quotes around it: "5"',
      '3:60 defaults.citadel.image: expected an image name such as proxyv2, without registry and tag, got 3. Put quotes around it: "3"',
      '3:89 defaults.proxy.accessLogFile: expected the path of a file, or nothing, got 1. Put quotes around it: "1"',
      '3:100 defaults.proxy.domain: expected a DNS domain such as mesh.local, got 1. Put quotes around it: "1"',
    ],
  },
  {
    name: 'text where numbers belong',
    yaml: withDefaults(
      '{ citadel: { replicas: "2" }, sidecarInjector: { replicas: two }, proxy: { concurrency: "0x2" } }',
    ),
    problems: [
      '5:34 defaults.citadel.replicas: expected an integer, 0 or more, got "2". Remove the quotes',
      '5:70 defaults.sidecarInjector.replicas: expected an integer, 0 or more, got "two"',
      '5:99 defaults.proxy.concurrency: expected an integer, 0 or more, got "0x2". Remove the quotes',
    ],
  },
  {
    name: 'numbers out of range',
    yaml: withDefaults(
      '{ citadel: { replicas: -1 }, sidecarInjector: { replicas: 1.5 }, proxy: { concurrency: 99999999999999999999, statsd: { host: a, port: 65536 } }, scheduling: { architectures: { amd64: 101 } } }',
    ),
    problems: [
      '5:34 defaults.citadel.replicas: expected an integer, 0 or more, got -1',
      '5:69 defaults.sidecarInjector.replicas: expected an integer, 0 or more, got 1.5',
      '5:98 defaults.proxy.concurrency: expected an integer, 0 or more, got 100000000000000000000',
      '5:145 defaults.proxy.statsd.port: expected an integer from 1 to 65535, got 65536',
      '5:194 defaults.scheduling.architectures.amd64: expected an integer from 0 to 100, got 101',
    ],
  },
  {
    name: 'words of closed sets in other letters',
    yaml: withDefaults('{ images: { pullPolicy: always }, proxy: { injection: on } }'),
    problems: [
      '5:35 defaults.images.pullPolicy: expected one of Always, IfNotPresent, Never, got "always". Did you mean Always?',
      '5:65 defaults.proxy.injection: expected one of enabled, disabled, got "on"',
    ],
  },
  {
    name: 'ports and ranges that are none',
    yaml: withDefaults(
      '{ proxy: { includeInboundPorts: 99999, excludeInboundPorts: [80, http, { a: 1 }], includeIpRanges: 10.0.0.0, excludeIpRanges: ["*", 10.0.0.0/8] } }',
    ),
    problems: [
      '5:43 defaults.proxy.includeInboundPorts: expected "*" or port numbers such as 80,8080, got 99999',
      '5:76 defaults.proxy.excludeInboundPorts[1]: expected a port number from 0 to 65535, got "http"',
      '5:82 defaults.proxy.excludeInboundPorts[2]: expected a port number from 0 to 65535, got a map',
      '5:110 defaults.proxy.includeIpRanges: expected "*" or CIDRs such as 10.0.0.0/8,172.16.0.0/12, got "10.0.0.0"',
      '5:138 defaults.proxy.excludeIpRanges[0]: expected a CIDR such as 10.0.0.0/8, got "*"',
    ],
  },
  {
    name: 'a map in place of ports and ranges',
    yaml: withDefaults('{ proxy: { includeInboundPorts: {}, includeIpRanges: 5 } }'),
    problems: [
      '5:43 defaults.proxy.includeInboundPorts: expected "*" or port numbers such as 80,8080, got a map',
      '5:64 defaults.proxy.includeIpRanges: expected "*" or CIDRs such as 10.0.0.0/8,172.16.0.0/12, got 5',
    ],
  },
  {
    name: 'resources that are none',
    yaml: withDefaults(
      '{ citadel: { resources: { requests: { cpu: -1, memory: lots, "bad key!": 1 }, limits: 3, bogus: 1 } }, proxy: { resources: small } }',
    ),
    problems: [
      '5:54 defaults.citadel.resources.requests.cpu: expected a quantity such as 100m, 0.5 or 128Mi, got -1',
      '5:66 defaults.citadel.resources.requests.memory: expected a quantity such as 100m, 0.5 or 128Mi, got "lots"',
      '5:72 defaults.citadel.resources.requests."bad key!": expected the name of a resource such as cpu or memory, got "bad key!"',
      '5:97 defaults.citadel.resources.limits: expected a map from resource to quantity, got 3',
      `5:100 defaults.citadel.resources.bogus: unknown key. Known keys: ${keysOf('defaults', 'citadel', 'resources')}`,
      '5:134 defaults.proxy.resources: expected a map with the keys requests, limits, got "small"',
    ],
  },
  {
    name: 'image names, hubs and tags that are none',
    yaml: withDefaults(
      '{ images: { hub: "https://docker.io/istio", tag: "1.0.9@sha256:ab", pullSecrets: [Regcred] }, proxy: { image: "proxyv2:1.0.9" }, citadel: { image: "" } }',
    ),
    problems: [
      '5:28 defaults.images.hub: expected a registry and path such as docker.io/istio, got "https://docker.io/istio"',
      '5:60 defaults.images.tag: expected an image tag such as 1.0.9, got "1.0.9@sha256:ab". Write a tag: a digest is that of one image, and all images have this tag',
      '5:93 defaults.images.pullSecrets[0]: expected lower-case letters, digits, inner dashes and dots, at most 253 characters (a DNS-1123 name), got "Regcred"',
      '5:121 defaults.proxy.image: expected an image name such as proxyv2, without registry and tag, got "proxyv2:1.0.9"',
      '5:158 defaults.citadel.image: expected an image name such as proxyv2, without registry and tag, got ""',
    ],
  },
  {
    name: 'names that no object can have',
    yaml: withDefaults(
      '{ scheduling: { priorityClassName: "High Priority", architectures: { "": 1, amd64: 2 } } }',
    ),
    problems: [
      '5:46 defaults.scheduling.priorityClassName: expected the name of a PriorityClass, got "High Priority"',
      '5:80 defaults.scheduling.architectures."": expected a processor architecture such as amd64, got ""',
    ],
  },
];
