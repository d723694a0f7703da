/** What delivery tools look at in an object before it is written. */
export interface FinishedObject {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly metadata?: {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** The same object with more annotations, sorted. */
export function annotatedObject<T extends FinishedObject>(
  object: T,
  more: Readonly<Record<string, string>>,
): T {
  const { annotations = {}, ...metadata } = object.metadata ?? {};
  const all = Object.entries({ ...annotations, ...more });
  const sorted = Object.fromEntries(all.sort(([left], [right]) => (left < right ? -1 : 1)));
  return { ...object, metadata: { annotations: sorted, ...metadata } };
}

/**
 * A custom resource definition, in text, with more annotations. The text stays as it is otherwise; where it is not laid out
 * as Istio's are, it is left alone.
 * @param lines annotations, each with four blanks before it
 */
export function annotatedDefinition(document: string, lines: string): string {
  const annotated = /^metadata:\n(?: {2}(?! |annotations:).*\n| {3,}.*\n)*? {2}annotations:\n(?= {4}\S)/m;
  if (annotated.test(document)) return document.replace(annotated, (head) => `${head}${lines}`);
  if (/^ {2}annotations:/m.test(document)) return document;
  return document.replace(/^metadata:\n(?= {2}\S)/m, (head) => `${head}  annotations:\n${lines}`);
}
