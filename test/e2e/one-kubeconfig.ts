import type { ApiServer } from './api-server';

/**
 * Returns one kubeconfig with a context for each cluster, named after it.
 * @param urlOf returns the API server's URL for clients. Default: on this machine.
 */
export function oneKubeconfig(
  servers: Readonly<Record<string, ApiServer>>,
  urlOf: (cluster: string) => string | undefined = () => undefined,
): string {
  const parts = Object.entries(servers).map(([name, server]) => {
    const part = JSON.parse(
      server
        .succeed(['config', 'view', '--raw', '-o', 'json'])
        .replaceAll('"test"', JSON.stringify(name))
        .replaceAll('"admin"', JSON.stringify(name)),
    );
    for (const { cluster } of part.clusters) cluster.server = urlOf(name) ?? cluster.server;
    return part;
  });
  const merged = ['clusters', 'users', 'contexts'].map((key) => [key, parts.flatMap((part) => part[key])]);
  return JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...Object.fromEntries(merged) });
}
