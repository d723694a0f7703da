import { LARGEST_FILE } from './split-files';

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
