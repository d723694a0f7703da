import type { CST } from 'yaml';
import { excerpt, type Path } from '../../problem';
import { resolvePlainScalar, resolveTaggedScalar } from './go-scalar';
import { isPlain, textOf } from './place';
import { isAliasNode, isScalarNode, type ScalarNode, type YamlNode, type YamlTree } from './tree';
import { type DialectRules, TreeValues } from './tree-values';

/**
 * Decides what a plain number with a fraction or an exponent means at a path: `1.30` is a release, not 1.3.
 * @param source the number as written
 */
export type FractionReader = (path: Path, source: string) => unknown;

/** A plain number with a fraction or an exponent. Its meaning depends on its path, which is not yet known. */
export class Fraction {
  constructor(private readonly source: string) {}

  at(path: Path, meaning: FractionReader): unknown {
    return finite(meaning(path, this.source), this.source);
  }
}

/** Returns the value of a plain scalar in YAML 1.2's core schema, section 10.3.2. */
export function coreScalar(source: string): unknown {
  if (/^(?:~|null|Null|NULL|)$/.test(source)) return null;
  if (/^(?:true|True|TRUE)$/.test(source)) return true;
  if (/^(?:false|False|FALSE)$/.test(source)) return false;
  if (/^[-+]?\d+$|^0x[\da-fA-F]+$|^0o[0-7]+$/.test(source)) return finite(Number(source), source);
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(source) ? new Fraction(source) : source;
}

/** A number too large for a float stays text, because js-yaml prints the text `1e400` without quotes. */
function finite(value: unknown, source: string): unknown {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY ? source : value;
}

const ALIAS_FIX = 'Write the values out, or use `defaults:` for what remotes share';

const CORE_RULES: DialectRules = {
  mostAliased: 20_000,
  merges: false,
  noAnchor: (name) => [`no anchor ${excerpt(`&${name}`)} above this alias`, ALIAS_FIX],
  endless: (name) => [`the alias ${excerpt(`*${name}`)} is inside what it repeats`, ALIAS_FIX],
  repeatsTooMuch: ['aliases repeat more than 20000 values', 'Use `defaults:` for what remotes share'],
  repeatedKey: ['this key is repeated', 'Keep one of the two'],
};

/** Reads mesh.yaml and similar files: YAML 1.2 (core schema) without tags and merge keys. */
export class CoreValues extends TreeValues {
  constructor(
    tree: YamlTree,
    private readonly fraction: FractionReader,
  ) {
    super(tree, CORE_RULES);
  }

  override read(node: YamlNode, path: Path = [], before: readonly CST.SourceToken[] = []): unknown {
    const token = before.find(({ type }) => type === 'tag');
    const tag = token?.source ?? node.tag?.replace('tag:yaml.org,2002:', '!!') ?? '!';
    if (tag !== '!' && !(tag === '!!str' && isScalarNode(node))) {
      this.fault(token?.offset ?? 0, path, `YAML tags are not read, got ${excerpt(tag)}`, 'Remove the tag');
      this.unread.push(path);
    }
    return super.read(node, path);
  }

  protected scalar(node: ScalarNode, path: Path): unknown {
    const text = textOf(node) ?? '';
    const value = isPlain(node) ? coreScalar(text) : text;
    return value instanceof Fraction ? value.at(path, this.fraction) : value;
  }

  protected keyOf(key: YamlNode, path: Path): string | undefined {
    const text = textOf(this.namedBy(key));
    const start = key.range[0];
    if (text === '__proto__') this.fault(start, [...path, text], 'unknown key', 'Remove it');
    else if (text === undefined) {
      const got = isAliasNode(key) ? 'an alias' : 'a map or a list';
      const fix = 'Write `key: value`, with quotes around text that begins with { [ or *';
      this.fault(start, path, `expected a plain key, got ${got}`, fix);
    }
    return text === '__proto__' ? undefined : text;
  }
}

/** Returns the value of a plain scalar in Kubernetes: `yes` is true, `010` is eight. */
export function manifestScalar(source: string): unknown {
  const { type, value } = resolvePlainScalar(source);
  // JSON has no infinity, so Kubernetes refuses it.
  return type === 'float' && !Number.isFinite(value) ? source : value;
}

const noAnchor: DialectRules['noAnchor'] = (name) => [
  `no anchor ${excerpt(`&${name}`)} above this alias`,
  'Write the values out',
];

const MANIFEST_RULES: DialectRules = {
  mostAliased: 100_000,
  merges: true,
  noAnchor,
  endless: noAnchor,
  repeatsTooMuch: ['aliases repeat more than 100000 values', 'Write the values out'],
  repeatedKey: ['is repeated in this map', 'Keep one: only the last counts'],
};

/** Reads manifests as Kubernetes does: YAML 1.1 with merge keys. */
export class ManifestValues extends TreeValues {
  constructor(tree: YamlTree) {
    super(tree, MANIFEST_RULES);
  }

  protected scalar(node: ScalarNode): unknown {
    const text = textOf(node) ?? '';
    if (node.tag !== undefined) return resolveTaggedScalar(node.tag, text)?.value ?? text;
    return isPlain(node) ? manifestScalar(text) : text;
  }

  protected keyOf(key: YamlNode): string | undefined {
    return textOf(this.namedBy(key));
  }
}
