import type { Part, PlannedFile } from './part';

/** As JSON, with room for the blanks of YAML: `cdk8s synth --stdout` mixes up files of more than 64 KB. */
export const LARGEST_FILE = 45_000;

/**
 * Plans as many files as keep each of them small: `<name>.k8s.yaml`, `<name>-2.k8s.yaml` and so on.
 * @param sizeOf about how many characters the part renders
 */
export function* splitFiles(
  cluster: string,
  name: string,
  all: readonly Part[],
  sizeOf: (part: Part) => number,
): Generator<PlannedFile> {
  let parts: Part[] = [];
  let size = 0;
  let files = 0;
  const file = (): PlannedFile => {
    files += 1;
    return { cluster, name: files === 1 ? `${name}.k8s.yaml` : `${name}-${files}.k8s.yaml`, parts };
  };
  for (const part of all) {
    const length = sizeOf(part);
    if (size + length > LARGEST_FILE && parts.length > 0) {
      yield file();
      parts = [];
      size = 0;
    }
    parts.push(part);
    size += length;
  }
  if (parts.length > 0) yield file();
}

/**
 * Documents joined into as few texts of that size as their order allows; one that is larger stands alone.
 * @param documents each begins with `---`
 */
export function textFiles(documents: readonly string[]): string[] {
  const texts: string[] = [];
  let text = '';
  for (const document of documents) {
    if (text !== '' && text.length + document.length > LARGEST_FILE) {
      texts.push(text);
      text = '';
    }
    text += document;
  }
  return text === '' ? texts : [...texts, text];
}
