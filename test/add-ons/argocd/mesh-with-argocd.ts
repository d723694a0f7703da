import { outputOf } from '../../../src/lines/mesh-output';
import { parseMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { type KubernetesObject, readManifests } from '../../golden/manifests';

const REPOSITORY = 'https://git.example.com/mesh.git';

/** The parts of a mesh that differ from the smallest one with Argo CD. */
export interface Parts {
  readonly argocd?: string;
  readonly primary?: string;
  readonly remotes?: readonly string[];
}

/** A mesh with Argo CD as text. */
export function meshText({ argocd = '', primary = '', remotes = ['{ name: eu }'] }: Parts = {}): string {
  return `istio: 1.0.9
primary: { name: hq, addresses: { pilot: pilot.example.com }${primary} }
argocd: { repository: "${REPOSITORY}"${argocd} }
remotes:
${remotes.map((remote) => `  - ${remote}\n`).join('')}`;
}

/** Returns the text of every rendered file, by path. */
export function filesOf(text: string): Map<string, string> {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh === undefined) throw new Error(JSON.stringify(problems));
  return new Map([...meshFiles(outputOf(mesh))].map((file) => [file.path, file.text]));
}

/** The fields of Argo CD's objects that the tests read. */
export interface ArgoCdObject extends Omit<KubernetesObject, 'spec'> {
  readonly spec: ApplicationSpec & {
    readonly sourceRepos: readonly string[];
    readonly destinations: readonly Destination[];
    readonly clusterResourceWhitelist: readonly Kind[];
    readonly namespaceResourceWhitelist: readonly Kind[];
    readonly generators: readonly { readonly list: { readonly elements: Record<string, string>[] } }[];
    readonly template: { readonly metadata: { readonly name: string }; readonly spec: ApplicationSpec };
  };
}

interface ApplicationSpec {
  readonly project: string;
  readonly source: { readonly repoURL: string; readonly path: string };
  readonly destination: Destination;
  readonly ignoreDifferences?: readonly { readonly kind: string }[];
  readonly syncPolicy: { readonly automated?: object; readonly syncOptions: readonly string[] };
}

interface Destination {
  readonly name?: string;
  readonly server?: string;
  readonly namespace: string;
}

interface Kind {
  readonly group: string;
  readonly kind: string;
}

/** Returns the only object of a file. */
export function objectIn(files: ReadonlyMap<string, string>, path: string): ArgoCdObject {
  const [object] = readManifests(files.get(path) ?? '');
  if (object === undefined) throw new Error(`no ${path} among ${[...files.keys()].join(', ')}`);
  return object as unknown as ArgoCdObject;
}
