import {
  isMapNode,
  isScalarNode,
  MAX_DEPTH,
  readTree,
  type SyntaxFault,
  TooDeep,
  type YamlTree,
} from '../../kubernetes/text/tree';
import type { HelmMap } from './helm-value';
import { type FileFault, ValuesError } from './values-error';
import { HelmValues } from './values-reader';

/** Control characters; and U+0085, U+2028, U+2029, which end a line in YAML 1.1 but not in YAML 1.2. */
const FORBIDDEN = /[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** What to do about the mistakes people make most. */
const FIXES: Partial<Record<SyntaxFault['code'], string>> = {
  BAD_INDENT: 'Line up the keys of a map, and indent what is inside brackets.',
  BAD_SCALAR_START: 'Put the value in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'Put a value that contains ": " in quotes, or check the indentation around it.',
  MULTILINE_IMPLICIT_KEY: 'Put a space after the colon of each key.',
  TAB_AS_INDENT: 'Indent with spaces.',
};

/**
 * Reads a values file as Helm 3.12 does: YAML 1.1 in the dialect of Go's yaml.v2, of which only the first
 * document counts. An empty file is an empty map.
 * @throws ValuesError with file, line and column
 */
export function readValuesFile(name: string, text: string): HelmMap {
  const fault: FileFault = (offset, message, fix) => ValuesError.inFile(name, text, offset, message, fix);
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden) {
    const code = forbidden[0].codePointAt(0)?.toString(16).padStart(4, '0');
    throw fault(
      forbidden.index,
      `character U+${code} is not allowed`,
      'Remove it, or escape it in double quotes.',
    );
  }
  return valuesOf(parse(firstDocument(text), fault), fault);
}

function valuesOf(tree: YamlTree, fault: FileFault): HelmMap {
  const { root } = tree;
  const values = new HelmValues(tree, fault);
  if (root === undefined || (isScalarNode(root) && values.scalarOf(root).type === 'null')) return {};
  if (isMapNode(root)) return values.read(root) as HelmMap;
  const got = isScalarNode(root) ? 'a scalar' : 'a list';
  throw fault(root.range[0], `expected a map, got ${got}`, 'Write lines such as "key: value".');
}

function parse(text: string, fault: FileFault): YamlTree {
  try {
    const tree = readTree(text);
    for (const { code, message, offset } of tree.faults) {
      // Helm ignores tags on maps and lists, and takes what has an unknown tag as text.
      if (code !== 'TAG_RESOLVE_FAILED')
        throw fault(offset, `not YAML: ${message}`, FIXES[code] ?? 'Correct the syntax.');
    }
    if (tree.version !== undefined && tree.version !== '1.1')
      throw fault(text.indexOf('%'), `Helm refuses YAML ${tree.version}`, 'Remove the line.');
    return tree;
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    throw fault(error.offset, `nested more than ${MAX_DEPTH} deep`, 'Flatten it.');
  }
}

/** Helm never looks behind the first document, so whatever is there must not be an error here. */
function firstDocument(text: string): string {
  for (const marker of text.matchAll(/^\ufeff?(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm)) {
    const before = text.slice(0, marker.index);
    const opens = before.split(/[\r\n]/).every((line) => /^(?:\ufeff?[ \t]*(?:#.*)?|%.*)$/.test(line));
    if (!opens) return before;
  }
  return text;
}
