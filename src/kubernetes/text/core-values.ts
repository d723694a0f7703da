import { type Path, quoted } from '../../problem';
import type { AliasNode, MapNode, ScalarNode, YamlNode } from './tree';
import { TreeValues } from './tree-values';

/**
 * Decides what a plain number with a fraction or an exponent means at a path: `1.30` is a release, not 1.3.
 * @param source the number as it was written
 */
export type FractionReader = (path: Path, source: string) => unknown;

/** A plain number with a fraction or an exponent, until its path says what it means. */
export class Fraction {
  constructor(private readonly source: string) {}

  at(path: Path, meaning: FractionReader): unknown {
    return finite(meaning(path, this.source), this.source);
  }
}

/** What a plain scalar means in YAML 1.2's core schema, section 10.3.2. */
export function coreScalar(source: string): unknown {
  if (!/^(?:[-+.\dnNtTfF~]|$)/.test(source)) return source;
  if (/^(?:~|null|Null|NULL|)$/.test(source)) return null;
  if (/^(?:true|True|TRUE)$/.test(source)) return true;
  if (/^(?:false|False|FALSE)$/.test(source)) return false;
  if (/^[-+]?\d+$|^0x[\da-fA-F]+$|^0o[0-7]+$/.test(source)) return finite(Number(source), source);
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(source) ? new Fraction(source) : source;
}

/** A number too large to be one stays the text that it is: js-yaml prints the text `1e400` without quotes. */
function finite(value: unknown, source: string): unknown {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY ? source : value;
}

const MOST_ALIASED = 20_000;
const DEFAULTS = 'use `defaults:` for what remotes share';

/** Reads what people write for this tool: YAML 1.2 (core schema) without tags and merge keys. */
export class CoreValues extends TreeValues {
  constructor(private readonly fraction: FractionReader) {
    super(MOST_ALIASED);
  }

  override read(node: YamlNode, path: Path = []): unknown {
    const { tag } = node;
    if (tag !== undefined && tag.written !== '!' && !(tag.written === '!!str' && node.kind === 'scalar'))
      this.unreadable(
        tag.start,
        path,
        `YAML tags are not read, got ${quoted(tag.written)}`,
        'Remove the tag',
      );
    return super.read(node, path);
  }

  protected scalar({ text, style, tag }: ScalarNode, path: Path): unknown {
    const value = style === 'plain' && tag === undefined ? coreScalar(text) : text;
    return value instanceof Fraction ? value.at(path, this.fraction) : value;
  }

  protected keyOf(key: YamlNode, _map: MapNode, path: Path): string | undefined {
    const text = key.kind === 'alias' ? key.target : key;
    if (text?.kind === 'scalar' && text.text !== '__proto__') return text.text;
    if (text?.kind === 'scalar') this.fault(key.start, [...path, text.text], 'unknown key', 'Remove it');
    else {
      const fix = 'Write `key: value`, with quotes around text that begins with { [ or *';
      this.fault(
        key.start,
        path,
        `expected a plain key, got ${key.kind === 'alias' ? 'an alias' : 'a map or a list'}`,
        fix,
      );
    }
    return undefined;
  }

  protected noTarget({ name, start, isInsideTarget }: AliasNode, path: Path): void {
    const message = isInsideTarget
      ? `the alias ${quoted(`*${name}`)} stands within what it repeats`
      : `no anchor ${quoted(`&${name}`)} stands before this alias`;
    this.fault(start, path, message, `Write the values out, or ${DEFAULTS}`);
  }

  protected tooMuch({ start }: AliasNode, path: Path): void {
    this.fault(start, path, `aliases repeat more than ${MOST_ALIASED} values`, `U${DEFAULTS.slice(1)}`);
  }

  protected repeated(key: YamlNode, path: Path): void {
    this.fault(key.start, path, 'the key stands here a second time', 'Keep one of the two');
  }
}
