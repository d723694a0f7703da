/** The parts of an object that delivery tools need before it is written. */
export interface FinishedObject {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly metadata?: {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** Returns the object with additional annotations, sorted. */
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
 * Adds annotations to the text of a custom resource definition. The rest of the text does not change. A text with
 * another layout than Istio's is left alone.
 * @param lines annotations, each indented by four blanks
 */
export function annotatedDefinition(document: string, lines: string): string {
  const annotated = /^metadata:\n(?: {2}(?! |annotations:).*\n| {3,}.*\n)*? {2}annotations:\n(?= {4}\S)/m;
  if (annotated.test(document)) return document.replace(annotated, (head) => `${head}${lines}`);
  if (/^ {2}annotations:/m.test(document)) return document;
  return document.replace(/^metadata:\n(?= {2}\S)/m, (head) => `${head}  annotations:\n${lines}`);
}
