/** The cluster that the injector makes sidecars for. */
export interface InjectionTarget {
  /** Cluster id of the remote. */
  readonly cluster: string;
  /** Network of the remote. @default - the network in istiod's own configuration */
  readonly network?: string;
}

/**
 * Returns the path of the injector for a cluster. Names and values alternate between its slashes, so a slash in a
 * value is escaped. Source: release-1.30, pkg/kube/inject/webhook.go (parseInjectEnvs).
 */
export function injectionPath({ cluster, network }: InjectionTarget): string {
  const pairs =
    network === undefined
      ? [['cluster', cluster]]
      : [
          ['cluster', cluster],
          ['net', network],
        ];
  return `/inject/${pairs.map(([name = '', value = '']) => `${name}/${spelledOut(value)}`).join('/')}`;
}

/** Parses the path of an injector. Ignores values with other names, and a name without a value. */
export function readInjectionPath(path: string): Partial<InjectionTarget> {
  const variables = injectionVariables(path);
  const [cluster, network] = [variables.get('cluster'), variables.get('net')];
  return { ...(cluster === undefined ? {} : { cluster }), ...(network === undefined ? {} : { network }) };
}

/** Returns every name and value in a path, as istiod reads them. The last value of a name counts. */
export function injectionVariables(path: string): ReadonlyMap<string, string> {
  const [, , rest = ''] = /^([^/]*)\/[^/]*\/(.*)$/s.exec(path.replace(/\/$/, '')) ?? [];
  const steps = rest.split('/');
  const variables = new Map<string, string>();
  for (let at = 0; at + 1 < steps.length; at += 2)
    variables.set(steps[at] ?? '', (steps[at + 1] ?? '').replaceAll('--slash--', '/'));
  return variables;
}

function spelledOut(value: string): string {
  return value.replaceAll('/', '--slash--');
}
