import { readFileSync } from 'node:fs';
import { type Migration, migrateValues, type ValuesSource } from '../istio-1.0/migrate';
import { errorAt, quoted, UserError } from '../problem';

export interface MigrateCommandOptions {
  /** Values files, as Helm's `--values`; `-` is the standard input. */
  readonly values: readonly string[];
  /** As Helm's flags of the same names. @default [] */
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly setJson?: readonly string[];
  /** Id of the remote cluster. */
  readonly cluster: string;
  /** @default 'istio-system' */
  readonly namespace?: string;
  /** Kubernetes version of the cluster. */
  readonly kubernetes?: string;
  /** Release of Istio when the tag does not tell. */
  readonly istio?: string;
  /** Id of the primary cluster. */
  readonly primary?: string;
}

/**
 * `istio-remote migrate`: makes a mesh.yaml of the values of the Helm chart istio-remote.
 * @returns the text for standard output, and warnings for standard error
 * @throws UserError when a file cannot be read, and with everything that is wrong in the values
 */
export function migrate(options: MigrateCommandOptions): Migration {
  const { cluster, namespace, kubernetes, istio, primary } = options;
  return migrateValues({
    sources: [
      ...options.values.map(readFile),
      ...flags('set', options.set),
      ...flags('set-string', options.setString),
      ...flags('set-json', options.setJson),
    ],
    cluster,
    ...(namespace === undefined ? {} : { namespace }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(istio === undefined ? {} : { istio }),
    ...(primary === undefined ? {} : { primaryName: primary }),
  });
}

function flags(kind: 'set' | 'set-string' | 'set-json', texts: readonly string[] = []): ValuesSource[] {
  return texts.map((text) => ({ kind, text }));
}

function readFile(file: string): ValuesSource {
  const name = file === '-' ? 'standard input' : file;
  try {
    const bytes = readFileSync(file === '-' ? 0 : file);
    return { kind: 'file', name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    throw new UserError([{ ...errorAt([], ...readFailure(error)), file: name }]);
  }
}

function readFailure(error: unknown): [message: string, fix: string] {
  if (error instanceof TypeError)
    return ['expected text in UTF-8, got something else', 'Is this the right file?'];
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return ['there is no such file', 'Name the values file that you gave to Helm'];
  if (code === 'EISDIR') return ['expected a file, got a folder', 'Name a values file'];
  if (code === 'EACCES' || code === 'EPERM') return ['may not be read', 'Check its permissions'];
  if (code !== '') return [`cannot be read: ${quoted(code)}`, 'Check the path'];
  throw error;
}
