import type { Action } from '../../kubernetes/api/cluster';
import type { LeftoverKind, LineMembership, ReaderAccount } from '../../membership/line-membership';
import { LABELS } from './facts/labels';
import { DEFAULT_REVISION, NAMES, primaryReaderRole, readerRoleName } from './facts/names';
import { whyNoUpdateInPlace } from './facts/remote-secret-updates';
import type { MeshCurrent } from './mesh';
import { injectionLabelOf, injectionLabelsOf, revisionNameOf } from './revisions';

/** Kinds that istiod watches in a remote cluster. Source: release-1.30, pilot/pkg/serviceregistry/kube/controller. */
const READS = [
  ...['Namespace', 'Node', 'Pod', 'Service', 'Secret'].map((kind) => ({ apiVersion: 'v1', kind })),
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
];

/** istiod watches objects, and asks for the identity of callers. */
const READING: readonly Action[] = [
  ...['namespaces', 'nodes', 'pods', 'services', 'secrets'].flatMap((resource) => watched(resource)),
  ...watched('endpointslices', 'discovery.k8s.io'),
];

const ASKING: readonly Action[] = [
  { verb: 'create', resource: 'tokenreviews', group: 'authentication.k8s.io' },
  { verb: 'create', resource: 'subjectaccessreviews', group: 'authorization.k8s.io' },
];

/** In a remote, istiod writes its root into every namespace and into the webhook. */
const LEADING: readonly Action[] = [
  { verb: 'create', resource: 'configmaps' },
  { verb: 'update', resource: 'configmaps' },
  { verb: 'update', resource: 'mutatingwebhookconfigurations', group: 'admissionregistration.k8s.io' },
];

const NEEDED: readonly Action[] = [...READING, ...LEADING, ...ASKING];

const REFUSED: readonly Action[] = [
  { verb: 'create', resource: 'pods' },
  { verb: 'create', resource: 'secrets' },
  { verb: 'delete', resource: 'services' },
  { verb: 'create', resource: 'clusterrolebindings', group: 'rbac.authorization.k8s.io' },
  { verb: 'impersonate', resource: 'users' },
  { verb: '*', resource: '*', group: '*' },
];

/** The label that asks for ztunnel. */
const AMBIENT = { key: LABELS.dataPlaneMode, value: 'ambient' };

/** Returns the account that other primaries use to read a primary. */
function primaryReader(namespace: string): ReaderAccount {
  const role = primaryReaderRole(namespace);
  return {
    account: NAMES.primaryReaderAccount,
    grants: [{ role, binding: role }],
    token: NAMES.primaryReaderToken,
    reads: READS,
    needed: [...READING, ...ASKING],
    refused: [...REFUSED, ...LEADING],
    rights: 'reads what istiod reads, and writes nothing that istiod of this cluster writes',
  };
}

function watched(resource: string, group = ''): Action[] {
  return ['list', 'watch'].map((verb) => ({ verb, resource, group }));
}

/**
 * Objects that istiod creates in a remote, and the definitions of its kinds. Source: release-1.30,
 * pilot/pkg/serviceregistry/kube/controller/namespacecontroller.go, pilot/pkg/leaderelection.
 */
function leftovers(namespace: string): LeftoverKind[] {
  const configMap = (name: string, what: string, within?: string): LeftoverKind => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    what,
    fields: `metadata.name=${name}`,
    isOne: ({ metadata }) =>
      metadata.name === name && (within === undefined || metadata.namespace === within),
  });
  const roots = 'roots of istiod, which sidecars need until their pods restart';
  return [
    configMap(NAMES.rootConfigMap, roots),
    configMap('istio-ca-crl', roots),
    configMap('istio-namespace-controller-election', 'the lock of istiod’s pods', namespace),
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      what: 'definitions of Istio’s kinds',
      stays: 'deleting one deletes every object of its kind',
      isOne: ({ metadata }) => metadata.name.endsWith('.istio.io'),
    },
  ];
}

/** Returns the facts of current Istio for the commands that use live clusters. */
export function membership(mesh: MeshCurrent): LineMembership {
  const { primary, primaries, revisions, revisionTags, remotes, dataPlane } = mesh;
  const { namespace } = primary;
  return {
    controlPlane: 'istiod',
    reader: {
      account: NAMES.readerAccount,
      grants: revisions.map(({ name }) => {
        const role = readerRoleName(namespace, name);
        return { role, binding: role };
      }),
      token: NAMES.readerToken,
      reads: READS,
      needed: NEEDED,
      refused: REFUSED,
      rights: 'has the rights that istiod uses, and none that a reader must not have',
    },
    remoteSecret: {
      // All istiods share the Secret, so the one with the most faults decides.
      replacedBecause: revisions
        .map(({ istio }) => whyNoUpdateInPlace(istio))
        .find((why) => why !== undefined),
      noticesKeys: true,
      // Source: 1.28 to 1.31, pilot/pkg/features (PILOT_REMOTE_CLUSTER_TIMEOUT).
      deadClusterDoes: 'whenever it starts, istiod waits 30 s for a dead one',
    },
    // Source: 1.28 to 1.31, pkg/kube/util.go (sanitizeKubeConfig).
    kubeconfig: {
      serverName: true,
      outside: 'istiod refuses unless its variable PILOT_INSECURE_MULTICLUSTER_KUBECONFIG_OPTIONS allows it',
    },
    ...(primaries.length === 1 ? {} : { primaryReader: primaryReader(namespace) }),
    injectionLabels(cluster) {
      const [first] = revisions;
      const ofPrimary = {
        revisions,
        revisionTags,
        revision: first === undefined ? DEFAULT_REVISION : revisionNameOf(first),
        namespaceRevisions: {},
      };
      const found = remotes.find(({ name }) => name === cluster) ?? ofPrimary;
      return {
        of: (namespace) => injectionLabelOf(found, namespace),
        all: [...injectionLabelsOf(found), ...(dataPlane === 'ambient' ? [AMBIENT] : [])],
      };
    },
    leftovers: leftovers(namespace),
  };
}
