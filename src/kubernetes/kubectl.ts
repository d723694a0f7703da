/** How kubectl reaches a cluster. */
export interface KubectlAccess {
  /** Context of the kubeconfig. Absent: the current one. */
  readonly context?: string | undefined;
  /** Kubeconfig file. @default - as kubectl finds it */
  readonly kubeconfig?: string | undefined;
}

/** How kubectl reaches a cluster of mesh.yaml: without more, the context is named like the cluster. */
export function kubectlAccess(cluster: {
  readonly name: string;
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
}): KubectlAccess {
  return { context: cluster.context ?? cluster.name, kubeconfig: cluster.kubeconfig };
}

/** An object, whatever the version of its API. */
export interface NamedObject {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Absent for kinds without one. */
  readonly namespace?: string;
  readonly name: string;
}

/** Objects of one command, which keeps it short enough for every shell. */
const OBJECTS_OF_A_COMMAND = 20;

/**
 * The commands that delete objects, in their order: one for each namespace. What is gone already is no error, so they can
 * be repeated.
 */
export function kubectlDelete(access: KubectlAccess, objects: readonly NamedObject[]): string[] {
  const byNamespace = new Map<string | undefined, string[]>();
  for (const object of objects) {
    if (!isPlausible(object)) continue;
    const { group, kind, namespace, name } = object;
    const type = `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}`;
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), `${type}/${name}`]);
  }
  return [...byNamespace].flatMap(([namespace, names]) => {
    const command = [...kubectl(access, namespace), 'delete', '--ignore-not-found'];
    return chunks(names).map((some) => [...command, ...some].map(shellWord).join(' '));
  });
}

/** The command that takes labels from a namespace. */
export function kubectlUnlabel(access: KubectlAccess, namespace: string, labels: readonly string[]): string {
  const removals = labels.map((label) => `${label}-`);
  return [...kubectl(access), 'label', 'namespace', namespace, ...removals].map(shellWord).join(' ');
}

function kubectl({ context, kubeconfig }: KubectlAccess, namespace?: string): string[] {
  return [
    'kubectl',
    ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
    ...(context === undefined ? [] : ['--context', context]),
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
  ];
}

/** A name that an API server could have. A manifest that was edited by hand may have anything. */
function isPlausible({ group, kind, namespace = 'a', name }: NamedObject): boolean {
  return (
    /^(?:[a-z0-9][a-z0-9.-]{0,252})?$/.test(group) &&
    /^[A-Za-z][A-Za-z0-9]{0,62}$/.test(kind) &&
    /^[a-z0-9][a-z0-9-]{0,62}$/.test(namespace) &&
    /^[A-Za-z0-9][A-Za-z0-9.:_-]{0,252}$/.test(name)
  );
}

function chunks(names: readonly string[]): string[][] {
  const count = Math.ceil(names.length / OBJECTS_OF_A_COMMAND);
  return Array.from({ length: count }, (_, index) =>
    names.slice(index * OBJECTS_OF_A_COMMAND, (index + 1) * OBJECTS_OF_A_COMMAND),
  );
}

/** A word as a POSIX shell reads it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
