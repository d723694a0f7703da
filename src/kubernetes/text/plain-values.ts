import {
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  EVENT_ID,
  type Event,
  NOT_RESOLVED,
  Schema,
  seqTag,
  strTag,
  YAMLException,
} from 'js-yaml';

/** Values that aliases may repeat here; a file with more is read again by the rules of its dialect. */
const MOST_ALIASED = 20_000;

/** Maps and lists inside each other, once aliases are followed. */
const DEEPEST = 200;

/**
 * js-yaml's schema of a dialect, for the plain cases alone: keys are texts, each once in its map, and nothing merges.
 * @param scalar what a plain scalar means
 */
export function plainSchema(scalar: (source: string) => unknown): Schema {
  const typed = defineScalarTag('!plain', {
    implicit: true,
    resolve: (source) => {
      const value = scalar(source);
      return typeof value === 'string' ? NOT_RESOLVED : value;
    },
    identify: () => false,
  });
  const map = defineMappingTag<Record<string, unknown>>('tag:yaml.org,2002:map', {
    create: () => ({}),
    addPair: (carrier, key, value) => {
      if (typeof key !== 'string' || key === '<<' || key === '__proto__') return 'not a plain key';
      carrier[key] = value;
      return '';
    },
    has: (carrier, key) => typeof key === 'string' && Object.hasOwn(carrier, key),
    keys: Object.keys,
    get: (carrier, key) => carrier[String(key)],
    identify: () => false,
  });
  return new Schema([strTag, typed, seqTag, map]);
}

/** The value of a document without tags and mistakes; undefined for any other document. */
export function plainValue(
  source: string,
  events: Event[],
  schema: Schema,
): { readonly value: unknown } | undefined {
  if (events.some((event) => 'tagStart' in event && event.tagStart >= 0)) return undefined;
  try {
    const [value] = constructFromEvents(events, { source, schema });
    if (!events.some(({ type }) => type === EVENT_ID.ALIAS)) return { value };
    const written = events.filter(({ type }) => type in NODES).length;
    return sizeOf(value, new Map(), 0) - written <= MOST_ALIASED ? { value } : undefined;
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}

const NODES = { [EVENT_ID.SCALAR]: true, [EVENT_ID.SEQUENCE]: true, [EVENT_ID.MAPPING]: true };

/** How many keys and values are in a value, those that aliases repeat counted each time. */
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
