import { mesh, type WrongMesh, withDefaults, withIstio, withPrimary, withRemotes } from './wrong-mesh';

export const versions: readonly WrongMesh[] = [
  {
    name: 'the address of Pilot for a release of the second line',
    yaml: withIstio('1.28'),
    problems: [
      '4:3 primary.addresses.istiod: expected an IP address or DNS name, or a list of IP addresses, got nothing. Write the address of istiod for remotes, such as istiod: 10.8.0.11',
      '4:16 primary.addresses.pilot: belongs to Istio 1.0, which is not the release in `istio`. Remove it',
    ],
  },
  {
    name: 'a patch release of the second line',
    yaml: withIstio('1.31.2'),
    problems: [
      '4:3 primary.addresses.istiod: expected an IP address or DNS name, or a list of IP addresses, got nothing. Write the address of istiod for remotes, such as istiod: 10.8.0.11',
      '4:16 primary.addresses.pilot: belongs to Istio 1.0, which is not the release in `istio`. Remove it',
    ],
  },
  {
    name: 'a release of neither line',
    yaml: withIstio('1.5.0'),
    problems: [
      '1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got "1.5.0". Write the release that the primary runs, such as istio: 1.0.9',
    ],
  },
  ...['1.27.9', '1.100', '1.031'].map((release) => ({
    name: `the release ${release}`,
    yaml: withIstio(release),
    problems: [
      `1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got "${release}". Write the release that the primary runs, such as istio: 1.0.9`,
    ],
  })),
  {
    name: 'a major release',
    yaml: withIstio('2.0'),
    problems: [
      '1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got "2.0". Write the release that the primary runs, such as istio: 1.0.9',
    ],
  },
  {
    name: 'a number',
    yaml: withIstio('1'),
    problems: [
      '1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got 1. Write the release that the primary runs, such as istio: 1.0.9',
    ],
  },
  {
    name: 'a release without its patch',
    yaml: withIstio('1.0'),
    problems: [
      '1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got "1.0". Write the release that the primary runs, such as istio: 1.0.9',
    ],
  },
  {
    name: 'a release with a v',
    yaml: withIstio('v1.0.9'),
    problems: [
      '1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got "v1.0.9". Write the release that the primary runs, such as istio: 1.0.9',
    ],
  },
  {
    name: 'a release that never was',
    yaml: withIstio('1.0.10'),
    problems: [
      '1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got "1.0.10". Write the release that the primary runs, such as istio: 1.0.9',
    ],
  },
  {
    name: 'a list of releases',
    yaml: withIstio('[1.0.9]'),
    problems: [
      '1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got a list. Write the release that the primary runs, such as istio: 1.0.9',
    ],
  },
  {
    name: 'Kubernetes versions out of range, one of them without quotes',
    yaml: withRemotes(
      '{ name: a, kubernetes: 1.8 }',
      '{ name: b, kubernetes: 1.20 }',
      '{ name: c, kubernetes: "1.22" }',
      '{ name: d, kubernetes: "1.21.14" }',
    ),
    problems: [
      '6:28 remotes[0].kubernetes: expected Kubernetes 1.9 to 1.21 for Istio 1.0, got "1.8". Upgrade the cluster',
      '8:28 remotes[2].kubernetes: expected Kubernetes 1.9 to 1.21 for Istio 1.0, got "1.22": its injector patches the webhook through an API that 1.22 no longer serves. Use a current Istio, or set allowUnsupportedKubernetes: true and sidecarInjector.caBundle',
    ],
  },
  {
    name: 'Kubernetes versions that are none',
    yaml: withRemotes(
      '{ name: a, kubernetes: v1.20.x-gke.3 }',
      '{ name: b, kubernetes: 1 }',
      '{ name: c, kubernetes: latest }',
      '{ name: d, kubernetes: "1.021" }',
    ),
    problems: [
      '6:28 remotes[0].kubernetes: expected a Kubernetes version such as "1.21", got "v1.20.x-gke.3". Write "1.20"',
      '7:28 remotes[1].kubernetes: expected a Kubernetes version such as "1.21", got 1',
      '8:28 remotes[2].kubernetes: expected a Kubernetes version such as "1.21", got "latest"',
      '9:28 remotes[3].kubernetes: expected a Kubernetes version such as "1.21", got "1.021"',
    ],
  },
  {
    name: 'an old primary',
    yaml: withPrimary('{ name: hq, kubernetes: 1.8, addresses: { pilot: 10.8.0.11 } }'),
    problems: ['2:34 primary.kubernetes: expected Kubernetes 1.9 or newer, got "1.8". Upgrade the cluster'],
  },
  {
    name: 'an unsupported version in defaults, once for all remotes',
    yaml: withDefaults('{ kubernetes: 1.25 }').replace('- name: eu', '- name: eu\n  - name: us'),
    problems: [
      '5:25 defaults.kubernetes: expected Kubernetes 1.9 to 1.21 for Istio 1.0, got "1.25": its injector patches the webhook through an API that 1.22 no longer serves. Use a current Istio, or set allowUnsupportedKubernetes: true and sidecarInjector.caBundle',
    ],
  },
  {
    name: 'unsupported Kubernetes without a CA bundle',
    yaml: withRemotes(
      '{ name: a, kubernetes: 1.25, allowUnsupportedKubernetes: true }',
      '{ name: b, kubernetes: 1.25, allowUnsupportedKubernetes: true, sidecarInjector: { enabled: false } }',
    ),
    problems: [
      "6:5 remotes[0].sidecarInjector.caBundle: expected a static caBundle on Kubernetes 1.25, got nothing: its injector patches the webhook through an API that 1.22 no longer serves. Give Citadel's root certificate, base64 of PEM, or set sidecarInjector.enabled: false",
    ],
  },
  {
    name: 'fields that the release does not know',
    yaml: mesh({
      istio: 'istio: 1.0.1',
      defaults: 'defaults: { policyCheckFailOpen: false, proxy: { concurrency: 1 } }',
      remotes: 'remotes:\n  - name: eu\n    proxy: { domain: mesh.local }',
    }),
    problems: [
      '5:34 defaults.policyCheckFailOpen: exists from Istio 1.0.3 on, and the mesh runs 1.0.1. Remove it, or upgrade the primary',
      '5:63 defaults.proxy.concurrency: exists from Istio 1.0.2 on, and the mesh runs 1.0.1. Remove it, or upgrade the primary',
      '8:22 remotes[0].proxy.domain: exists from Istio 1.0.6 on, and the mesh runs 1.0.1. Remove it, or upgrade the primary',
    ],
  },
];
