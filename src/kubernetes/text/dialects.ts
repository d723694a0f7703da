import type { Path } from '../../problem';
import { resolvePlainScalar, resolveTaggedScalar } from './go-scalar';

/** How a kind of file is read. */
export interface Dialect {
  /** Maps and lists inside each other: beyond what such a file needs. */
  readonly depth: number;
  /** Values that aliases may repeat in all: far beyond any file of a person, far below what hurts. */
  readonly mostAliased: number;
  /** Whether `<<` merges maps, tags say what a value is, and `__proto__` is a key. */
  readonly isManifest: boolean;
  /** What a scalar without quotes and tag means. */
  plain(source: string): unknown;
  /** What a scalar with a tag means. @param tag in full, such as `tag:yaml.org,2002:int` */
  tagged(tag: string, source: string): unknown;
  /** What to do about an alias without anchor, and about aliases that repeat too much. */
  readonly aliasFix: string;
  readonly repetitionFix: string;
  readonly repeated: readonly [message: string, fix: string];
}

/** What people write for this tool: YAML 1.2 (core schema, section 10.3.2) without tags and merge keys. */
export const CORE: Dialect = {
  depth: 40,
  mostAliased: 20_000,
  isManifest: false,
  plain: (source) => {
    if (/^[^-+.\dnNtTfF~]/.test(source)) return source;
    if (/^(?:~|null|Null|NULL|)$/.test(source)) return null;
    if (/^(?:true|True|TRUE)$/.test(source)) return true;
    if (/^(?:false|False|FALSE)$/.test(source)) return false;
    if (/^[-+]?\d+$|^0x[\da-fA-F]+$|^0o[0-7]+$/.test(source)) return finite(Number(source), source);
    return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(source) ? new Fraction(source) : source;
  },
  tagged: (_, source) => source,
  aliasFix: 'Write the values out, or use `defaults:` for what remotes share',
  repetitionFix: 'Use `defaults:` for what remotes share',
  repeated: ['the key stands here a second time', 'Keep one of the two'],
};

/** Manifests as Kubernetes reads them, with YAML 1.1 in the dialect of go-yaml v2: `yes` is true, `010` is eight. */
export const MANIFEST: Dialect = {
  depth: 100,
  mostAliased: 100_000,
  isManifest: true,
  plain: (source) => {
    // Most scalars are texts that begin like nothing else.
    if (/^[^-+.\d~nNyYtTfFoO]/.test(source)) return source;
    const { type, value } = resolvePlainScalar(source);
    // JSON has no infinity, so Kubernetes refuses it.
    return type === 'float' ? finite(value, source) : value;
  },
  tagged: (tag, source) => resolveTaggedScalar(tag, source)?.value ?? source,
  aliasFix: 'Write the values out',
  repetitionFix: 'Write the values out',
  repeated: ['stands twice in this map', 'Keep one: only the last counts'],
};

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

/** A number too large to be one stays the text that it is: js-yaml prints the text `1e400` without quotes. */
function finite(value: unknown, source: string): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? source : value;
}
