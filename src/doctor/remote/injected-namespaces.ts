import type { InjectionLabel } from '../../membership/line-membership';
import type { Check, RemoteContext } from '../context';
import { broken, ok, warning } from '../finding';

/** Checks that the namespaces of applications have the labels in mesh.yaml. */
export const injectedNamespaces: Check<RemoteContext> = async ({ cluster, membership, remote }) => {
  const labels = membership.injectionLabels(remote.name);
  const declared = remote.injectedNamespaces;
  const live = await cluster.list({ apiVersion: 'v1', kind: 'Namespace' });
  const has = (name: string, { key, value }: InjectionLabel): boolean =>
    live.some(({ metadata }) => metadata.name === name && metadata.labels?.[key] === value);
  const missing = byLabel(declared, (name) => (has(name, labels.of(name)) ? [] : [labels.of(name)]));
  const names = live.map(({ metadata }) => metadata.name);
  const more = byLabel(names, (name) =>
    labels.all.filter(
      (label) => has(name, label) && !(declared.includes(name) && isSameLabel(label, labels.of(name))),
    ),
  );
  if (missing.size + more.size > 0)
    return [
      ...[...missing].map(([label, lacking]) =>
        broken(
          `${isOrAre(lacking)} not labelled ${label}`,
          `Apply the manifests of ${cluster.name}, then restart the pods there`,
        ),
      ),
      ...[...more].map(([label, found]) =>
        warning(
          `${isOrAre(found)} labelled ${label}, which is not in mesh.yaml`,
          'Add it to injectedNamespaces, or remove the label',
        ),
      ),
    ];
  if (declared.length === 0) return [ok('no namespace is injected')];
  const right = byLabel(declared, (name) => [labels.of(name)]);
  return [ok([...right].map(([label, found]) => `${isOrAre(found)} labelled ${label}`).join('; '))];
};

function isOrAre(names: readonly string[]): string {
  return `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'}`;
}

/** Groups namespaces by `key=value` of their labels. */
function byLabel(
  names: readonly string[],
  labelsOf: (name: string) => readonly InjectionLabel[],
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const name of names)
    for (const { key, value } of labelsOf(name)) {
      const label = `${key}=${value}`;
      found.set(label, [...(found.get(label) ?? []), name]);
    }
  return found;
}

function isSameLabel(one: InjectionLabel, other: InjectionLabel): boolean {
  return one.key === other.key && one.value === other.value;
}
