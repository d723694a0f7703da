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

/** A document that begins with a bare `---`, as those beside it; none for one that says nothing. */
export function asDocument(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  const says = lines.some((line) => !/^(?:(?:---|\.\.\.)?[ \t]*(?:#.*)?|%.*)$/.test(line));
  if (!says) return [];
  const kept = lines
    .filter((line) => !/^(?:%|\.\.\.(?:\s|$)|---\s*$)/.test(line))
    .map((line) => line.replace(/^---[ \t]+/, ''));
  const body = kept.join('\n');
  return [`---\n${body}${body.endsWith('\n') ? '' : '\n'}`];
}
