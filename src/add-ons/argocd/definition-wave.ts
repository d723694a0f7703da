import { KEPT, SYNC_OPTIONS, SYNC_WAVE, syncWaveOf } from './waves';

/**
 * A custom resource definition, in text, with its wave: it comes before what is of its kind, and it is never deleted,
 * since everything of its kind would go with it. The text stays as it is otherwise; where it is not laid out as Istio's are, it is left alone, and Argo CD orders it by its kind.
 */
export function withDefinitionWave(document: string): string {
  const line = `    ${SYNC_OPTIONS}: ${KEPT}\n    ${SYNC_WAVE}: "${syncWaveOf('CustomResourceDefinition')}"\n`;
  const annotated = /^metadata:\n(?: {2}(?! |annotations:).*\n| {3,}.*\n)*? {2}annotations:\n(?= {4}\S)/m;
  if (annotated.test(document)) return document.replace(annotated, (head) => `${head}${line}`);
  if (/^ {2}annotations:/m.test(document)) return document;
  return document.replace(/^metadata:\n(?= {2}\S)/m, (head) => `${head}  annotations:\n${line}`);
}
