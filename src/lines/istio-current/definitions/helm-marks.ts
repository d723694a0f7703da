/**
 * A custom resource definition, in text, without the labels and annotations by which Helm knows its own: Argo CD takes
 * some of them for orders, and nobody else reads them here.
 */
export function withoutHelmMarks(document: string): string {
  return document.replace(/^metadata:\n(?:[ \t].*\n)*/m, (metadata) =>
    metadata
      .replace(/^ {4}["']?helm\.sh\/.*\n/gm, '')
      // A key with nothing left below it.
      .replace(/^ {2}(?:labels|annotations):[ \t]*\n(?! {3})/gm, ''),
  );
}
