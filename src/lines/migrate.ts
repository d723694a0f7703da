import { readFileSync } from 'node:fs';
import { readFailure } from '../files';
import { readYaml } from '../kubernetes/text/read-yaml';
import { fractionOfMesh } from '../mesh/read-mesh';
import type { ValuesSource } from '../migrate/helm-values/read-values';
import { codeOf, errorAt, errorIn, UserError } from '../problem';
import { readBytes } from '../read-file';
import type { MigratedMesh } from './line';
import { openMesh } from './open-mesh';
import { lineNameOf, loadLine } from './registry';

export interface MigrateCommandOptions {
  /** Values files, as in Helm's `--values`; `-` is standard input. */
  readonly values: readonly string[];
  /** As in Helm's flags of the same names. @default [] */
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly setJson?: readonly string[];
  /** Id of the remote cluster. */
  readonly cluster: string;
  /** Namespace of the Helm release. @default 'istio-system' */
  readonly namespace?: string;
  /** Kubernetes version of the cluster. @default - 1.21 for Istio 1.0, else not in mesh.yaml */
  readonly kubernetes?: string;
  /** Release of Istio. A release of the current line means that the values are those of its charts. */
  readonly istio?: string;
  /** Id of the primary cluster. */
  readonly primary?: string;
  /** Whether unknown values are a warning instead of an error. @default false */
  readonly ignoreUnknown?: boolean;
}

/**
 * `istio-remote migrate`: generates a mesh.yaml from the values of the Helm chart istio-remote, or of the charts base
 * and istiod of current Istio with profile remote.
 * @returns the text for standard output, and warnings for standard error
 * @throws UserError if a file cannot be read, and with every mistake in the values
 */
export async function migrate(options: MigrateCommandOptions): Promise<MigratedMesh> {
  const { cluster, namespace, kubernetes, istio, primary } = options;
  const shared = {
    sources: [
      ...options.values.map(readValuesFile),
      ...flags('set', options.set),
      ...flags('set-string', options.setString),
      ...flags('set-json', options.setJson),
    ],
    cluster,
    ignoreUnknown: options.ignoreUnknown ?? false,
    ...(namespace === undefined ? {} : { namespace }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(primary === undefined ? {} : { primaryName: primary }),
  };
  const line = await loadLine((istio === undefined ? undefined : lineNameOf(istio)) ?? '1.0');
  const { fromValues } = await line.migration();
  return fromValues({ ...shared, ...(istio === undefined ? {} : { istio }) });
}

/**
 * `istio-remote migrate --primary-values`: generates a mesh.yaml with several primaries from the values of their
 * istiods.
 * @param files values files, one for each primary
 * @param istio the release, if the values do not contain it
 * @throws UserError if a file cannot be read, and with every mistake in the values
 */
export async function migratePrimaries(files: readonly string[], istio?: string): Promise<MigratedMesh> {
  const { fromPrimaryValues } = await (await loadLine('current')).migration();
  if (fromPrimaryValues === undefined) throw new Error('no line takes values of primaries');
  return fromPrimaryValues(files.map(readValuesFile), istio);
}

/**
 * `istio-remote migrate --to`: generates the mesh.yaml of current Istio for the clusters of a mesh of Istio 1.0.
 * @param file the mesh of Istio 1.0
 * @param to the new release
 * @returns the text for standard output, and options without an equivalent for standard error
 * @throws UserError if the mesh is invalid, or already of current Istio
 */
export async function migrateMesh(file: string, to: string): Promise<MigratedMesh> {
  const { mesh } = await openMesh(file, { alone: true });
  const source = readYaml(readFileSync(file, 'utf8'), file, fractionOfMesh);
  if (mesh.line !== '1.0') {
    const message = `expected a mesh of Istio 1.0, got one of ${mesh.istio}`;
    throw new UserError(source.locate([errorAt(['istio'], message, UPGRADE)]));
  }
  const { fromIstio10 } = await (await loadLine('current')).migration();
  if (fromIstio10 === undefined) throw new Error('no line takes meshes of Istio 1.0');
  const { text, dropped } = fromIstio10(source.value, file, to);
  return { text, warnings: source.locate(dropped) };
}

const UPGRADE = 'Write the new release in `istio`: within the line nothing else changes';

function flags(kind: 'set' | 'set-string' | 'set-json', texts: readonly string[] = []): ValuesSource[] {
  return texts.map((text) => ({ kind, text }));
}

function readValuesFile(file: string): ValuesSource {
  const name = file === '-' ? 'standard input' : file;
  try {
    const bytes = readBytes(file === '-' ? 0 : file);
    return { kind: 'file', name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    throw new UserError([errorIn(name, ...valuesFailure(error))]);
  }
}

function valuesFailure(error: unknown): [message: string, fix: string] {
  if (error instanceof TypeError)
    return ['expected text in UTF-8, got something else', 'Is this the right file?'];
  if (codeOf(error) === 'EISDIR') return ['expected a file, got a folder', 'Name a values file'];
  return readFailure(error, 'Name the values file that you gave to Helm');
}
