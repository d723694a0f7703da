import { listAt, textAt } from '../../kubernetes/fields';
import { someOf } from '../../page/short-text';
import type { ObjectChange } from '../compare-objects';
import { code } from '../markdown/code';
import type { ReviewObject } from '../review-object';
import { type ConsequenceRule, isA } from './consequence';

const GROUP = 'rbac.authorization.k8s.io';

/** Limit of rights in one sentence. */
const NAMED_RIGHTS = 6;

/** Reports rights that an account loses or gains. */
export const rightsChange: ConsequenceRule = (change, all) => {
  if (!isA(change, GROUP, 'ClusterRole', 'Role') || change.outcome === 'added') return [];
  const name = `${change.object.kind} ${code(change.object.name)}`;
  const [before, after] = [rightsOf(change.before), rightsOf(change.after)];
  const lost = [...before].filter((right) => !after.has(right) && !after.has('*'));
  const gained = [...after].filter((right) => !before.has(right) && !before.has('*'));
  if (change.outcome === 'removed') {
    const isUnbound = all.some(
      ({ outcome, object }) =>
        outcome === 'removed' && textAt(object.fields, 'roleRef', 'name') === change.object.name,
    );
    return isUnbound ? [] : [`${name} is removed: accounts bound to it lose its rights.`];
  }
  return [
    lost.length > 0 ? `RBAC narrowed: ${name} no longer allows ${someOf(lost.map(code), NAMED_RIGHTS)}.` : [],
    gained.length > 0 ? `RBAC widened: ${name} now allows ${someOf(gained.map(code), NAMED_RIGHTS)}.` : [],
  ].flat();
};

/** A binding without an account gives its role to nobody. */
export const boundAccountsChange: ConsequenceRule = (change, all) => {
  if (!isA(change, GROUP, 'ClusterRoleBinding', 'RoleBinding') || change.outcome === 'added') return [];
  const role = code(textAt(change.before?.fields, 'roleRef', 'name') ?? '');
  const now = new Set(subjectsOf(change.after));
  const settled = new Set(
    all.filter((other) => other.outcome === 'removed' && isA(other, '', 'ServiceAccount')).map(accountOf),
  );
  // A new revision comes with its own bindings.
  for (const { outcome, object } of all)
    if (outcome === 'added' && object.kind === change.object.kind)
      for (const subject of subjectsOf(object)) settled.add(subject);
  return subjectsOf(change.before)
    .filter((subject) => !now.has(subject) && !settled.has(subject))
    .map((subject) => `${code(subject)} loses the rights of ${role}.`);
};

/** The remote Secret on the primary contains the reader's token. */
export const readerLosesItsToken: ConsequenceRule = (change) => {
  const { outcome, object } = change;
  if (outcome !== 'removed') return [];
  const name = code(object.name);
  if (isA(change, '', 'Secret') && textAt(object.fields, 'type') === 'kubernetes.io/service-account-token')
    return `The token Secret ${name} is removed, and its token ends with it: Pilot no longer sees the cluster until it gets another one.`;
  if (isA(change, '', 'ServiceAccount') && /^istio-(?:multi|reader)/.test(object.name))
    return `Account ${name} is removed, and its tokens end with it: Pilot no longer sees the cluster.`;
  return [];
};

/** Formats `list pods` or `get deployments.apps`, each once. */
function rightsOf(object: ReviewObject | undefined): Set<string> {
  return new Set(
    listAt(object?.fields, 'rules').flatMap((rule) => {
      const groups = listAt(rule, 'apiGroups');
      const targets = [
        ...listAt(rule, 'resources').flatMap((resource) =>
          groups.map((group) => (group === '' ? `${resource}` : `${resource}.${group}`)),
        ),
        ...listAt(rule, 'nonResourceURLs').map(String),
      ];
      const names = listAt(rule, 'resourceNames');
      const only = names.length === 0 ? '' : ` (${names.join(', ')})`;
      return listAt(rule, 'verbs').flatMap((verb) => targets.map((target) => `${verb} ${target}${only}`));
    }),
  );
}

function subjectsOf(object: ReviewObject | undefined): string[] {
  return listAt(object?.fields, 'subjects').map((subject) =>
    ['namespace', 'name'].flatMap((key) => textAt(subject, key) ?? []).join('/'),
  );
}

function accountOf({ object }: ObjectChange): string {
  return `${object.namespace ?? ''}/${object.name}`;
}

/** The place of the Secret's labels, in each kind that creates a Secret. */
const LABELS = [
  ['metadata', 'labels'],
  ['spec', 'template', 'metadata', 'labels'],
  ['spec', 'target', 'template', 'metadata', 'labels'],
] as const;

const MAKES_A_SECRET = new Set(['/Secret', 'external-secrets.io/ExternalSecret', 'bitnami.com/SealedSecret']);

/** Source: 1.0.9, pkg/kube/secretcontroller; the same in current releases. */
const LABEL = 'istio/multiCluster';
const CLUSTER_ANNOTATION = 'networking.istio.io/cluster';

/** Pilot reads the clusters of all Secrets with the label. */
export const pilotSeesOtherClusters: ConsequenceRule = (change) => {
  if (!MAKES_A_SECRET.has(`${change.object.group}/${change.object.kind}`)) return [];
  if (![change.before, change.after].some(isLabelled)) return [];
  const cluster = code(clusterOf(change.object));
  if (!isLabelled(change.after)) return `Remote secret removed: Pilot no longer sees the cluster ${cluster}.`;
  if (!isLabelled(change.before))
    return `Remote secret added: Pilot reads the cluster ${cluster} as soon as the Secret is filled.`;
  return `The remote secret of ${cluster} changes. ${isOfIstiod(change.object) ? ISTIOD_TAKES_IT_LATER : PILOT_IGNORES_IT}`;
};

const PILOT_IGNORES_IT =
  'Pilot 1.0 ignores changes of that Secret: it takes them when the Secret is deleted and comes back, or when Pilot restarts.';
/** Source: istio#61043, istio#59875 and istio#60520; docs/rotation.md lists the releases. */
const ISTIOD_TAKES_IT_LATER =
  'If its kubeconfig changes, restart istiod before 1.30.4: on such a change it can hang, crash or lose the endpoints of the cluster.';

/** Only current Istio uses such a Secret name or annotation. */
function isOfIstiod({ fields, name }: ReviewObject): boolean {
  return (
    name.startsWith('istio-remote-secret-') ||
    textAt(fields, 'metadata', 'annotations', CLUSTER_ANNOTATION) !== undefined
  );
}

function isLabelled(object: ReviewObject | undefined): boolean {
  return LABELS.some((path) => textAt(object?.fields, ...path, LABEL) === 'true');
}

function clusterOf({ fields, name }: ReviewObject): string {
  return (
    textAt(fields, 'metadata', 'annotations', CLUSTER_ANNOTATION) ?? name.replace(/^istio-remote-secret-/, '')
  );
}
