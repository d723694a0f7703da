import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { isMap } from '../../is-map';
import { UserError } from '../../problem';
import { readManifest } from '../text/read-yaml';

/** An entry of a kubeconfig with the folder from which its relative paths lead. */
export interface KubeconfigEntry {
  readonly folder: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Kubeconfig files laid together as kubectl does: of two entries of one name the first counts. */
export interface Kubeconfig {
  /** Files that were read, for messages. */
  readonly files: readonly string[];
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, KubeconfigEntry>;
  readonly clusters: ReadonlyMap<string, KubeconfigEntry>;
  readonly users: ReadonlyMap<string, KubeconfigEntry>;
}

/** Where a kubeconfig may be named. */
export interface KubeconfigPlaces {
  /** `--kubeconfig`. */
  readonly flag?: string | undefined;
  /** `kubeconfig` of the cluster in mesh.yaml. */
  readonly mesh?: string | undefined;
  /** Path of mesh.yaml. */
  readonly config: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Files to read, and whether they have to be there: `--kubeconfig`, else the one that mesh.yaml names for the cluster,
 * else the list in KUBECONFIG (kubectl skips those that are missing), else ~/.kube/config.
 */
export function kubeconfigFiles({ flag, mesh, config, env }: KubeconfigPlaces): {
  files: string[];
  required: boolean;
} {
  if (flag !== undefined) return { files: [flag], required: true };
  const home = env.HOME ?? homedir();
  if (mesh !== undefined) {
    const path = mesh.startsWith('~/') ? join(home, mesh.slice(2)) : resolve(dirname(config), mesh);
    return { files: [path], required: true };
  }
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  return listed.length > 0
    ? { files: listed, required: false }
    : { files: [join(home, '.kube', 'config')], required: false };
}

/** Reads and merges kubeconfig files. @throws UserError, without a word of what is in the files */
export function readKubeconfig(places: KubeconfigPlaces): Kubeconfig {
  const { files, required } = kubeconfigFiles(places);
  const read = files.flatMap((file) => {
    const text = readText(file, required);
    return text === undefined ? [] : [parseKubeconfig(text, file)];
  });
  if (read.length === 0)
    throw new UserError(
      `there is no kubeconfig: ${files.join(', ')} ${files.length === 1 ? 'does' : 'do'} not exist. Name one with --kubeconfig, KUBECONFIG, or kubeconfig of the cluster in mesh.yaml`,
    );
  return {
    files: read.flatMap((config) => config.files),
    currentContext: read.find((config) => config.currentContext !== undefined)?.currentContext,
    contexts: firstWins(read.map((config) => config.contexts)),
    clusters: firstWins(read.map((config) => config.clusters)),
    users: firstWins(read.map((config) => config.users)),
  };
}

/** Reads the text of one kubeconfig. @throws UserError, without a word of what is in it */
export function parseKubeconfig(text: string, file: string): Kubeconfig {
  const content = parsed(text, file);
  const current = content['current-context'];
  const folder = dirname(resolve(file));
  const section = (name: keyof typeof SECTIONS) =>
    firstWins(entries(content, name, file).map(([key, fields]) => new Map([[key, { folder, fields }]])));
  return {
    files: [file],
    currentContext: typeof current === 'string' && current !== '' ? current : undefined,
    contexts: section('contexts'),
    clusters: section('clusters'),
    users: section('users'),
  };
}

function firstWins<T>(maps: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, T> {
  const merged = new Map<string, T>();
  for (const [key, value] of maps.flatMap((map) => [...map])) if (!merged.has(key)) merged.set(key, value);
  return merged;
}

/** A path in a kubeconfig leads from the file it stands in. */
export function pathFrom(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

function readText(file: string, required: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT' && !required) return undefined;
    const why = code === 'ENOENT' ? 'there is no such kubeconfig' : `the kubeconfig cannot be read (${code})`;
    throw new UserError(`${file}: ${why}. Check the path and its permissions`);
  }
}

function parsed(text: string, file: string): Readonly<Record<string, unknown>> {
  const { value = null, problems } = readManifest(text);
  const [problem] = problems;
  if (problem !== undefined) throw invalid(`${file}:${problem.position?.line ?? 1}`, 'it is not YAML');
  if (value === null) return {};
  if (!isMap(value)) throw invalid(file, 'it is not a map');
  return value;
}

const SECTIONS = { contexts: 'context', clusters: 'cluster', users: 'user' } as const;

function entries(
  content: Readonly<Record<string, unknown>>,
  section: keyof typeof SECTIONS,
  file: string,
): [string, Readonly<Record<string, unknown>>][] {
  const list = content[section] ?? [];
  if (!Array.isArray(list)) throw invalid(file, `${section} is not a list`);
  return list.map((entry: unknown, index) => {
    const name = isMap(entry) ? entry.name : undefined;
    const fields = isMap(entry) ? (entry[SECTIONS[section]] ?? {}) : undefined;
    if (typeof name !== 'string' || !isMap(fields))
      throw invalid(file, `${section}[${index}] lacks its name or its ${SECTIONS[section]}`);
    return [name, fields];
  });
}

function invalid(place: string, why: string): UserError {
  return new UserError(
    `${place}: the kubeconfig is invalid: ${why}. Compare it with \`kubectl config view\``,
  );
}
