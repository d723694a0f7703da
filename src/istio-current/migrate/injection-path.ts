/** What the primary reads out of the path at which an API server asks it to inject. */
export interface InjectionTarget {
  readonly cluster?: string;
  readonly network?: string;
  /** Further variables of the sidecars, which mesh.yaml has no option for. */
  readonly others: readonly string[];
}

/**
 * Reads a path such as `/inject/cluster/eu-west-1/net/network2`: names and values by turns.
 * Source: 1.30.3, pkg/kube/inject/webhook.go, parseInjectEnvs.
 * @returns undefined for a path that does not begin with `/inject`
 */
export function readInjectionPath(path: string): InjectionTarget | undefined {
  const [start, inject, ...steps] = path.replace(/\/$/, '').split('/');
  if (start !== '' || inject !== 'inject') return undefined;
  const values = new Map<string, string>();
  for (let at = 0; at + 1 < steps.length; at += 2)
    values.set(steps[at] ?? '', (steps[at + 1] ?? '').replaceAll('--slash--', '/'));
  const cluster = values.get('cluster');
  const network = values.get('net');
  return {
    ...(cluster === undefined ? {} : { cluster }),
    ...(network === undefined ? {} : { network }),
    others: [...values.keys()].filter((name) => name !== 'cluster' && name !== 'net'),
  };
}
