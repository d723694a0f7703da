import {
  BASE,
  keysOf,
  mesh,
  type WrongMesh,
  withAddresses,
  withDefaults,
  withIstio,
  withLine,
  withPrimary,
  withRemotes,
  withSecurity,
} from './wrong-mesh';

export const unknownKeys: readonly WrongMesh[] = [
  {
    name: 'an unknown key at the top',
    yaml: withLine('clusters: []'),
    problems: [`7:1 clusters: unknown key. Known keys: ${keysOf()}`],
  },
  {
    name: 'a misspelt key at the top, which is then not missing as well',
    yaml: withIstio('1.0.9').replace('istio:', 'istoi:'),
    problems: ['1:1 istoi: unknown key. Did you mean istio?'],
  },
  {
    name: 'a misspelt key of the primary',
    yaml: withPrimary('{ nam: hq, adresses: { pilot: 10.8.0.11 } }'),
    problems: [
      '2:12 primary.nam: unknown key. Did you mean name?',
      '2:21 primary.adresses: unknown key. Did you mean addresses?',
    ],
  },
  {
    name: 'a misspelt address',
    yaml: withAddresses('{ pilot: 10.8.0.11, polcy: 10.8.0.12 }'),
    problems: ['2:53 primary.addresses.polcy: unknown key. Did you mean policy?'],
  },
  {
    name: 'a misspelt switch, on which another rule relies',
    yaml: withSecurity('{ controlPlaneMutualTls: true, selfSignedCA: false }').replace(
      'name: eu',
      'name: eu\n    pilotService: true',
    ),
    problems: ['5:42 security.selfSignedCA: unknown key. Did you mean selfSignedCa?'],
  },
  {
    name: 'a misspelt default, on which a rule of every remote relies',
    yaml: mesh({
      primary: BASE.primary.replace('10.8.0.11', 'pilot.mesh'),
      security: 'security: { controlPlaneMutualTls: true, selfSignedCa: false }',
      defaults: 'defaults: { pilotServise: true }',
    }),
    problems: ['6:13 defaults.pilotServise: unknown key. Did you mean pilotService?'],
  },
  {
    name: 'keys of a remote in defaults',
    yaml: withDefaults('{ name: eu, apiServer: https://10.20.0.2, podCidrs: [] }'),
    problems: [
      `5:13 defaults.name: unknown key. Known keys: ${keysOf('defaults')}`,
      `5:23 defaults.apiServer: unknown key. Known keys: ${keysOf('defaults')}`,
      `5:53 defaults.podCidrs: unknown key. Known keys: ${keysOf('defaults')}`,
    ],
  },
  {
    name: 'keys of the mesh in a remote',
    yaml: withRemotes('{ name: eu, istio: 1.0.8, addresses: {} }'),
    problems: [
      `6:17 remotes[0].istio: unknown key. Known keys: ${keysOf('remotes', 0)}`,
      `6:31 remotes[0].addresses: unknown key. Known keys: ${keysOf('remotes', 0)}`,
    ],
  },
  {
    name: 'misspelt keys below options',
    yaml: withDefaults(
      '{ proxy: { statsd: { hots: a }, includeIPRanges: "*" }, sidecarInjector: { replica: 2 } }',
    ),
    problems: [
      '5:32 defaults.proxy.statsd.hots: unknown key. Did you mean host?',
      '5:43 defaults.proxy.includeIPRanges: unknown key. Did you mean includeIpRanges?',
      '5:86 defaults.sidecarInjector.replica: unknown key. Did you mean replicas?',
    ],
  },
  {
    name: 'a key in other letters',
    yaml: withDefaults('{ PilotService: true }'),
    problems: ['5:13 defaults.PilotService: unknown key. Did you mean pilotService?'],
  },
  {
    name: 'names that every object of JavaScript has',
    yaml: withLine('__proto__: 1\nconstructor: 2\ntoString: 3'),
    problems: [
      '7:1 __proto__: unknown key. Remove it',
      `8:1 constructor: unknown key. Known keys: ${keysOf()}`,
      `9:1 toString: unknown key. Known keys: ${keysOf()}`,
    ],
  },
  {
    name: 'such names where keys are free',
    yaml: withDefaults('{ scheduling: { architectures: { __proto__: 2, constructor: 3 } } }'),
    problems: ['5:44 defaults.scheduling.architectures.__proto__: unknown key. Remove it'],
  },
  {
    name: 'an unknown key beside a broken rule',
    yaml: withLine('toString: 1').replace('name: eu', 'name: hq'),
    problems: [
      '6:11 remotes[0].name: expected a name of its own, got "hq", which the primary has too. Rename one of the two clusters',
      `7:1 toString: unknown key. Known keys: ${keysOf()}`,
    ],
  },
  {
    name: 'keys that are numbers, null, truth values and nothing',
    yaml: withLine('1: a\n2.50: b\nnull: c\ntrue: d\n: e'),
    problems: [
      `7:1 1: unknown key. Known keys: ${keysOf()}`,
      `8:1 "2.50": unknown key. Known keys: ${keysOf()}`,
      `9:1 null: unknown key. Known keys: ${keysOf()}`,
      `10:1 true: unknown key. Known keys: ${keysOf()}`,
      `11:1 "": unknown key. Known keys: ${keysOf()}`,
    ],
  },
  {
    name: 'keys that are maps, lists and aliases',
    yaml: withLine('defaults: &a {}\n? { a: 1 }\n: x\n? [a]\n: y\n*a : z'),
    problems: [
      '8:3: expected a plain key, got a map or a list. Write `key: value`, with quotes around text that begins with { [ or *',
      '10:3: expected a plain key, got a map or a list. Write `key: value`, with quotes around text that begins with { [ or *',
      '12:1: expected a plain key, got an alias. Write `key: value`, with quotes around text that begins with { [ or *',
    ],
  },
  {
    name: 'braces of a template without quotes',
    yaml: 'istio: {{ release }}\n',
    problems: [
      '1:1 primary: expected a map with keys such as name, namespace, kubernetes, got nothing. Write the name and the addresses of the cluster that runs the control plane',
      '1:1 remotes: expected a list of remote clusters, got nothing. Write the clusters that join the mesh, such as remotes: [{ name: eu-west-1 }]',
      '1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got a map. Write the release that the primary runs, such as istio: 1.0.9',
      '1:9 istio: expected a plain key, got a map or a list. Write `key: value`, with quotes around text that begins with { [ or *',
    ],
  },
  {
    name: 'a merge key',
    yaml: mesh({ defaults: 'defaults: &d { tracing: false }' }).replace('name: eu', 'name: eu\n    <<: *d'),
    problems: ['8:5 remotes[0]."<<": merge keys are not read. Use `defaults:` for what remotes share'],
  },
  {
    name: 'a very long key',
    yaml: withLine(`${'k'.repeat(300)}: 1`),
    problems: [`7:1 "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…: unknown key. Known keys: ${keysOf()}`],
  },
];
