import { isMap } from '../is-map';

/** Returns the value at a path of a manifest or of an API server's object, or undefined. */
export function fieldAt(object: unknown, ...path: readonly (string | number)[]): unknown {
  let value = object;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** Returns the list at a path, or an empty list. */
export function listAt(object: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const value = fieldAt(object, ...path);
  return Array.isArray(value) ? value : [];
}

/** Returns the text at a path. Undefined for anything else and for an empty text. */
export function textAt(object: unknown, ...path: readonly (string | number)[]): string | undefined {
  const value = fieldAt(object, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether an object, for example a pod, has the condition `Ready`. */
export function isReady(object: unknown): boolean {
  return listAt(object, 'status', 'conditions').some(
    (condition) => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'True',
  );
}

/** Returns the decoded base64 text at a path, for example in a Secret. */
export function decodedAt(object: unknown, ...path: readonly (string | number)[]): string | undefined {
  const text = textAt(object, ...path);
  return text === undefined ? undefined : Buffer.from(text, 'base64').toString('utf8');
}

/** Parses a JSON text. Returns undefined for any other text, because the parser's error would quote it. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns an object without its undefined fields. */
export function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

type Defined<Fields> = {
  [Key in keyof Fields as undefined extends Fields[Key] ? never : Key]: Fields[Key];
} & {
  [Key in keyof Fields as undefined extends Fields[Key] ? Key : never]?: Exclude<Fields[Key], undefined>;
};

/** Returns a value as text with sorted keys. Kubernetes treats two values with the same text as equal. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isMap(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}
