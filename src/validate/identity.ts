/** What no two objects of a cluster may share: versions of one kind are the same object. */
export function identity(group: string, kind: string, namespace: string, name: string): string {
  return `${group} ${kind} ${namespace} ${name}`;
}
