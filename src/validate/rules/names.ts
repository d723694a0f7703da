import { isDnsLabel, isDnsSubdomain } from '../../kubernetes/names';
import { errorAt, type Path, type Problem, quoted } from '../../problem';
import type { ManifestObject } from '../manifest';

interface NameRule {
  readonly what: string;
  readonly fits: (name: string) => boolean;
}

const LABEL: NameRule = {
  what: 'a DNS-1123 label (a-z, 0-9 and -, at most 63 characters)',
  fits: isDnsLabel,
};
const SUBDOMAIN: NameRule = { what: 'DNS-1123 labels joined by dots', fits: isDnsSubdomain };
const SERVICE: NameRule = {
  what: 'a DNS-1035 label (a-z, 0-9 and -, beginning with a letter, at most 63 characters)',
  fits: (name) => isDnsLabel(name) && /^[a-z]/.test(name),
};
const PATH_SEGMENT: NameRule = {
  what: 'a name without / and %',
  fits: (name) => name !== '.' && name !== '..' && !/[/%]/.test(name),
};

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
 * @param namespaced undefined when nobody knows
 */
export function namesAreValid(object: ManifestObject, namespaced: boolean | undefined): Problem[] {
  const { kind, name, namespace, ours, value } = object;
  const metadata: Path = ['metadata'];
  const problems: Problem[] = [];
  const generated =
    typeof value.metadata === 'object' && value.metadata !== null && 'generateName' in value.metadata;
  if (name === '') {
    if (!generated) {
      const fix = 'Every object of a manifest needs a name';
      problems.push(errorAt([...metadata, 'name'], 'expected a name, got nothing', fix));
    }
  } else {
    const rule = Object.hasOwn(RULES, kind) ? (RULES[kind] ?? SUBDOMAIN) : SUBDOMAIN;
    if (!rule.fits(name))
      problems.push(errorAt([...metadata, 'name'], `expected ${rule.what}, got ${quoted(name)}`));
  }
  if (namespace !== '' && !isDnsLabel(namespace))
    problems.push(errorAt([...metadata, 'namespace'], `expected ${LABEL.what}, got ${quoted(namespace)}`));
  // Whose namespace is left to the one who applies is a choice that people have and we never take.
  if (ours && namespaced !== undefined && namespaced !== (namespace !== '')) {
    const path: Path = [...metadata, 'namespace'];
    problems.push(
      namespaced
        ? errorAt(path, 'expected a namespace, got nothing', 'It would land in whatever namespace is current')
        : errorAt(
            path,
            `expected none, since a ${kind} belongs to the cluster, got ${quoted(namespace)}`,
            'Take it out',
          ),
    );
  }
  return problems;
}
