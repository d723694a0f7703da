import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { isMap } from '../../is-map';
import { codeOf, excerpt, quoted, UserError } from '../../problem';
import { readText } from '../../read-file';
import { fieldAt, listAt, textAt } from '../fields';
import { readManifest } from '../text/read-yaml';
import type { ContextRef } from './cluster';
import { shapeFault } from './kubeconfig-shape';

/** An entry of a kubeconfig, and the base folder of its relative paths. */
export interface KubeconfigEntry {
  readonly folder: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * One or several kubeconfig files, merged as kubectl does: if two files have an entry of one name, the first wins.
 */
export interface Kubeconfig {
  /** The files, for messages. */
  readonly files: readonly string[];
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, KubeconfigEntry>;
  readonly clusters: ReadonlyMap<string, KubeconfigEntry>;
  readonly users: ReadonlyMap<string, KubeconfigEntry>;
}

interface KubeconfigPlaces {
  /** `--kubeconfig`. */
  readonly flag?: string | undefined;
  /** `kubeconfig` of the cluster in mesh.yaml. */
  readonly mesh?: string | undefined;
  /** Path of mesh.yaml. */
  readonly config: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Reads each kubeconfig once, however many clusters use it: parsing one with 1,000 contexts takes 50 ms. */
export class Kubeconfigs {
  private readonly known = new Map<string, Kubeconfig | UserError>();

  /**
   * Reads `--kubeconfig`, else the cluster's file in mesh.yaml, else the existing files in KUBECONFIG, else
   * ~/.kube/config.
   * @throws UserError, which never quotes the files
   */
  read({ flag, mesh, config, env }: KubeconfigPlaces): Kubeconfig {
    const home = env.HOME ?? homedir();
    const inMesh = mesh?.startsWith('~/') ? join(home, mesh.slice(2)) : mesh;
    const named = flag ?? (inMesh === undefined ? undefined : resolve(dirname(config), inMesh));
    const listed = (env.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
    const standard = listed.length > 0 ? listed : [join(home, '.kube', 'config')];
    const files = named === undefined ? standard : [named];
    const key = JSON.stringify([named !== undefined, files]);
    const read = this.known.get(key) ?? readOrError(files, named !== undefined);
    this.known.set(key, read);
    if (read instanceof UserError) throw read;
    return read;
  }
}

function readOrError(files: readonly string[], required: boolean): Kubeconfig | UserError {
  try {
    return readMerged(files, required);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function readMerged(files: readonly string[], required: boolean): Kubeconfig {
  const read = files.flatMap((file) => {
    const text = textOf(file, required);
    return text === undefined ? [] : [parseKubeconfig(text, file)];
  });
  if (read.length === 0)
    throw new UserError(
      `there is no kubeconfig: ${files.join(', ')} ${files.length === 1 ? 'does' : 'do'} not exist. Name one with --kubeconfig, KUBECONFIG, or kubeconfig of the cluster in mesh.yaml`,
    );
  return {
    files: read.flatMap((one) => one.files),
    currentContext: read.find((one) => one.currentContext !== undefined)?.currentContext,
    contexts: firstWins(read.flatMap(({ contexts }) => [...contexts])),
    clusters: firstWins(read.flatMap(({ clusters }) => [...clusters])),
    users: firstWins(read.flatMap(({ users }) => [...users])),
  };
}

/**
 * Parses the text of one kubeconfig as client-go v0.34 does (tools/clientcmd/loader.go).
 * @throws UserError, which never quotes the text
 */
export function parseKubeconfig(text: string, file: string): Kubeconfig {
  const content = parsed(text, file);
  const folder = dirname(resolve(file));
  const section = (name: 'contexts' | 'clusters' | 'users'): Kubeconfig[typeof name] => {
    const found = new Map<string, KubeconfigEntry>();
    listAt(content, name).forEach((entry, index) => {
      const key = textAt(entry, 'name') ?? '';
      if (found.has(key)) throw invalid(file, `${name}[${index}] has the name of another one`);
      const fields = fieldAt(entry, name.slice(0, -1));
      found.set(key, { folder, fields: isMap(fields) ? fields : {} });
    });
    return found;
  };
  return {
    files: [file],
    currentContext: textAt(content, 'current-context'),
    contexts: section('contexts'),
    clusters: section('clusters'),
    users: section('users'),
  };
}

/** A context with its cluster and user. */
export interface ChosenContext extends ContextRef {
  readonly cluster: KubeconfigEntry;
  readonly user: KubeconfigEntry;
}

/**
 * Chooses the context of a cluster: the given one (`--context`, else `context` in mesh.yaml), else the one with the
 * cluster's id as its name, else the current one.
 * @param ownFile whether mesh.yaml has a kubeconfig for only this cluster
 * @throws UserError
 */
export function chooseContext(
  cluster: string,
  config: Kubeconfig,
  given: string | undefined,
  ownFile: boolean,
): ChosenContext {
  const named = given ?? (config.contexts.has(cluster) ? cluster : undefined);
  const name = named ?? config.currentContext;
  const where = config.files.join(', ');
  if (name === undefined)
    throw new UserError(
      `no context named, and the kubeconfig (${where}) has no current one; ${contextList(config)}. Name one with --context, or context of the cluster in mesh.yaml`,
    );
  const shown = named === undefined ? excerpt(name) : quoted(name);
  const context = config.contexts.get(name)?.fields;
  if (context === undefined)
    throw new UserError(
      `no context ${shown} in the kubeconfig (${where}); ${contextList(config)}. Name one of them`,
    );
  const find = (section: 'cluster' | 'user'): KubeconfigEntry => {
    const key = context[section];
    const entry = typeof key === 'string' ? config[`${section}s`].get(key) : undefined;
    // A context of `kubectl proxy` needs no user.
    if (entry === undefined && section === 'user' && (key === undefined || key === '')) return NO_USER;
    if (entry !== undefined) return entry;
    throw new UserError(
      `context ${shown} names a ${section} that the kubeconfig (${where}) does not have. Correct it`,
    );
  };
  return { name, shown, named: named !== undefined || ownFile, cluster: find('cluster'), user: find('user') };
}

const NO_USER: KubeconfigEntry = { folder: '', fields: {} };

function contextList({ contexts }: Kubeconfig): string {
  const names = [...contexts.keys()];
  if (names.length === 0) return 'it has no contexts at all';
  return `it has ${names.slice(0, 20).map(excerpt).join(', ')}${names.length > 20 ? ', …' : ''}`;
}

function firstWins<T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
  const merged = new Map<string, T>();
  for (const [key, value] of entries) if (!merged.has(key)) merged.set(key, value);
  return merged;
}

function textOf(file: string, required: boolean): string | undefined {
  try {
    return readText(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = codeOf(error) ?? 'unknown error';
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
  const fault = shapeFault(value);
  if (fault !== undefined) throw invalid(file, fault);
  return value;
}

function invalid(place: string, why: string): UserError {
  return new UserError(
    `${place}: the kubeconfig is invalid: ${why}. Compare it with \`kubectl config view\``,
  );
}
