import { base64Of, LEAF_PEM, ROOT_PEM } from '../../certificates-in-pem';
import { BASE, mesh, type WrongMesh, withDefaults, withRemotes, withSecurity } from './wrong-mesh';

/** Options that contradict each other. */
export const contradictions: readonly WrongMesh[] = [
  {
    name: 'control-plane mutual TLS with a self-signed CA',
    yaml: withSecurity('{ controlPlaneMutualTls: true }').replace(
      'name: eu',
      'name: eu\n    pilotService: true',
    ),
    problems: [
      '5:36 security.controlPlaneMutualTls: expected selfSignedCa: false beside controlPlaneMutualTls: true, since clusters trust each other only under one root. Set security.selfSignedCa: false and give every cluster a Secret cacerts of one root',
    ],
  },
  {
    name: 'control-plane mutual TLS with a CA that cannot be read',
    yaml: withSecurity('{ controlPlaneMutualTls: true, selfSignedCa: "false" }').replace(
      'name: eu',
      'name: eu\n    pilotService: true',
    ),
    problems: [
      '5:56 security.selfSignedCa: expected true or false, got "false". Write false, without quotes',
    ],
  },
  {
    name: 'application mutual TLS with a self-signed CA, as a warning',
    yaml: withSecurity('{ mutualTls: true }'),
    problems: [
      '5:24 security.mutualTls: warning: with a self-signed CA per cluster, applications of two clusters do not trust each other. Set security.selfSignedCa: false and give every cluster a Secret cacerts of one root',
    ],
  },
  {
    name: 'a discovery address that names another namespace',
    yaml: mesh({
      primary: BASE.primary.replace('10.8.0.11', 'pilot.mesh'),
      security: 'security: { controlPlaneMutualTls: true, selfSignedCa: false }',
    }),
    problems: [
      '7:5 remotes[0].pilotService: expected pilotService: true: from the discovery address "pilot.mesh" sidecars read the namespace mesh, not istio-system, and refuse Pilot\'s certificate. Set pilotService: true, here or in defaults',
    ],
  },
  {
    name: 'a discovery address in another namespace than the misspelt one',
    yaml: mesh({
      primary: 'primary: { name: hq, namespase: mesh, addresses: { pilot: pilot.mesh } }',
      security: 'security: { controlPlaneMutualTls: true, selfSignedCa: false }',
    }),
    problems: ['2:22 primary.namespase: unknown key. Did you mean namespace?'],
  },
  {
    name: 'control-plane mutual TLS to an IP address, as a warning',
    yaml: withSecurity('{ controlPlaneMutualTls: true, selfSignedCa: false }'),
    problems: [
      '7:5 remotes[0].pilotService: warning: with control-plane mutual TLS the guide asks for istio-pilot.istio-system in DNS, got the address "10.8.0.11". Set pilotService: true, here or in defaults',
    ],
  },
  {
    name: 'an alias for an IP address',
    yaml: withDefaults('{ pilotService: { mode: external-name } }').replace(
      '- name: eu',
      '- name: eu\n  - name: us',
    ),
    problems: [
      '5:27 defaults.pilotService: expected a host beside mode: external-name, since primary.addresses.pilot is the IP address "10.8.0.11" and an alias stands for a DNS name only. Add host: a DNS name that leads to Pilot, write one in primary.addresses.pilot, or use mode: endpoints',
    ],
  },
  {
    name: 'an alias for an address that is none',
    yaml: mesh({
      primary: BASE.primary.replace('10.8.0.11', '999.8.0.11'),
      defaults: 'defaults: { pilotService: { mode: external-name } }',
    }),
    problems: [
      '4:23 primary.addresses.pilot: expected an IP address or DNS name, got "999.8.0.11". An IPv4 address has four numbers from 0 to 255',
    ],
  },
  {
    name: 'hosts of Pilot that are none, and modes',
    yaml: withRemotes(
      '{ name: a, pilotService: { mode: external-name, host: 10.8.0.11 } }',
      '{ name: b, pilotService: { mode: endpoints, host: pilot.example.com } }',
      '{ name: c, pilotService: { host: pilot.example.com } }',
      '{ name: d, pilotService: { mode: externalname, host: pilot.example.com } }',
      '{ name: e, pilotService: { mode: external-name, host: istio-pilot.istio-system } }',
    ),
    problems: [
      '6:59 remotes[0].pilotService.host: expected a DNS name, got "10.8.0.11". Only a DNS name is possible here; for an IP address use mode: endpoints',
      '7:55 remotes[1].pilotService.host: only counts with mode: external-name. Set mode: external-name, or remove host',
      '8:16 remotes[2].pilotService.mode: expected one of endpoints, external-name, got nothing. Write mode: endpoints or mode: external-name',
      '9:38 remotes[3].pilotService.mode: expected one of endpoints, external-name, got "externalname". Did you mean external-name?',
      '10:59 remotes[4].pilotService.host: expected an address outside the remote with pilotService, got "istio-pilot.istio-system", the name that pilotService makes. Use the IP address or DNS name of the primary\'s Pilot',
    ],
  },
  {
    name: 'half a statsd address',
    yaml: withRemotes(
      '{ name: a, proxy: { statsd: { host: statsd } } }',
      '{ name: b, proxy: { statsd: { port: 9125 } } }',
      '{ name: c, proxy: { statsd: { enabled: true } } }',
    ),
    problems: [
      '6:33 remotes[0].proxy.statsd: expected a host and a port, got no port. Add port, or set enabled: false',
      '7:33 remotes[1].proxy.statsd: expected a host and a port, got no host. Add host, or set enabled: false',
      '8:33 remotes[2].proxy.statsd: expected a host and a port, got no host and no port. Add host and port, or set enabled: false',
    ],
  },
  {
    name: 'half a statsd address in defaults, once for all remotes',
    yaml: withDefaults('{ proxy: { statsd: { host: statsd } } }').replace(
      '- name: eu',
      '- name: eu\n  - name: us',
    ),
    problems: [
      '5:30 defaults.proxy.statsd: expected a host and a port, got no port. Add port, or set enabled: false',
    ],
  },
  {
    name: 'statsd addresses that are none',
    yaml: withDefaults('{ proxy: { statsd: { host: "a b", port: 0 } } }'),
    problems: [
      '5:38 defaults.proxy.statsd.host: expected an IP address or DNS name, got "a b"',
      '5:51 defaults.proxy.statsd.port: expected an integer from 1 to 65535, got 0',
    ],
  },
  {
    name: 'no architecture at all',
    yaml: withDefaults('{ scheduling: { architectures: { amd64: 0, ppc64le: 0, s390x: 0 } } }'),
    problems: [
      '5:42 defaults.scheduling.architectures: expected at least one architecture with a weight above 0, got none. Give the architecture of your nodes the weight 2',
    ],
  },
  {
    name: 'architectures taken away, one in defaults',
    yaml: mesh({
      defaults: 'defaults: { scheduling: { architectures: { amd64: null } } }',
      remotes: 'remotes:\n  - name: eu\n    scheduling: { architectures: { ppc64le: 0, s390x: null } }',
    }),
    problems: [
      '8:34 remotes[0].scheduling.architectures: expected at least one architecture with a weight above 0, got none (eu, with defaults.scheduling.architectures at 5:42). Give the architecture of your nodes the weight 2',
    ],
  },
  {
    name: 'a CA bundle that is none',
    yaml: withRemotes(
      '{ name: a, sidecarInjector: { caBundle: abc } }',
      '{ name: b, sidecarInjector: { caBundle: "-----BEGIN CERTIFICATE-----" } }',
    ),
    problems: [
      '6:45 remotes[0].sidecarInjector.caBundle: expected base64 of PEM with CA certificates and nothing else, got "abc". Write the base64 of the whole file: `base64 < root-cert.pem`',
      '7:45 remotes[1].sidecarInjector.caBundle: expected base64 of PEM with CA certificates and nothing else, got "-----BEGIN CERTIFICATE-----". Write the base64 of the whole file: `base64 < root-cert.pem`',
    ],
  },
  {
    name: 'CA bundles with which an API server trusts nothing',
    yaml: withRemotes(
      `{ name: a, sidecarInjector: { caBundle: ${base64Of(LEAF_PEM)} } }`,
      `{ name: b, sidecarInjector: { caBundle: ${base64Of(ROOT_PEM.trimEnd() + ROOT_PEM)} } }`,
      `{ name: c, sidecarInjector: { caBundle: ${base64Of('the root')} } }`,
    ),
    problems: [
      '6:45 remotes[0].sidecarInjector.caBundle: expected base64 of PEM with CA certificates and nothing else, got a value that looks like a credential. Write the root: the certificate in line 1 of the PEM may not sign others',
      '7:45 remotes[1].sidecarInjector.caBundle: expected base64 of PEM with CA certificates and nothing else, got a text of 1640 characters. Correct the PEM, which has END and BEGIN together in line 11, which is neither for Go',
      '8:45 remotes[2].sidecarInjector.caBundle: expected base64 of PEM with CA certificates and nothing else, got "dGhlIHJvb3Q=". Write the base64 of the whole file: `base64 < root-cert.pem`',
    ],
  },
  {
    name: 'a CA bundle with a private key in it',
    yaml: withRemotes(
      '{ name: eu, sidecarInjector: { caBundle: ' +
        Buffer.from(
          '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n-----BEGIN EC PRIVATE KEY-----\nhunter2\n',
        ).toString('base64') +
        ' } }',
    ),
    problems: [
      '6:46 remotes[0].sidecarInjector.caBundle: expected base64 of PEM with CA certificates and nothing else, got a value that looks like a credential. Correct the PEM, which has a BEGIN without END in line 4',
    ],
  },
  {
    name: 'a webhook without an injector, and namespaces without either, as warnings',
    yaml: withRemotes(
      '{ name: a, sidecarInjector: { replicas: 0 } }',
      '{ name: b, sidecarInjector: { enabled: false }, injectedNamespaces: [shop] }',
    ),
    problems: [
      '6:45 remotes[0].sidecarInjector.replicas: warning: with no injector running, the webhook refuses every new pod of the injected namespaces. Set replicas to 1 or more, or enabled: false',
      '7:73 remotes[1].injectedNamespaces: warning: labels namespaces for automatic injection, and sidecarInjector.enabled is false. Inject these workloads by hand, or enable the injector',
    ],
  },
];
