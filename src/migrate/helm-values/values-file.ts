import { resolvePlainScalar, resolveTaggedScalar, type YamlScalar } from '../../kubernetes/text/go-scalar';
import { isPlain, positionsIn, textOf } from '../../kubernetes/text/place';
import {
  isMapNode,
  isScalarNode,
  MAX_DEPTH,
  readTree,
  type ScalarNode,
  type SyntaxFault,
  TooDeep,
  type YamlNode,
  type YamlTree,
} from '../../kubernetes/text/tree';
import { type DialectRules, TreeValues } from '../../kubernetes/text/tree-values';
import { errorAt, excerpt, type Path, UserError } from '../../problem';
import type { HelmMap } from './helm-value';

/** Control characters, and U+0085, U+2028 and U+2029, which end a line in YAML 1.1 but not in YAML 1.2. */
const FORBIDDEN = /[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Makes an error about the file. `offset` is the place of the fault, from 0. */
type FileFault = (offset: number, message: string, fix: string) => UserError;

/** What to do about the most common mistakes. */
const FIXES: Partial<Record<SyntaxFault['code'], string>> = {
  BAD_INDENT: 'Line up the keys of a map, and indent what is inside brackets.',
  BAD_SCALAR_START: 'Put the value in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'Put a value that contains ": " in quotes, or check the indentation around it.',
  MULTILINE_IMPLICIT_KEY: 'Put a space after the colon of each key.',
  TAB_AS_INDENT: 'Indent with spaces.',
};

/**
 * Reads a values file as Helm 3.12 does: YAML 1.1 in the dialect of Go's yaml.v2. Only the first document counts. An
 * empty file is an empty map.
 * @throws UserError with file, line and column
 */
export function readValuesFile(name: string, text: string): HelmMap {
  const fault: FileFault = (offset, message, fix) =>
    new UserError([{ ...errorAt([], message, fix), file: name, position: positionsIn(text)(offset) }]);
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden) {
    const code = forbidden[0].codePointAt(0)?.toString(16).padStart(4, '0');
    const message = `character U+${code} is not allowed`;
    throw fault(forbidden.index, message, 'Remove it, or escape it in double quotes.');
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
      // Helm ignores tags on maps and lists, and reads a value with an unknown tag as text.
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

/** Helm ignores everything after the first document, including mistakes. */
function firstDocument(text: string): string {
  for (const marker of text.matchAll(/^\ufeff?(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm)) {
    const before = text.slice(0, marker.index);
    const opens = before.split(/[\r\n]/).every((line) => /^(?:\ufeff?[ \t]*(?:#.*)?|%.*)$/.test(line));
    if (!opens) return before;
  }
  return text;
}

const RULES: DialectRules = {
  mostAliased: 100_000,
  merges: true,
  noAnchor: (name) => [`there is no anchor &${name} above`, 'Put the anchor on what the alias repeats.'],
  endless: (name) => [`the anchor &${name} contains itself`, 'Remove the alias inside it.'],
  repeatsTooMuch: ['aliases repeat too much', 'Write the values out.'],
  repeatedKey: undefined,
};

/** Reads a values file as Helm does: YAML 1.1 in the dialect of Go's yaml.v2. Throws the first mistake. */
class HelmValues extends TreeValues {
  constructor(
    tree: YamlTree,
    private readonly error: FileFault,
  ) {
    super(tree, RULES);
  }

  override read(node: YamlNode, path: Path = []): unknown {
    const { anchor } = 'anchor' in node ? node : {};
    if (anchor !== undefined && !/^[\w-]+$/.test(anchor))
      throw this.error(
        node.range[0],
        `Helm cannot read the anchor name ${anchor}`,
        'Use letters, digits, "-" and "_".',
      );
    return super.read(node, path);
  }

  protected scalar(node: ScalarNode): unknown {
    const { type, value } = this.scalarOf(node);
    if (type !== 'float' || Number.isFinite(value)) return value;
    throw this.error(
      node.range[0],
      'Helm cannot store infinity and not-a-number',
      'Put the value in quotes.',
    );
  }

  /** Returns the scalar with Helm's type. */
  scalarOf(node: ScalarNode): YamlScalar {
    const { tag, range } = node;
    const text = textOf(node) ?? '';
    if (/\p{Surrogate}/u.test(text))
      throw this.error(range[0], 'half a surrogate pair is no character', 'Write \\U and eight digits.');
    if (tag === undefined) return isPlain(node) ? resolvePlainScalar(text) : { type: 'str', value: text };
    const scalar = resolveTaggedScalar(tag, text);
    if (scalar !== undefined) return scalar;
    const name = tag.replace('tag:yaml.org,2002:', '!!');
    const message = `${excerpt(text)} does not fit the tag ${name}`;
    throw this.error(range[0], message, 'Remove the tag, or change the value.');
  }

  protected keyOf(key: YamlNode): string {
    const named = this.namedBy(key);
    const text = isScalarNode(named) ? jsonKey(this.scalarOf(named)) : undefined;
    if (text !== undefined) return text;
    throw this.error(key.range[0], 'Helm cannot use this as a key', 'Put the key in quotes.');
  }

  protected override fault(offset: number, _: Path, message: string, fix: string): void {
    throw this.error(offset, message, fix);
  }

  protected override notMergeable(key: YamlNode): void {
    const message = 'expected a map, or a list of maps, after "<<"';
    throw this.error(key.range[0], message, 'Use an alias of a map, as in <<: *name.');
  }
}

/**
 * Returns the JSON key that Helm makes of a scalar key: `on: x` has the key "true", `010: x` the key "8". Undefined
 * if Helm refuses it: null, and whole numbers above int64.
 */
function jsonKey(scalar: YamlScalar): string | undefined {
  if (scalar.type === 'null') return undefined;
  if (scalar.type === 'int') return scalar.exact < 2n ** 63n ? String(scalar.exact) : undefined;
  return scalar.type === 'float' ? floatKey(scalar.value) : String(scalar.value);
}

/** Helm keeps 32 bits of a key with a fraction and prints it like Go's `%g`: 1.0 is "1", 1e6 is "1e+06". */
function floatKey(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return '.nan';
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  const [digits = '', exponent = ''] = shortest(single).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(`${digits}e${exponent}`));
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Returns the shortest exponent form that still gives the same 32-bit number. */
function shortest(single: number): string {
  for (let fraction = 0; fraction < 8; fraction += 1) {
    const text = single.toExponential(fraction);
    if (Math.fround(Number(text)) === single) return text;
  }
  return single.toExponential(8);
}
