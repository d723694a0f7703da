import { Composer, type CST, type Document, type ErrorCode, isMap, isScalar, Lexer, Parser } from 'yaml';
import type { HelmMap } from './helm-value';
import { type FileFault, ValuesError } from './values-error';
import { aliasTargets, startOf } from './yaml-aliases';
import { YamlValueMaker } from './yaml-value';

const MAX_DEPTH = 200;

/** Control characters; and U+0085, U+2028, U+2029, which end a line in YAML 1.1 but not in YAML 1.2. */
const FORBIDDEN = /[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** What to do about the mistakes people make most. */
const FIXES: Partial<Record<ErrorCode, string>> = {
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

function valuesOf(document: Document, fault: FileFault): HelmMap {
  const maker = new YamlValueMaker(aliasTargets(document, fault), fault);
  const root = document.contents;
  if (root === null || (isScalar(root) && maker.scalarOf(root).type === 'null')) return {};
  if (isMap(root)) return maker.mapOf(root);
  const got = isScalar(root) ? 'a scalar' : 'a list';
  throw fault(startOf(root), `expected a map, got ${got}`, 'Write lines such as "key: value".');
}

/** Parses the syntax only: what a scalar means, and which keys merge, is decided here and not by the parser. */
function parse(text: string, fault: FileFault): Document {
  const options = {
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
  } as const;
  const [document] = new Composer(options).compose(tokensOf(text, fault), true, text.length);
  if (document === undefined) throw new Error('a forced document is missing');
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    // Helm ignores tags on maps and lists, and takes what has an unknown tag as text.
    if (code !== 'TAG_RESOLVE_FAILED')
      throw fault(pos[0], `not YAML: ${message}`, FIXES[code] ?? 'Correct the syntax.');
  }
  const { explicit, version } = document.directives?.yaml ?? {};
  if (explicit && version !== '1.1')
    throw fault(text.indexOf('%'), `Helm refuses YAML ${version}`, 'Remove the line.');
  return document;
}

/** Tokens of the syntax. The parser keeps a stack of its own, but the composer after it would crash the process. */
function* tokensOf(text: string, fault: FileFault): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_DEPTH)
      throw fault(parser.offset, `nested more than ${MAX_DEPTH} deep`, 'Flatten it.');
  }
  yield* parser.end();
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
