import { ARGOCD_FOLDER } from '../add-ons/argocd/argocd';
import { EXCLUSIONS_MARK } from '../add-ons/argocd/resource-exclusions';
import { DEFINITIONS_MARK, WORKLOADS_MARK } from '../kubernetes/file-marks';
import { MANAGED_BY, MANAGED_BY_LABEL } from '../kubernetes/labels';
import type { MeshCore } from '../mesh/mesh';
import { isOwnPage, isPagePath } from '../page/pages';
import { UserError } from '../problem';
import type { Validation } from '../validate/validate-files';
import { type OutputFile, type OutputReport, writeOutput } from './folder';
import { credentialGuard } from './folder/credential-guard';
import { type MeshOutput, meshFiles, outputFiles } from './mesh-files';

export interface SynthOptions {
  /** Folder to write to, with a folder for each cluster below it. @default 'dist' */
  readonly outdir?: string;
  /** Ids of the clusters to write; all others stay as they are. @default - every cluster */
  readonly clusters?: readonly string[];
  /** Validates the manifests before any is written. @internal */
  readonly validation?: Validation;
  /** Called as files are rendered: how many clusters of how many. @default - nobody asks */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Writes the manifests of a mesh, one folder for each cluster, and a page that shows the mesh. Nothing is written unless every cluster can be
 * rendered; files that do not change keep their time stamps; files of clusters that are gone are removed, files that
 * this tool did not make stay.
 * @returns paths below `outdir` of what was added, changed, removed and left alone
 * @throws UserError for an unknown cluster or a manifest that is not valid, OutputError when the folder cannot be written
 */
export function writeMesh(output: MeshOutput, options: SynthOptions = {}): OutputReport {
  const { mesh } = output;
  const clusters = selectedClusters(mesh, options.clusters ?? []);
  const rendered = counted(outputFiles(output, clusters), mesh.remotes.length, options.onProgress);
  const files = options.validation === undefined ? rendered : validFiles(rendered, options.validation);
  return writeOutput(files, {
    outdir: options.outdir ?? 'dist',
    inspect: credentialGuard(),
    ...ownership(clusters),
  });
}

function* counted(
  files: Iterable<OutputFile>,
  total: number,
  tell: SynthOptions['onProgress'],
): Generator<OutputFile> {
  let done = 0;
  for (const file of files) {
    yield file;
    tell?.(Math.min(++done, total), total);
  }
}

/** The ids as given, once it is sure that the mesh has them. */
export function selectedClusters(mesh: MeshCore, clusters: readonly string[]): readonly string[] {
  const known = new Set([mesh.primary.name, ...mesh.remotes.map(({ name }) => name)]);
  const unknown = clusters.filter((cluster) => !known.has(cluster));
  if (unknown.length === 0) return clusters;
  throw new UserError(
    `no cluster ${unknown.map((name) => JSON.stringify(name)).join(', ')} in the mesh. Name one of its clusters: ${[...known].slice(0, 20).join(', ')}${known.size > 20 ? ', …' : ''}`,
  );
}

/** Which files of the output folder are ours, and which are none of this run's business. */
export function ownership(clusters: readonly string[]) {
  const kept =
    clusters.length === 0 ? {} : { keep: (path: string) => !clusters.includes(path.split('/')[0] ?? '') };
  return { isOwn: isOwnFile, mayReplace, ...kept };
}

/**
 * The manifests of a mesh, a file at a time; together they are one stream of YAML documents.
 * @param clusters ids of the clusters; empty for all
 * @throws UserError
 */
export function* manifestsAsText(
  output: MeshOutput,
  clusters: readonly string[],
  validation?: Validation,
): Generator<string> {
  const guard = credentialGuard();
  const rendered = meshFiles(output, selectedClusters(output.mesh, clusters));
  for (const file of validation === undefined ? rendered : validFiles(rendered, validation)) {
    guard(file);
    // What is no manifest would become one in `kubectl apply -f -`.
    if (file.path.endsWith('.yaml')) yield file.text;
  }
}

/** The files, looked at as they pass. */
export function* passing(files: Iterable<OutputFile>, validation: Validation): Generator<OutputFile> {
  for (const file of files) {
    validation.pass(file);
    yield file;
  }
}

/** The files, all of which have to be valid. @throws UserError behind the last one, with every problem */
export function* validFiles(files: Iterable<OutputFile>, validation: Validation): Generator<OutputFile> {
  yield* passing(files, validation);
  const problems = validation.problems();
  if (problems.length > 0) throw new UserError(problems);
}

/** Names of the files that the tool writes into a cluster's folder. */
const OWN_NAMES = /^(?:istio-remote|mutual-tls|exposure|(?:services|remote-secrets)(?:-\d+)?)\.k8s\.yaml$/;

/** Files with objects of others, by name: the first line tells that we wrote them. */
const MARKED: readonly { readonly name: RegExp; readonly mark: string }[] = [
  { name: /^workloads(?:-\d+)?\.k8s\.yaml$/, mark: WORKLOADS_MARK },
  { name: /^crds(?:-\d+)?\.k8s\.yaml$/, mark: DEFINITIONS_MARK },
  { name: /^resource-exclusions\.patch$/, mark: EXCLUSIONS_MARK },
];

/** Names of the files that the tool writes into the folder for Argo CD. */
const OF_ARGOCD = /^(?:project(?:-\d+)?|application-set|application-[a-z0-9-]+)\.k8s\.yaml$/;

/**
 * Whether a file of the output folder was made by this tool. Nothing but the file itself tells, so that it works on
 * any clone: one of our names, and an object with our label in it; or a page that begins with our mark.
 */
export function isOwnFile(path: string, text: string): boolean {
  if (isPagePath(path)) return isOwnPage(text);
  const [folder, name, ...rest] = path.split('/');
  if (name === undefined || rest.length > 0) return false;
  const marked = MARKED.find((kind) => kind.name.test(name));
  if (marked !== undefined) return text.startsWith(`${marked.mark}\n`);
  // A cluster may have the folder's name, as long as nothing is rendered for Argo CD.
  if (!OWN_NAMES.test(name) && !(folder === ARGOCD_FOLDER && OF_ARGOCD.test(name))) return false;
  return text.includes(`${MANAGED_BY_LABEL}: ${MANAGED_BY}`);
}

/**
 * Whether a wanted file may take the place of what is there. Below a cluster's folder our names are our own, whatever
 * became of the file; a README at the top may well be a person's.
 */
export function mayReplace(path: string, text: string): boolean {
  return !isPagePath(path) || isOwnPage(text) || text.trim() === '';
}
