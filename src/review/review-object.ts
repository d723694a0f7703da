import { isMap } from '../is-map';
import { documentPieces } from '../kubernetes/text/documents';
import { readYaml } from '../kubernetes/text/read-yaml';

/** A map of a manifest; what is in it is nobody's promise. */
export type Fields = Readonly<Record<string, unknown>>;

/** One object of the output, as a review looks at it. */
export interface ReviewObject {
  /** `apps` of `apps/v1`; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly fields: Fields;
  /** Its document as it was written. */
  readonly text: string;
}

/** The documents of a file that say something. */
export function documentsIn(text: string): string[] {
  return [...documentPieces([text])].filter(({ number }) => number > 0).map((piece) => piece.text);
}

/** The object of a document; undefined for what is no object of Kubernetes, or no YAML. */
export function readObject(text: string): ReviewObject | undefined {
  const { value, problems } = readYaml(text, 'manifest');
  if (problems.length > 0 || !isMap(value)) return undefined;
  const { apiVersion, kind } = value;
  const metadata = mapAt(value, 'metadata');
  const { name, namespace } = metadata;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string')
    return undefined;
  return {
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind,
    name,
    ...(typeof namespace === 'string' ? { namespace } : {}),
    fields: value,
    text,
  };
}

/** What makes two objects the same one: the version of the API is not part of it. */
export function identity({ group, kind, namespace = '', name }: ReviewObject): string {
  return JSON.stringify([group, kind, namespace, name]);
}

/** The value at some keys; undefined when there is none. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (found, key) => (isMap(found) && Object.hasOwn(found, key) ? found[key] : undefined),
    value,
  );
}

/** The map at some keys; empty when there is none. */
export function mapAt(value: unknown, ...keys: readonly string[]): Fields {
  const found = valueAt(value, ...keys);
  return isMap(found) ? found : {};
}

/** The list at some keys; empty when there is none. */
export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...keys);
  return Array.isArray(found) ? found : [];
}

/** The text at some keys; undefined when there is none. */
export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = valueAt(value, ...keys);
  return typeof found === 'string' ? found : undefined;
}
