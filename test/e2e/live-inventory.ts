import { readFileSync } from 'node:fs';
import type { ApiServer } from './api-server';

/** Returns the names of everything in a cluster that users or tools created. */
export function inventory(server: ApiServer): string[] {
  const kinds =
    'namespaces,secrets,configmaps,serviceaccounts,services,endpoints,endpointslices,deployments,clusterroles,clusterrolebindings,mutatingwebhookconfigurations,validatingwebhookconfigurations';
  const lines = server.succeed([
    'get',
    kinds,
    '--all-namespaces',
    '-o',
    'jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name} {.metadata.labels}{"\\n"}{end}',
  ]);
  // The labels of the two injected namespaces count. The token controller gives its Secrets random names, and the API
  // server notes the day that it last saw a token.
  return lines
    .replaceAll(/,?"kubernetes\.io\/legacy-token-last-used":"[^"]*"/g, '')
    .split('\n')
    .filter((line) => line !== '' && !/-token-\w{5} /.test(line))
    .sort();
}

/** The same clusters with current Istio. */
export function currentMesh(primary: string, remote: string): string {
  return `istio: "1.30"
primary:
  name: hq
  kubeconfig: ${primary}
  addresses: { istiod: 10.16.0.11 }
remotes:
  - name: eu-west-1
    kubernetes: "1.34"
    kubeconfig: ${remote}
    injectedNamespaces: [shop]
`;
}

/** The committed mesh with one remote. Each cluster has its own kubeconfig. */
export function mesh(primary: string, remote: string): string {
  const text = readFileSync('mesh.yaml', 'utf8').split('  - name: ap-south-1')[0] ?? '';
  return text
    .replace('  name: hq\n', `  name: hq\n  kubeconfig: ${primary}\n`)
    .replace('apiServer: https://10.20.0.2:6443', `kubeconfig: ${remote}`);
}
