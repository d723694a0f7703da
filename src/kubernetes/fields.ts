import { isMap } from '../is-map';

/** The value at a path of a manifest, or of an object from an API server; undefined when there is none. */
export function fieldAt(object: unknown, ...path: readonly (string | number)[]): unknown {
  let value = object;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** The list at a path; empty when there is none. */
export function listAt(object: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const value = fieldAt(object, ...path);
  return Array.isArray(value) ? value : [];
}

/** The text at a path; undefined for anything else, and for an empty one. */
export function textAt(object: unknown, ...path: readonly (string | number)[]): string | undefined {
  const value = fieldAt(object, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether the condition `Ready` of an object is true, such as that of a pod. */
export function isReady(object: unknown): boolean {
  return listAt(object, 'status', 'conditions').some(
    (condition) => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'True',
  );
}

/** The decoded base64 text at a path, as in a Secret. */
export function decodedAt(object: unknown, ...path: readonly (string | number)[]): string | undefined {
  const text = textAt(object, ...path);
  return text === undefined ? undefined : Buffer.from(text, 'base64').toString('utf8');
}

/** The value of a JSON text; undefined for any other text. The error of the parser would quote the text. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An object without the fields that are undefined. */
export function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

type Defined<Fields> = {
  [Key in keyof Fields as undefined extends Fields[Key] ? never : Key]: Fields[Key];
} & {
  [Key in keyof Fields as undefined extends Fields[Key] ? Key : never]?: Exclude<Fields[Key], undefined>;
};

/** The same value with its keys sorted, as text: what Kubernetes holds to be equal. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isMap(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}
