/** Whom the injector is told to make sidecars for. */
export interface InjectionTarget {
  /** Cluster id of the remote. */
  readonly cluster: string;
  /** Network of the remote. @default - that of istiod's own configuration */
  readonly network?: string;
}

/**
 * The path at which istiod injects for a cluster. What stands between its slashes is a name and a value in turn, so a
 * slash in a value is spelled out. Source: release-1.30, pkg/kube/inject/webhook.go (parseInjectEnvs).
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

/** What a path tells the injector; values under other names are left out, as is a name without a value. */
export function readInjectionPath(path: string): Partial<InjectionTarget> {
  const variables = injectionVariables(path);
  const [cluster, network] = [variables.get('cluster'), variables.get('net')];
  return { ...(cluster === undefined ? {} : { cluster }), ...(network === undefined ? {} : { network }) };
}

/** Every name with its value in a path, as istiod reads them; the last one of a name counts. */
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
