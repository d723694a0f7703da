import type { ApiServer } from './api-server';

/** Creates or changes an object. Without `apiVersion`, it is of the core group. */
export function create(server: ApiServer, object: object): void {
  server.succeed(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', ...object }));
}

/**
 * Writes the status of an object, as controllers and kubelets do: test servers have neither. `kubectl patch
 * --subresource` exists since Kubernetes 1.24.
 * @param path of the object, for example `/api/v1/nodes/n1`
 */
export function setStatus(server: ApiServer, path: string, status: object): void {
  const object = JSON.parse(server.succeed(['get', '--raw', path])) as object;
  server.succeed(['replace', '--raw', `${path}/status`, '-f', '-'], JSON.stringify({ ...object, status }));
}

/** Writes the status as if all pods of a Deployment ran. */
export function runDeployment(server: ApiServer, namespace: string, name: string): void {
  const status = { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 };
  setStatus(server, `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`, status);
}

/** Writes a root into all webhooks of a configuration, as the injector of Istio 1.0 and istiod do. @param root PEM */
export function fillInBundles(server: ApiServer, name: string, root: string): void {
  const object = JSON.parse(server.succeed(['get', 'mutatingwebhookconfiguration', name, '-o', 'json']));
  for (const { clientConfig } of object.webhooks)
    clientConfig.caBundle = Buffer.from(root).toString('base64');
  server.succeed(['replace', '-f', '-'], JSON.stringify(object));
}
