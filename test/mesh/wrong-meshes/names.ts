import { LABEL, type WrongMesh, withDefaults, withPrimary, withRemotes } from './wrong-mesh';

export const names: readonly WrongMesh[] = [
  {
    name: 'names that leave the output folder, or are none',
    yaml: withRemotes(
      ...["'../x'", 'a/b', '.', '..', 'CON', 'Eu', '""', 'a_b', '-a', 'a-'].map((n) => `name: ${n}`),
    ),
    problems: [
      `6:11 remotes[0].name: ${LABEL}, got "../x". Write the cluster id, such as name: eu-west-1`,
      `7:11 remotes[1].name: ${LABEL}, got "a/b". Write the cluster id, such as name: eu-west-1`,
      `8:11 remotes[2].name: ${LABEL}, got ".". Write the cluster id, such as name: eu-west-1`,
      `9:11 remotes[3].name: ${LABEL}, got "..". Write the cluster id, such as name: eu-west-1`,
      `10:11 remotes[4].name: ${LABEL}, got "CON". Write con`,
      `11:11 remotes[5].name: ${LABEL}, got "Eu". Write eu`,
      `12:11 remotes[6].name: ${LABEL}, got "". Write the cluster id, such as name: eu-west-1`,
      `13:11 remotes[7].name: ${LABEL}, got "a_b". Write a-b`,
      `14:11 remotes[8].name: ${LABEL}, got "-a". Write the cluster id, such as name: eu-west-1`,
      `15:11 remotes[9].name: ${LABEL}, got "a-". Write the cluster id, such as name: eu-west-1`,
    ],
  },
  {
    name: 'a name that is too long',
    yaml: withRemotes(`name: ${'x'.repeat(64)}`),
    problems: [
      `6:11 remotes[0].name: ${LABEL}, got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx". Write the cluster id, such as name: eu-west-1`,
    ],
  },
  {
    name: 'two clusters with one name',
    yaml: withRemotes('name: hq', 'name: eu', 'name: eu'),
    problems: [
      '6:11 remotes[0].name: expected a name of its own, got "hq", which the primary has too. Rename one of the two clusters',
      '8:11 remotes[2].name: expected a name of its own, got "eu", which a remote further up has too. Rename one of the two clusters',
    ],
  },
  {
    name: 'two clusters with one name behind a broken one',
    yaml: withRemotes('null', 'name: eu', 'name: eu'),
    problems: [
      '6:5 remotes[0]: expected a map with keys such as name, apiServer, podCidrs, got null',
      '8:11 remotes[2].name: expected a name of its own, got "eu", which a remote further up has too. Rename one of the two clusters',
    ],
  },
  {
    name: 'a namespace that is none',
    yaml: withPrimary('{ name: hq, namespace: Istio_System, addresses: { pilot: 10.8.0.11 } }'),
    problems: [`2:33 primary.namespace: ${LABEL}, got "Istio_System". Write istio-system`],
  },
  {
    name: 'namespaces that nobody injects',
    yaml: withRemotes(
      '{ name: eu, injectedNamespaces: [istio-system, kube-system, kube-public, shop, shop, Shop] }',
    ),
    problems: [
      '6:38 remotes[0].injectedNamespaces[0]: expected a namespace of applications, got "istio-system", where Istio itself runs. Remove it',
      '6:52 remotes[0].injectedNamespaces[1]: expected a namespace of applications, got "kube-system", which the injector ignores. Remove it',
      '6:65 remotes[0].injectedNamespaces[2]: expected a namespace of applications, got "kube-public", which the injector ignores. Remove it',
      '6:84 remotes[0].injectedNamespaces[4]: expected each namespace once, got "shop" again. Remove one of the two',
      `6:90 remotes[0].injectedNamespaces[5]: ${LABEL}, got "Shop". Write shop`,
    ],
  },
  {
    name: 'a default that injects Istio itself',
    yaml: withDefaults('{ injectedNamespaces: [web, istio-system] }').replace(
      '- name: eu',
      '- name: eu\n  - name: us',
    ),
    problems: [
      '5:39 defaults.injectedNamespaces[1]: expected a namespace of applications, got "istio-system", where Istio itself runs. Remove it',
    ],
  },
];
