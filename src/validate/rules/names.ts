import { fieldAt } from '../../kubernetes/fields';
import { isDnsLabel, isDnsSubdomain } from '../../kubernetes/names';
import { errorAt, excerpt, type Path, type Problem } from '../../problem';
import type { ManifestObject } from '../manifest';

interface NameRule {
  readonly what: string;
  readonly fits: (name: string) => boolean;
}

const LABEL: NameRule = {
  what: 'a DNS-1123 label (a-z, 0-9 and -, at most 63 characters)',
  fits: isDnsLabel,
};
const SUBDOMAIN: NameRule = {
  what: 'a DNS-1123 subdomain (a-z, 0-9, - and ., at most 253 characters)',
  fits: isDnsSubdomain,
};
const SERVICE: NameRule = {
  what: 'a DNS-1035 label (a-z, 0-9 and -, beginning with a letter, at most 63 characters)',
  fits: (name) => isDnsLabel(name) && /^[a-z]/.test(name),
};
const PATH_SEGMENT: NameRule = {
  what: 'a name without / and %',
  fits: (name) => name !== '.' && name !== '..' && !/[/%]/.test(name),
};

const NAME: Path = ['metadata', 'name'];
const NAMESPACE: Path = ['metadata', 'namespace'];

/** Kinds whose names follow other rules than most. Source: Kubernetes, validation of each API group. */
const RULES: Readonly<Record<string, NameRule>> = {
  Namespace: LABEL,
  Service: SERVICE,
  Role: PATH_SEGMENT,
  RoleBinding: PATH_SEGMENT,
  ClusterRole: PATH_SEGMENT,
  ClusterRoleBinding: PATH_SEGMENT,
};

/**
 * The name of an object is one that its kind may have, and its namespace as well.
 * @param namespaced undefined for a kind that is not described
 */
export function namesAreValid(object: ManifestObject, namespaced: boolean | undefined): Problem[] {
  const { kind, name, namespace, ours, value } = object;
  const problems: Problem[] = [];
  const rule = (Object.hasOwn(RULES, kind) ? RULES[kind] : undefined) ?? SUBDOMAIN;
  if (name !== '' && !rule.fits(name))
    problems.push(errorAt(NAME, `expected ${rule.what}, got ${excerpt(name)}`));
  if (name === '' && fieldAt(value, 'metadata', 'generateName') === undefined)
    problems.push(errorAt(NAME, 'expected a name, got nothing', 'Every object of a manifest needs a name'));
  if (namespace !== '' && !isDnsLabel(namespace))
    problems.push(errorAt(NAMESPACE, `expected ${LABEL.what}, got ${excerpt(namespace)}`));
  // A user may leave the namespace to whatever is current when the manifest is applied; our files never do.
  if (ours && namespaced !== undefined && namespaced !== (namespace !== '')) {
    const [message, fix] = namespaced
      ? ['expected a namespace, got nothing', 'It would land in whatever namespace is current']
      : [`expected none, since a ${kind} belongs to the cluster, got ${excerpt(namespace)}`, 'Take it out'];
    problems.push(errorAt(NAMESPACE, message, fix));
  }
  return problems;
}
