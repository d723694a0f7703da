import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';
import { startOf } from './yaml-position';

/** A value of a YAML text and where it stands. */
export interface EditNode {
  readonly kind: 'scalar' | 'block' | 'map' | 'list' | 'alias' | 'empty';
  /** Offset of the first character, an opening quote included; below 0 for an empty value. */
  readonly start: number;
  /** Offset behind the last character, a closing quote included. */
  readonly end: number;
  readonly quote: '' | "'" | '"';
  /** Whether a map or list is written with brackets. */
  readonly isFlow: boolean;
  /** Of a map: its keys, in the order of the text. */
  readonly entries: readonly EditEntry[];
}

/** One key of a map and its value. */
export interface EditEntry {
  /** Undefined when the key is no plain text. */
  readonly name: string | undefined;
  readonly key: EditNode;
  readonly value: EditNode;
}

const QUOTES: Readonly<Record<number, EditNode['quote']>> = {
  [SCALAR_STYLE.SINGLE_QUOTED]: "'",
  [SCALAR_STYLE.DOUBLE_QUOTED]: '"',
};

/** The top value of a YAML text that is known to be valid, with offsets into it. */
export function readNodes(text: string): EditNode {
  const events = parseEvents(text, { maxDepth: 40 });
  let next = 1;
  const read = (): EditNode => {
    const event = events[next++];
    if (event?.type === EVENT_ID.MAPPING) {
      const entries: EditEntry[] = [];
      while (events[next]?.type !== EVENT_ID.POP && next < events.length) {
        const keyEvent = events[next];
        const key = read();
        const name = keyEvent?.type === EVENT_ID.SCALAR ? getScalarValue(text, keyEvent) : undefined;
        entries.push({ name, key, value: read() });
      }
      next++;
      return { ...leaf(event), kind: 'map', entries };
    }
    if (event?.type === EVENT_ID.SEQUENCE) {
      while (events[next]?.type !== EVENT_ID.POP && next < events.length) read();
      next++;
      return { ...leaf(event), kind: 'list' };
    }
    return leaf(event);
  };
  return read();
}

function leaf(event: Event | undefined): EditNode {
  const start = startOf(event);
  const plain = { start, end: start, quote: '', isFlow: false, entries: [] } as const;
  if (event?.type === EVENT_ID.ALIAS) return { ...plain, kind: 'alias', end: event.anchorEnd };
  if (event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE)
    return { ...plain, kind: 'map', isFlow: event.style === COLLECTION_STYLE.FLOW };
  if (event?.type !== EVENT_ID.SCALAR || event.valueStart < 0) return { ...plain, kind: 'empty' };
  const quote = QUOTES[event.style] ?? '';
  const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
  return { ...plain, kind: isBlock ? 'block' : 'scalar', quote, end: event.valueEnd + quote.length };
}
