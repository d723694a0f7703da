import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { Position, Problem } from '../problem';
import { startOf } from './yaml-position';

interface Wanted {
  readonly problems: number[];
  readonly children: Map<string | number, Wanted>;
}

/** Gives each problem the line and column of its path in one pass over `events`. */
export function locate(
  problems: readonly Problem[],
  text: string,
  events: readonly Event[],
  lines: (offset: number) => Position,
  file: string,
): Problem[] {
  const located = problems.map((problem): Problem => ({ ...problem, file }));
  const root: Wanted = { problems: [], children: new Map() };
  problems.forEach((problem, index) => {
    if (problem.position !== undefined) return;
    let node = root;
    for (const step of problem.path) {
      const child = node.children.get(step) ?? { problems: [], children: new Map() };
      node.children.set(step, child);
      node = child;
    }
    node.problems.push(index);
  });
  const place = (wanted: Wanted, keyOffset: number, valueOffset: number): void => {
    for (const index of wanted.problems) {
      const problem = located[index];
      if (problem !== undefined) {
        located[index] = { ...problem, position: lines(problem.atKey === true ? keyOffset : valueOffset) };
      }
    }
  };
  /** A value that is missing is reported where its nearest parent begins. */
  const placeAll = (wanted: Wanted, offset: number): void => {
    place(wanted, offset, offset);
    for (const child of wanted.children.values()) placeAll(child, offset);
  };
  if (root.children.size > 0 || root.problems.length > 0) new Walk(text, events, place, placeAll).from(root);
  return located;
}

/** One pass over the events of a document along the wanted paths. */
class Walk {
  private next = 1;
  /** End of the last scalar, behind which an empty list item is looked for. */
  private end = 0;

  constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
    private readonly place: (wanted: Wanted, keyOffset: number, valueOffset: number) => void,
    private readonly placeAll: (wanted: Wanted, offset: number) => void,
  ) {}

  from(root: Wanted): void {
    this.node(root, 0);
  }

  /** @param keyOffset where the key or the list item begins, which also stands for an empty value */
  private node(wanted: Wanted, keyOffset: number): void {
    const event = this.events[this.next];
    const offset = this.startOf(event);
    this.place(wanted, keyOffset, offset < 0 ? keyOffset : offset);
    const found =
      event?.type === EVENT_ID.SEQUENCE
        ? this.sequence(wanted, offset)
        : event?.type === EVENT_ID.MAPPING
          ? this.mapping(wanted, offset)
          : this.leaf();
    for (const [step, child] of wanted.children) if (!found.has(step)) this.placeAll(child, keyOffset);
  }

  private sequence(wanted: Wanted, start: number): Set<string | number> {
    const found = new Set<string | number>();
    this.next++;
    for (let index = 0; this.events[this.next]?.type !== EVENT_ID.POP; index++) {
      const offset = this.startOf(this.events[this.next]);
      const place = offset >= 0 ? offset : index === 0 ? start : this.emptyItem(start);
      this.visit(wanted.children.get(index), place);
      found.add(index);
    }
    this.next++;
    return found;
  }

  /** A block scalar begins with its `|` or `>`, which the event leaves out. */
  private startOf(event: Event | undefined): number {
    const offset = startOf(event);
    if (event?.type !== EVENT_ID.SCALAR || offset < 0) return offset;
    if (event.style !== SCALAR_STYLE.LITERAL_BLOCK && event.style !== SCALAR_STYLE.FOLDED_BLOCK)
      return offset;
    const header = /[|>][-+\d]{0,2}[ \t]*(?:#.*)?$/gm;
    header.lastIndex = this.end;
    return header.exec(this.text)?.index ?? offset;
  }

  /** The dash of a list item without a value. */
  private emptyItem(start: number): number {
    const dash = /^[ \t]*(?=-(?:\s|$))/gm;
    dash.lastIndex = this.end;
    const match = dash.exec(this.text);
    if (match === null) return start;
    this.end = match.index + match[0].length + 1;
    return this.end - 1;
  }

  private mapping(wanted: Wanted, start: number): Set<string | number> {
    const found = new Set<string | number>();
    this.next++;
    while (this.events[this.next]?.type !== EVENT_ID.POP) {
      const key = this.events[this.next];
      const keyOffset = startOf(key);
      this.skip();
      const name = key?.type === EVENT_ID.SCALAR ? getScalarValue(this.text, key) : undefined;
      // The last of equal keys is the one that counts.
      this.visit(
        name === undefined ? undefined : wanted.children.get(name),
        keyOffset < 0 ? start : keyOffset,
      );
      if (name !== undefined) found.add(name);
    }
    this.next++;
    return found;
  }

  private visit(wanted: Wanted | undefined, keyOffset: number): void {
    if (wanted === undefined) this.skip();
    else this.node(wanted, keyOffset);
  }

  private leaf(): Set<string | number> {
    this.step();
    return new Set();
  }

  private skip(): void {
    let depth = 0;
    do {
      const type = this.step();
      if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth++;
      else if (type === EVENT_ID.POP) depth--;
    } while (depth > 0 && this.next < this.events.length);
  }

  private step(): Event['type'] | undefined {
    const event = this.events[this.next++];
    if (event?.type === EVENT_ID.SCALAR) this.end = Math.max(this.end, event.valueEnd);
    return event?.type;
  }
}
