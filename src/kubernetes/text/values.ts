import {
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  EVENT_ID,
  type Event,
  NOT_RESOLVED,
  Schema,
  strTag,
  YAMLException,
} from 'js-yaml';
import { isMap } from '../../is-map';
import type { Dialect } from './dialects';

/** The value of a document. */
export interface Built {
  readonly value: unknown;
  /** Whether it has no tag, repeated key, key that is no text, nor too much that aliases repeat. */
  readonly isClean: boolean;
}

/**
 * Makes the value of the first document in a text. Of equal keys the last one counts, and keys that are no scalars are
 * left out.
 * @returns undefined for a text with an alias that has no anchor
 */
export function buildValue(source: string, events: Event[], dialect: Dialect): Built | undefined {
  const builder = new Builder(dialect);
  const value = constructed(source, events, builder.schema);
  if (value === FAILED) return undefined;
  const tagged = events.some((event) => 'tagStart' in event && event.tagStart >= 0);
  const isClean = !builder.hasMistake && !tagged && aliasedIn(value, events) <= dialect.mostAliased;
  return { value: plain(value), isClean };
}

const FAILED = Symbol('failed');

function constructed(source: string, events: Event[], schema: Schema): unknown {
  try {
    return constructFromEvents(events, { source, schema, json: true })[0];
  } catch (error) {
    if (error instanceof YAMLException) return FAILED;
    throw error;
  }
}

/** A scalar that is not a text, as long as it may still be a key. */
class Typed {
  constructor(
    readonly source: string,
    readonly value: unknown,
  ) {}
}

function plain(value: unknown): unknown {
  return value instanceof Typed ? value.value : value;
}

/** js-yaml's schema of a dialect. Tags of collections mean nothing. */
class Builder {
  hasMistake = false;
  readonly schema: Schema;

  constructor(private readonly dialect: Dialect) {
    const identify = () => false;
    const scalar = defineScalarTag('!plain', {
      implicit: true,
      resolve: (source) => {
        const value = dialect.plain(source);
        const isMerge = dialect.isManifest && source === '<<';
        return value === source && !isMerge ? NOT_RESOLVED : new Typed(source, value);
      },
      identify,
    });
    const anyTag = { matchByTagPrefix: true, identify };
    const list = {
      create: (): unknown[] => [],
      addItem: (items: unknown[], item: unknown): void => void items.push(plain(item)),
      identify,
    };
    const map = {
      create: (): object => ({}),
      addPair: (carrier: object, key: unknown, value: unknown) => this.add(carrier, key, plain(value)),
      has: () => false,
      keys: () => [],
      get: () => undefined,
      identify,
    };
    this.schema = new Schema([
      strTag,
      scalar,
      defineSequenceTag('tag:yaml.org,2002:seq', list),
      defineMappingTag('tag:yaml.org,2002:map', map),
      defineScalarTag('', { ...anyTag, resolve: (source, _, tag) => dialect.tagged(tag, source) }),
      defineSequenceTag('', { ...list, ...anyTag }),
      defineMappingTag('', { ...map, ...anyTag }),
    ]);
  }

  private add(map: object, key: unknown, value: unknown): string {
    const name = key instanceof Typed ? key.source : key;
    if (key instanceof Typed && name === '<<') merge(map, value);
    else if (typeof name === 'string' && (name !== '__proto__' || this.dialect.isManifest)) {
      this.hasMistake ||= Object.hasOwn(map, name);
      putValue(map, name, value);
    } else this.hasMistake = true;
    return '';
  }
}

/** go-yaml merges where it meets the merge key: it also replaces keys written above it. */
function merge(map: object, value: unknown): void {
  // Earlier maps of a list win, so they come last.
  const sources = Array.isArray(value) ? value.toReversed() : [value];
  for (const source of sources)
    if (isMap(source)) for (const [key, inner] of Object.entries(source)) putValue(map, key, inner);
}

/** Writes a key of a map; `__proto__` is a key like any other, so it must not reach the setter of that name. */
export function putValue(map: object, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, configurable: true, enumerable: true, writable: true });
  else (map as Record<string, unknown>)[key] = value;
}

const NODES = { [EVENT_ID.SCALAR]: true, [EVENT_ID.SEQUENCE]: true, [EVENT_ID.MAPPING]: true };

/** How many keys and values aliases add to a value. */
function aliasedIn(value: unknown, events: readonly Event[]): number {
  if (!events.some(({ type }) => type === EVENT_ID.ALIAS)) return 0;
  return sizeOf(value, new Map(), 0) - events.filter(({ type }) => type in NODES).length;
}

/** Maps and lists inside each other, once aliases are followed. */
const DEEPEST = 200;

function sizeOf(value: unknown, known: Map<object, number>, depth: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  const found = known.get(value);
  if (found !== undefined) return found;
  // A value inside itself has no size, and one that aliases nest without end is not walked through.
  known.set(value, Number.POSITIVE_INFINITY);
  if (depth > DEEPEST) return Number.POSITIVE_INFINITY;
  const own = Array.isArray(value) ? 1 : 1 + Object.keys(value).length;
  const size = Object.values(value).reduce<number>(
    (sum, child) => sum + sizeOf(child, known, depth + 1),
    own,
  );
  known.set(value, size);
  return size;
}
