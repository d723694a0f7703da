import { type WrongMesh, withAddresses, withPrimary, withRemotes } from './wrong-mesh';

export const addresses: readonly WrongMesh[] = [
  {
    name: 'addresses that are none',
    yaml: withAddresses('{ pilot: 1.2.3, policy: 999.2.3.4, telemetry: "", zipkin: "fe80::1%eth0" }'),
    problems: [
      '2:42 primary.addresses.pilot: expected an IP address or DNS name, got "1.2.3". An IPv4 address has four numbers from 0 to 255',
      '2:57 primary.addresses.policy: expected an IP address or DNS name, got "999.2.3.4". An IPv4 address has four numbers from 0 to 255',
      '2:79 primary.addresses.telemetry: expected an IP address or DNS name, got ""',
      '2:91 primary.addresses.zipkin: expected an IP address or DNS name, got "fe80::1%eth0"',
    ],
  },
  {
    name: 'addresses with more than the address',
    yaml: withAddresses(
      '{ pilot: "10.8.0.11:15010", policy: "http://10.8.0.12/", telemetry: Mixer.Example.com, zipkin: zipkin.example.com. }',
    ),
    problems: [
      '2:42 primary.addresses.pilot: expected an IP address or DNS name, got "10.8.0.11:15010". Write 10.8.0.11 and nothing else',
      '2:69 primary.addresses.policy: expected an IP address or DNS name, got "http://10.8.0.12/". Write 10.8.0.12 and nothing else',
      '2:101 primary.addresses.telemetry: expected an IP address or DNS name, got "Mixer.Example.com". Write mixer.example.com',
      '2:128 primary.addresses.zipkin: expected an IP address or DNS name, got "zipkin.example.com.". Write zipkin.example.com and nothing else',
    ],
  },
  {
    name: 'addresses that nobody reaches',
    yaml: withAddresses(
      '{ pilot: 127.0.0.1, policy: 224.0.0.1, telemetry: "::1", zipkin: "::ffff:10.0.0.1" }',
    ),
    problems: [
      '2:42 primary.addresses.pilot: expected an address that remote clusters reach, got "127.0.0.1". Use the address of pilot in the flat network',
      '2:61 primary.addresses.policy: expected an address that remote clusters reach, got "224.0.0.1". Use the address of policy in the flat network',
      '2:83 primary.addresses.telemetry: expected an address that remote clusters reach, got "::1". Use the address of telemetry in the flat network',
      '2:98 primary.addresses.zipkin: expected an address that remote clusters reach, got "::ffff:10.0.0.1". Use the address of zipkin in the flat network',
    ],
  },
  {
    name: 'addresses with a login',
    yaml: withAddresses('{ pilot: "user:hunter2@10.8.0.11", policy: "https://user:hun/ter2@h" }'),
    problems: [
      '2:42 primary.addresses.pilot: expected an IP address or DNS name, got "…@10.8.0.11". Write where remotes reach Pilot, such as pilot: 10.8.0.11',
      '2:76 primary.addresses.policy: expected an IP address or DNS name, got "https://…@h". Write h and nothing else',
    ],
  },
  {
    name: 'a name that pilotService would point at itself',
    yaml: withAddresses('{ pilot: istio-pilot.istio-system }').replace(
      'name: eu',
      'name: eu\n    pilotService: true',
    ),
    problems: [
      '2:42 primary.addresses.pilot: expected an address outside the remote with pilotService, got "istio-pilot.istio-system", the name that pilotService makes. Use the IP address or DNS name of the primary\'s Pilot',
    ],
  },
  {
    name: 'the address of a pod, as a warning',
    yaml: withPrimary('{ name: hq, podCidrs: [10.8.0.0/16], addresses: { pilot: 10.8.0.11 } }'),
    problems: [
      '2:67 primary.addresses.pilot: warning: "10.8.0.11" is a pod\'s address: when the pod restarts, every remote loses pilot (istio#4822). Use the address of a load balancer or gateway',
    ],
  },
  {
    name: 'API servers that nobody should use',
    yaml: withRemotes(
      ...[
        'http://10.20.0.2',
        'https://localhost:6443',
        'https://127.1',
        'https://[::1]:6443',
        'https://10.20.0.2?token=hunter2',
        'ftp://10.20.0.2',
      ].map((u, i) => `{ name: c${i}, apiServer: "${u}" }`),
    ),
    problems: [
      '6:28 remotes[0].apiServer: expected an https URL, since the token travels over it, got "http://10.20.0.2". Use the https port of the API server',
      '7:28 remotes[1].apiServer: expected an address that other clusters reach, got "https://localhost:6443". Use the URL of this API server as pods of the primary reach it',
      '8:28 remotes[2].apiServer: expected a URL such as https://10.20.0.2:6443, got "https://127.1". Write the address as 127.0.0.1',
      '9:28 remotes[3].apiServer: expected an address that other clusters reach, got "https://[::1]:6443". Use the URL of this API server as pods of the primary reach it',
      '10:28 remotes[4].apiServer: expected a URL without query and fragment, got "https://10.20.0.2?…". Leave out everything from ? or # on',
      '11:28 remotes[5].apiServer: expected an https URL, since the token travels over it, got "ftp://10.20.0.2". Use the https port of the API server',
    ],
  },
  {
    name: 'API servers with a login, never with the password',
    yaml: withRemotes(
      ...[
        'https://user:hunter2@10.20.0.2',
        'https://user:hun@ter2@10.20.0.2',
        'https://user:hun/ter2@10.20.0.2',
        'https:user:hunter2@10.20.0.2',
        'https://hunter2@10.20.0.2',
      ].map((u, i) => `{ name: c${i}, apiServer: "${u}" }`),
    ),
    problems: [
      '6:28 remotes[0].apiServer: expected a URL without user and password, got "https://…@10.20.0.2". Leave them out: mesh.yaml must not contain secrets',
      '7:28 remotes[1].apiServer: expected a URL without user and password, got "https://…@10.20.0.2". Leave them out: mesh.yaml must not contain secrets',
      '8:28 remotes[2].apiServer: expected a URL such as https://10.20.0.2:6443, got "https://…@10.20.0.2". Leave out user and password: mesh.yaml must not contain secrets',
      '9:28 remotes[3].apiServer: expected a URL such as https://10.20.0.2:6443, got "…@10.20.0.2". Leave out user and password: mesh.yaml must not contain secrets',
      '10:28 remotes[4].apiServer: expected a URL without user and password, got "…@10.20.0.2". Leave them out: mesh.yaml must not contain secrets',
    ],
  },
  {
    name: 'API servers that are no URL',
    yaml: withRemotes(
      ...['10.20.0.2:6443', '6443', 'https://a\\nb', 'https:10.20.0.2', 'https://10.20.0.2:99999'].map(
        (u, i) => `{ name: c${i}, apiServer: "${u}" }`,
      ),
    ),
    problems: [
      '6:28 remotes[0].apiServer: expected a URL such as https://10.20.0.2:6443, got "10.20.0.2:6443". Write https://10.20.0.2:6443',
      '7:28 remotes[1].apiServer: expected a URL such as https://10.20.0.2:6443, got "6443"',
      '8:28 remotes[2].apiServer: expected a URL such as https://10.20.0.2:6443, got "https://a\\nb"',
      '9:28 remotes[3].apiServer: expected a URL such as https://10.20.0.2:6443, got "https:10.20.0.2"',
      '10:28 remotes[4].apiServer: expected a URL such as https://10.20.0.2:6443, got "https://10.20.0.2:99999"',
    ],
  },
];
