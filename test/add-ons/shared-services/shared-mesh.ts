import { outputOf } from '../../../src/lines/mesh-output';
import { readMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { problemText } from '../../../src/problem';
import { Sandbox } from '../../e2e/sandbox';
import { type KubernetesObject, readManifests } from '../../golden/manifests';

/** A primary and two remotes. eu injects into the namespace shop. */
export function meshWith(sharedServices: string): string {
  return `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
remotes:
  - { name: eu, injectedNamespaces: [shop] }
  - { name: ap }
sharedServices:
${sharedServices.replace(/^/gm, '  ')}
`;
}

/** The same for current Istio. eu runs the newest Kubernetes; ap runs one that knows fewer values. */
export function currentMeshWith(sharedServices: string): string {
  return meshWith(sharedServices)
    .replace('1.0.9', '"1.30"')
    .replace('pilot:', 'istiod:')
    .replace('name: eu,', 'name: eu, kubernetes: "1.34",')
    .replace('name: ap ', 'name: ap, kubernetes: "1.32" ');
}

/** Returns a Service as one document. */
export function service(name: string, port = '{ name: http, port: 80 }', more = ''): string {
  return `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { ports: [${port}], selector: { app: ${name} }${more} }
`;
}

/** Returns the problems of a mesh with these files, with paths relative to the mesh's folder. */
export function problemsOf(
  sharedServices: string,
  files: Readonly<Record<string, string>>,
  text: (sharedServices: string) => string = meshWith,
): string[] {
  using sandbox = new Sandbox({ 'mesh.yaml': text(sharedServices), ...files });
  const { problems } = readMesh(sandbox.path('mesh.yaml'));
  return problems.map(problemText).map((line) => line.replaceAll(`${sandbox.folder}/`, ''));
}

/** Returns the rendered service files by path. @throws Error if the mesh has a problem */
export function rendered(
  sharedServices: string,
  files: Readonly<Record<string, string>>,
  text: (sharedServices: string) => string = meshWith,
): Record<string, KubernetesObject[]> {
  using sandbox = new Sandbox({ 'mesh.yaml': text(sharedServices), ...files });
  const { mesh, problems } = readMesh(sandbox.path('mesh.yaml'));
  if (mesh === undefined) throw new Error(problems.map(problemText).join('\n'));
  return Object.fromEntries(
    [...meshFiles(outputOf(mesh))]
      .filter(({ path }) => path.includes('/services'))
      .map(({ path, text }) => [path, readManifests(text)]),
  );
}

/** Formats `Namespace shop` or `Service shop/cart`. */
export function names(objects: readonly KubernetesObject[] = []): string[] {
  return objects.map(({ kind, metadata: { name, namespace } }) =>
    namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`,
  );
}
