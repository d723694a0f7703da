import { isMap } from '../is-map';
import { groupOf } from '../kubernetes/kinds';
import { documentPieces } from '../kubernetes/text/documents';
import { readYaml } from '../kubernetes/text/read-yaml';

/** A map of a manifest with unknown content. */
export type Fields = Readonly<Record<string, unknown>>;

/** One object of the output, for a review. */
export interface ReviewObject {
  /** `apps` of `apps/v1`; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly fields: Fields;
  /** Its document as written. */
  readonly text: string;
}

/** Returns the non-empty documents of a file. */
export function documentsIn(text: string): string[] {
  return [...documentPieces([text])].filter(({ number }) => number > 0).map((piece) => piece.text);
}

/** Returns the object of a document. Undefined if it is no object of Kubernetes or no YAML. */
export function readObject(text: string): ReviewObject | undefined {
  const { value, problems } = readYaml(text, 'manifest');
  if (problems.length > 0 || !isMap(value)) return undefined;
  const { apiVersion, kind, metadata } = value;
  const { name, namespace } = isMap(metadata) ? metadata : {};
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string')
    return undefined;
  return {
    group: groupOf(apiVersion),
    kind,
    name,
    ...(typeof namespace === 'string' ? { namespace } : {}),
    fields: value,
    text,
  };
}

/** Returns what identifies an object. The API version is not part of it. */
export function identity({ group, kind, namespace = '', name }: ReviewObject): string {
  return JSON.stringify([group, kind, namespace, name]);
}
