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
  const [, , rest = ''] = /^([^/]*)\/[^/]*\/(.*)$/s.exec(path.replace(/\/$/, '')) ?? [];
  // An older spelling, which URLs may have and paths of Services may not.
  const isOld = rest.startsWith(':ENV:');
  const steps = isOld
    ? rest
        .split(':ENV:')
        .slice(1)
        .flatMap((pair) => pair.split(/=(.*)/s, 2))
    : rest.split('/');
  const named = (name: string): string | undefined => {
    const place = steps.findLastIndex((step, index) => index % 2 === 0 && step === name);
    const value = place < 0 ? undefined : steps[place + 1];
    return isOld ? value : value?.replaceAll('--slash--', '/');
  };
  const [cluster, network] = [named('cluster'), named('net')];
  return { ...(cluster === undefined ? {} : { cluster }), ...(network === undefined ? {} : { network }) };
}

function spelledOut(value: string): string {
  return value.replaceAll('/', '--slash--');
}
