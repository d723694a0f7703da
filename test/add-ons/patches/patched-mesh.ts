import { lineOf } from '../../../src/lines/loaded-lines';
import { outputOf } from '../../../src/lines/mesh-output';
import { parseMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { manifestsAsText } from '../../../src/output/synth-mesh';
import { problemText, UserError } from '../../../src/problem';
import { validationOf } from '../../../src/validate/validate-files';
import { type KubernetesObject, readManifests } from '../../golden/manifests';

/** Applies patches to a mesh of Istio 1.0 with a primary and three remotes. Two of them are alike. */
export function meshText(patches: string, ofEu = ''): string {
  return `istio: 1.0.9
primary: { name: hq, kubernetes: "1.20", addresses: { pilot: 10.8.0.11 }, exposure: { mode: load-balancer, annotations: {} } }
${patches === '' ? '' : `patches:\n  - ${patches}\n`}remotes:
  - { name: eu, kubernetes: "1.20", pilotService: true, injectedNamespaces: [shop]${ofEu} }
  - { name: us-1, kubernetes: "1.20", pilotService: true, injectedNamespaces: [shop] }
  - { name: us-2, kubernetes: "1.20", pilotService: true, injectedNamespaces: [shop] }
`;
}

/** Returns the text of the manifests by path. */
export function filesOf(text: string): Map<string, string> {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh === undefined) throw new UserError(problems);
  return new Map([...meshFiles(outputOf(mesh))].map((file) => [file.path, file.text]));
}

/** Returns the object of a cluster with this kind and name. */
export function objectOf(text: string, cluster: string, kind: string, name: string): KubernetesObject {
  const objects = [...filesOf(text)]
    .filter(([path]) => path.startsWith(`${cluster}/`))
    .flatMap(([, file]) => readManifests(file));
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name} in ${cluster}`);
  return found;
}

/** Returns all problems of a mesh and its output, one line each. */
export function errorsOf(text: string): string[] {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (mesh === undefined) return errors.map(problemText);
  try {
    for (const _ of manifestsAsText(outputOf(mesh), [], validationOf(mesh, lineOf(mesh).validation(mesh))));
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n');
    throw error;
  }
}
