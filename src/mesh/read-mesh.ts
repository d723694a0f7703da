import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { loadSealed } from '../add-ons/credentials-in-git/load-sealed';
import { loadWorkloads } from '../add-ons/injected-workloads/load-workloads';
import { loadServices } from '../add-ons/shared-services/load-services';
import { loadDefinitions } from '../lines/istio-current/definitions/load';
import { errorAt, type Path, type Problem, quoted, UserError } from '../problem';
import { checkMesh } from './check-mesh';
import type { Mesh } from './mesh';
import { readYaml } from './yaml-source';

/** What reading a mesh gives: the mesh when it is valid, and everything wrong or doubtful in file order. */
export interface MeshReading {
  /** Undefined when any problem is an error. */
  readonly mesh: Mesh | undefined;
  readonly problems: readonly Problem[];
}

/** No mesh comes near: 10,000 remotes with all options take a third of it. */
const LARGEST_FILE = 24 * 1024 * 1024;

/**
 * Reads and validates a mesh file.
 * @param file path of mesh.yaml
 * @returns the mesh, complete: no option is left to a default
 * @throws UserError with every error of the file, each with line and column
 */
export function loadMesh(file: string): Mesh {
  const { mesh, problems } = readMesh(file);
  if (mesh === undefined) throw new UserError(problems.filter(({ severity }) => severity === 'error'));
  return mesh;
}

/** Like {@link loadMesh}, without the files that the mesh names, which may not be there yet or be broken. */
export function loadMeshAlone(file: string): Mesh {
  const { mesh, problems } = readMeshAlone(file);
  if (mesh === undefined) throw new UserError(problems.filter(({ severity }) => severity === 'error'));
  return mesh;
}

/** Like {@link loadMesh}, but gives errors and warnings instead of throwing. */
export function readMesh(file: string): MeshReading {
  const text = readText(file);
  return typeof text === 'string' ? parseMesh(text, file) : { mesh: undefined, problems: [text] };
}

/** Like {@link readMesh}, without the manifests that the mesh names, which may not be there yet. */
export function readMeshAlone(file: string): MeshReading {
  const text = readText(file);
  return typeof text === 'string'
    ? parse(text, file, () => NO_SERVICES)
    : { mesh: undefined, problems: [text] };
}

/**
 * Reads a mesh from text.
 * @param file its name in messages; files that the mesh names are looked for beside it
 */
export function parseMesh(text: string, file: string): MeshReading {
  return parse(text, file, (mesh) => {
    const base = dirname(file);
    const services = withSealed(mesh, base, withServices(mesh, base));
    const manifests = withManifests(mesh, base);
    return {
      mesh: { ...mesh, ...services.mesh, ...manifests.remotes } as Mesh,
      entryProblems: [...services.entryProblems, ...manifests.entryProblems],
      fileProblems: [...services.fileProblems, ...manifests.fileProblems],
    };
  });
}

/** What remotes name: workloads to inject in the one line, definitions to carry over in the other. */
function withManifests(mesh: Mesh, base: string) {
  const isNamed =
    mesh.line === '1.0'
      ? mesh.remotes.some(({ injectedWorkloads }) => injectedWorkloads !== undefined)
      : mesh.remotes.some(({ crds }) => crds !== undefined);
  if (!isNamed) return { remotes: {}, entryProblems: [], fileProblems: [] };
  const { remotes, ...problems } =
    mesh.line === '1.0' ? loadWorkloads(mesh, base) : loadDefinitions(mesh.remotes, base);
  return { ...problems, remotes: { remotes } };
}

function withServices(mesh: Mesh, base: string): WithServices {
  if (mesh.sharedServices.length === 0) return NO_SERVICES;
  const { entries, ...problems } = loadServices(mesh.sharedServices, base, mesh.primary.namespace);
  return { ...problems, mesh: { ...mesh, sharedServices: entries } };
}

function withSealed(mesh: Mesh, base: string, others: WithServices): WithServices {
  if (mesh.credentials?.from !== 'sealed-secrets') return others;
  const { credentials, entryProblems, fileProblems } = loadSealed(mesh, mesh.credentials, base);
  return {
    mesh: { ...(others.mesh ?? mesh), credentials },
    entryProblems: [...others.entryProblems, ...entryProblems],
    fileProblems: [...others.fileProblems, ...fileProblems],
  };
}

interface WithServices {
  /** The mesh with its services; undefined when it stays as it is. */
  readonly mesh?: Mesh;
  readonly entryProblems: readonly Problem[];
  readonly fileProblems: readonly Problem[];
}

const NO_SERVICES: WithServices = { entryProblems: [], fileProblems: [] };

function parse(text: string, file: string, servicesOf: (mesh: Mesh) => WithServices): MeshReading {
  const source = readYaml(text, file, fractionOfMesh);
  const found = source.value === undefined ? { problems: [] } : checkMesh(source.value, source.unread);
  const services = found.mesh === undefined ? NO_SERVICES : servicesOf(found.mesh);
  const problems = [
    ...[...source.problems, ...source.locate([...found.problems, ...services.entryProblems])].sort(
      byPosition,
    ),
    ...services.fileProblems,
  ];
  const valid = !problems.some(({ severity }) => severity === 'error');
  const mesh = valid ? (services.mesh ?? found.mesh) : undefined;
  return { mesh: mesh === undefined ? undefined : withWarnings(mesh, problems, file), problems };
}

/**
 * The mesh with what is doubtful about it, so that its page says it. Lines and columns are left out, and so is the
 * folder of the mesh file: the page is the same wherever the project lies.
 */
function withWarnings(mesh: Mesh, warnings: readonly Problem[], meshFile: string): Mesh {
  if (warnings.length === 0) return mesh;
  const base = dirname(meshFile);
  return {
    ...mesh,
    warnings: warnings.map(({ position: _, file, ...warning }) =>
      file === undefined || file === meshFile ? warning : { ...warning, file: relative(base, file) },
    ),
  };
}

/** `1.30` is a release in version fields and a number in all others. */
export function fractionOfMesh(path: Path, source: string): unknown {
  const key = path.at(-1);
  return key === 'istio' || key === 'kubernetes' || key === 'tag' ? source : Number(source);
}

function byPosition(left: Problem, right: Problem): number {
  const lines = (left.position?.line ?? 0) - (right.position?.line ?? 0);
  return lines === 0 ? (left.position?.column ?? 0) - (right.position?.column ?? 0) : lines;
}

function readText(file: string): string | Problem {
  const wrong = (message: string, fix: string): Problem => ({ ...errorAt([], message, fix), file });
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const stats = fstatSync(handle);
    if (stats.isDirectory()) return wrong('expected a file, got a folder', 'Name the mesh.yaml in it');
    if (!stats.isFile()) return wrong('expected a file, got a pipe or a device', 'Name a mesh.yaml');
    if (stats.size > LARGEST_FILE) {
      return wrong(
        `expected at most ${LARGEST_FILE >> 20} MB, got ${Math.ceil(stats.size / 2 ** 20)} MB`,
        'Is this the right file?',
      );
    }
    const bytes = readFileSync(handle);
    if (/^(?:fffe|feff)/.test(bytes.toString('hex', 0, 2)))
      return wrong('expected text in UTF-8, got UTF-16', 'Save the file as UTF-8');
    if (!isUtf8(bytes)) return wrong('expected text in UTF-8, got something else', 'Is this the right file?');
    return bytes.toString('utf8');
  } catch (error) {
    return wrong(...readFailure(error));
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function readFailure(error: unknown): [string, string] {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT')
    return ['there is no such file', 'Run `istio-remote init` to make one, or name it with --config'];
  if (code === 'EACCES' || code === 'EPERM') return ['may not be read', 'Check its permissions'];
  if (code !== '') return [`cannot be read: ${quoted(code)}`, 'Check the path'];
  throw error;
}
