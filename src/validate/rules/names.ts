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

/** Kinds with special rules for names. Source: Kubernetes, validation of each API group. */
const RULES: Readonly<Record<string, NameRule>> = {
  Namespace: LABEL,
  Service: SERVICE,
  Role: PATH_SEGMENT,
  RoleBinding: PATH_SEGMENT,
  ClusterRole: PATH_SEGMENT,
  ClusterRoleBinding: PATH_SEGMENT,
};

/**
 * The name and namespace of an object must be valid for its kind.
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
  // A user may leave the namespace to the current one at apply; our files never do.
  if (ours && namespaced !== undefined && namespaced !== (namespace !== '')) {
    const [message, fix] = namespaced
      ? ['expected a namespace, got nothing', 'It would land in whatever namespace is current']
      : [`expected none, since a ${kind} belongs to the cluster, got ${excerpt(namespace)}`, 'Take it out'];
    problems.push(errorAt(NAMESPACE, message, fix));
  }
  return problems;
}
