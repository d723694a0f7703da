/** How kubectl reaches a cluster. */
export interface KubectlAccess {
  /** Context of the kubeconfig. Undefined: the current one. */
  readonly context?: string | undefined;
  /** Kubeconfig file. @default - kubectl's own rules */
  readonly kubeconfig?: string | undefined;
}

/** Returns how kubectl reaches a cluster of mesh.yaml. By default, the context has the cluster's name. */
export function kubectlAccess(cluster: {
  readonly name: string;
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
}): KubectlAccess {
  return { context: cluster.context ?? cluster.name, kubeconfig: cluster.kubeconfig };
}

/** An object, whatever its API version. */
export interface NamedObject {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Undefined for cluster-scoped kinds. */
  readonly namespace?: string;
  readonly name: string;
}

/** Limit of objects in one command, so that it is short enough for every shell. */
const OBJECTS_OF_A_COMMAND = 20;

/**
 * Returns the commands that delete objects, in order, one for each namespace. They ignore missing objects, so you can
 * repeat them.
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

/** Returns the command that removes labels from a namespace. */
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

/** Whether an API server could accept the name. A manifest that was edited by hand may contain anything. */
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

/** Quotes a word for a POSIX shell. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
