import type { Clue } from './clue';
import { isPlaceholder } from './placeholder';

const TOKEN =
  /[{}]|(?<![\w./-])["']?([\w./-]+)["']?\s*:\s*(?:"([^"\\\n]*(?:\\.[^"\\\n]*)*)"|'([^'\n]*)'|([^\s{}[\]"',]+))?/g;

interface FlowMapping {
  readonly dataOf: FlowMapping | undefined;
  key: string;
  isSecret: boolean;
  firstValue: number | undefined;
}

/** Secrets with values in JSON or YAML flow style, such as `{"kind":"Secret","data":{"token":"…"}}`. */
export function findFlowSecrets(document: string): Clue[] {
  const clues: Clue[] = [];
  const open: FlowMapping[] = [];
  if (!document.includes('{')) return clues;
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(document); token !== null; token = TOKEN.exec(document)) {
    const top = open.at(-1);
    if (token[0] === '{') {
      const dataOf = top !== undefined && /^(?:data|stringData)$/.test(top.key) ? top : undefined;
      open.push({ dataOf, key: '', isSecret: false, firstValue: undefined });
    } else if (token[0] === '}') {
      const closed = open.pop();
      if (closed?.isSecret === true && closed.firstValue !== undefined) {
        clues.push({ offset: closed.firstValue, what: 'Secret with data' });
      }
    } else if (top !== undefined) {
      const value = token[2] ?? token[3] ?? token[4] ?? '';
      top.key = token[1] ?? '';
      if (top.key === 'kind' && value === 'Secret') top.isSecret = true;
      if (top.dataOf !== undefined && !isPlaceholder(value)) top.dataOf.firstValue ??= token.index;
    }
  }
  return clues;
}
