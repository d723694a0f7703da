import { current } from './current';
import type { WrongMesh } from './wrong-mesh';

const TWO = 'revisions: [{ name: 1-29, istio: "1.29.6" }, { name: 1-30 }]';

/** Meshes of current Istio whose revisions contradict each other. */
export const revisions: readonly WrongMesh[] = [
  {
    name: 'a revision beside revisions',
    yaml: current({ top: `${TWO}\nrevision: 1-29` }),
    problems: [
      '5:11 revision: belongs to a mesh with one revision, and this one lists revisions. Remove it, and write defaults: { revision: 1-29 } if namespaces stay with that revision',
    ],
  },
  {
    name: 'an empty list of revisions',
    yaml: current({ top: 'revisions: []' }),
    problems: [
      '4:12 revisions: expected at least one revision, got an empty list. Write the revisions that run on the primary, such as [{ name: 1-30 }], or remove the key',
    ],
  },
  {
    name: 'a list of tags beside revisions',
    yaml: current({ top: `${TWO}\nrevisionTags: [prod]` }),
    problems: [
      '5:15 revisionTags: expected a map from tag to revision, since the mesh lists revisions, got a list. Write for example { prod: 1-29 }',
    ],
  },
  {
    name: 'a map of tags without revisions',
    yaml: current({ top: `revision: 1-30\nrevisionTags: { prod: 1-30 }` }),
    problems: [
      '5:15 revisionTags: expected a list of tags of the one revision, since the mesh has no list of revisions, got a map. Write a list such as [prod], or write revisions',
    ],
  },
  {
    name: 'a revision that is listed twice',
    yaml: current({ top: 'revisions: [{ name: 1-30 }, { name: 1-30 }]' }),
    problems: [
      '4:37 revisions[1].name: expected each revision once, got "1-30" again. Rename or remove one of the two',
    ],
  },
  {
    name: 'a tag with the name of a listed revision',
    yaml: current({ top: `${TWO}\nrevisionTags: { 1-29: 1-30 }` }),
    problems: [
      '5:23 revisionTags.1-29: expected another name than the revision\'s, got "1-29". Remove the tag',
    ],
  },
  {
    name: 'the tag default beside the revision default',
    yaml: current({ top: `revisions: [{ name: default }, { name: 1-30 }]\nrevisionTags: { default: 1-30 }` }),
    problems: [
      '5:26 revisionTags.default: expected another name than the revision\'s, got "default". Remove the tag',
    ],
  },
  {
    name: 'a tag that points to no revision',
    yaml: current({ top: `${TWO}\nrevisionTags: { prod: 1-31 }` }),
    problems: [
      '5:23 revisionTags.prod: expected one of the revisions 1-29, 1-30, got "1-31". Correct the name, or add it to revisions',
    ],
  },
  {
    name: 'a remote that chooses, in a mesh without a list',
    yaml: current({
      remote:
        'revision: 1-30, revisions: [1-30], revisionTags: { prod: 1-30 }, namespaceRevisions: { shop: 1-30 }',
    }),
    problems: [
      '3:33 remotes[0].revision: chooses between revisions, and the mesh lists none. Write the revisions of the primary in revisions, or remove it',
      '3:50 remotes[0].revisions: chooses between revisions, and the mesh lists none. Write the revisions of the primary in revisions, or remove it',
      '3:72 remotes[0].revisionTags: chooses between revisions, and the mesh lists none. Write the revisions of the primary in revisions, or remove it',
      '3:108 remotes[0].namespaceRevisions: chooses between revisions, and the mesh lists none. Write the revisions of the primary in revisions, or remove it',
    ],
  },
  {
    name: 'gateways that choose, in a mesh without a list',
    yaml: current({
      primary: 'network: n1, exposure: { mode: east-west-gateway, annotations: {}, revision: 1-30 }',
      remote: 'network: n2, eastWestGateway: { revision: 1-30 }',
    }),
    problems: [
      '2:133 primary.exposure.revision: chooses between revisions, and the mesh lists none. Write the revisions of the primary in revisions, or remove it',
      '3:65 remotes[0].eastWestGateway.revision: chooses between revisions, and the mesh lists none. Write the revisions of the primary in revisions, or remove it',
    ],
  },
  {
    name: 'a remote with revisions that the mesh lacks',
    yaml: current({ top: TWO, remote: 'revisions: [1-31], revisionTags: { prod: 1-31 }' }),
    problems: [
      '3:35 remotes[0].revisions[0]: expected one of the revisions 1-29, 1-30, got "1-31". Correct the name, or add it to revisions',
      '3:64 remotes[0].revisionTags.prod: expected one of the revisions 1-29, 1-30, got "1-31". Correct the name, or add it to revisions',
    ],
  },
  {
    name: 'a remote without any revision',
    yaml: current({ top: TWO, remote: 'revisions: []' }),
    problems: [
      '3:34 remotes[0].revisions: expected at least one revision, got an empty list. Write the revisions of this cluster, or remove the key for all',
    ],
  },
  {
    name: 'choices that the mesh lacks',
    yaml: current({
      top: TWO,
      primary: 'network: n1, exposure: { mode: east-west-gateway, annotations: {}, revision: x }',
      remote:
        'network: n2, revision: prod, injectedNamespaces: [shop], namespaceRevisions: { shop: 1-31 }, eastWestGateway: { revision: y }',
    }),
    problems: [
      '2:133 primary.exposure.revision: expected a revision or tag of the mesh, which has 1-29, 1-30, got "x". Correct the name, or add it to revisions or revisionTags',
      '3:46 remotes[0].revision: expected a revision or tag of eu, which has 1-29, 1-30, got "prod". Correct the name, or add it to revisions or revisionTags',
      '3:108 remotes[0].namespaceRevisions.shop: expected a revision or tag of eu, which has 1-29, 1-30, got "1-31". Correct the name, or add it to revisions or revisionTags',
      '3:145 remotes[0].eastWestGateway.revision: expected a revision or tag of eu, which has 1-29, 1-30, got "y". Correct the name, or add it to revisions or revisionTags',
    ],
  },
  {
    name: 'a choice of a revision that the cluster lacks',
    yaml: current({ top: TWO, remote: 'revisions: [1-29], revision: 1-30' }),
    problems: [
      '3:52 remotes[0].revision: expected a revision or tag of eu, which has 1-29, got "1-30". Correct the name, or add it to revisions or revisionTags',
    ],
  },
  {
    name: 'a choice of a tag whose revision the cluster lacks',
    yaml: current({
      top: `${TWO}\nrevisionTags: { canary: 1-30 }`,
      remote: 'revisions: [1-29], revision: canary',
    }),
    problems: [
      '3:52 remotes[0].revision: expected a revision or tag of eu, which has 1-29, got "canary". Correct the name, or add it to revisions or revisionTags',
    ],
  },
  {
    name: 'choices in defaults that no cluster has',
    yaml: current({
      top: `${TWO}\ndefaults: { injectedNamespaces: [shop], revision: x, namespaceRevisions: { shop: y } }`,
    }),
    problems: [
      '5:51 defaults.revision: expected a revision or tag of eu, which has 1-29, 1-30, got "x". Correct the name, or add it to revisions or revisionTags',
      '5:82 defaults.namespaceRevisions.shop: expected a revision or tag of eu, which has 1-29, 1-30, got "y". Correct the name, or add it to revisions or revisionTags',
    ],
  },
  {
    name: 'a revision for a namespace that is not injected, as a warning',
    yaml: current({ top: TWO, remote: 'namespaceRevisions: { shop: 1-30 }' }),
    problems: [
      '3:51 remotes[0].namespaceRevisions.shop: warning: changes nothing, since injectedNamespaces does not list shop. Add the namespace there, or remove it here',
    ],
  },
  {
    name: 'load balancers of two revisions with one address',
    yaml: current({ top: TWO, primary: 'exposure: { mode: load-balancer, annotations: {} }' }),
    problems: [
      '4:46 revisions[1]: expected an istiodAddress of its own, since each revision has a load balancer, got that of 1-29, 10.8.0.11. Write istiodAddress, or use the mode east-west-gateway',
    ],
  },
  {
    name: 'a load balancer of a revision with a fixed address that is a name',
    yaml: current({
      top: 'revisions: [{ name: 1-29 }, { name: 1-30, istiodAddress: istiod.example.com }]',
      primary: 'exposure: { mode: load-balancer, annotations: {}, fixedAddresses: true }',
    }),
    problems: [
      '4:58 revisions[1].istiodAddress: expected an IP address, which fixedAddresses asks the cloud for, got "istiod.example.com". Write the IP address, or remove fixedAddresses',
    ],
  },
  {
    name: 'a revision for a gateway that is not there',
    yaml: current({
      top: 'revisions: [{ name: 1-29 }, { name: 1-30, istiodAddress: 10.8.0.12 }]',
      primary: 'exposure: { mode: load-balancer, annotations: {}, revision: 1-30 }',
    }),
    problems: [
      '2:106 primary.exposure.revision: belongs to east-west-gateway, and the mode is load-balancer. Remove it, or change the mode',
    ],
  },
  {
    name: 'one URL for two revisions',
    yaml: current({
      top: TWO,
      remote: 'sidecarInjector: { url: "https://istiod.example.com/inject/cluster/eu" }',
    }),
    problems: [
      '3:47 remotes[0].sidecarInjector.url: leads to one istiod, and the cluster has the revisions 1-29 and 1-30. Remove it, and write istiodAddress of each revision',
    ],
  },
  {
    name: 'an address of a remote beside addresses of revisions',
    yaml: current({
      top: 'revisions: [{ name: 1-29, istiodAddress: 10.8.0.12 }, { name: 1-30 }]',
      remote: 'istiodAddress: 10.8.0.13',
    }),
    problems: [
      '3:38 remotes[0].istiodAddress: is one address for all revisions, and some have an istiodAddress of their own. Remove one of the two',
    ],
  },
  {
    name: 'two revisions behind the DNS name of a remote',
    yaml: current({ top: TWO, remote: 'istiodAddress: istiod.example.com' }),
    problems: [
      '3:38 remotes[0].istiodAddress: API servers ask for the revisions 1-29 and 1-30 by the DNS name istiod.example.com, and both get the same istiod. Write istiodAddress of each revision, or an IP address for both',
    ],
  },
  {
    name: 'two revisions behind one DNS name',
    yaml: current({
      top: 'revisions: [{ name: a, istiodAddress: istiod.example.com }, { name: b, istiodAddress: istiod.example.com }]',
    }),
    problems: [
      '4:12 revisions: API servers ask for the revisions a and b by the DNS name istiod.example.com, and both get the same istiod. Write istiodAddress of each revision, or an IP address for both',
    ],
  },
  {
    name: 'an address of a revision that is the name of its Service',
    yaml: current({ top: 'revisions: [{ name: a, istiodAddress: istiod-a.istio-system }, { name: b }]' }),
    problems: [
      '4:39 revisions[0].istiodAddress: expected an address outside the remote, got "istiod-a.istio-system", the name that the remote\'s own Service has. Use the IP address or DNS name of the primary\'s istiod',
    ],
  },
  {
    name: 'injection by default among revisions with names',
    yaml: current({ top: TWO, remote: 'sidecarInjector: { injectByDefault: true }' }),
    problems: [
      '3:59 remotes[0].sidecarInjector.injectByDefault: belongs to the default revision, and the mesh has the revisions 1-29, 1-30. Remove it, or add default to revisionTags',
    ],
  },
  {
    name: 'a Kubernetes that is too old for one of the revisions',
    yaml: current({ top: TWO, remote: 'kubernetes: "1.31"' }),
    problems: [
      '3:35 remotes[0].kubernetes: expected Kubernetes 1.32 or newer for Istio 1.30, got "1.31". Upgrade the cluster, or write allowUnsupportedKubernetes: true',
    ],
  },
  {
    name: 'a release of another line in a revision',
    yaml: current({ top: 'revisions: [{ name: a, istio: "1.27" }]' }),
    problems: [
      '4:31 revisions[0].istio: expected a release of current Istio, such as "1.30" or "1.30.3", got "1.27"',
    ],
  },
  {
    name: 'a name of a revision with dots',
    yaml: current({ top: 'revisions: [{ name: "1.30" }]' }),
    problems: [
      '4:21 revisions[0].name: expected a revision such as 1-30: lower-case letters, digits and inner dashes, at most 40 characters, got "1.30". Write "1-30"',
    ],
  },
];
