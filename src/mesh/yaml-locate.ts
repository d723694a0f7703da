import { EVENT_ID, type Event, getScalarValue } from 'js-yaml';
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
  let next = 1;
  const skip = (): void => {
    let depth = 0;
    do {
      const type = events[next++]?.type;
      if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth++;
      else if (type === EVENT_ID.POP) depth--;
    } while (depth > 0 && next < events.length);
  };
  const walk = (wanted: Wanted, keyOffset: number): void => {
    const event = events[next];
    const offset = startOf(event);
    place(wanted, keyOffset, offset);
    const left = new Map(wanted.children);
    const visit = (step: string | number, childKeyOffset: number): void => {
      const child = left.get(step);
      left.delete(step);
      if (child === undefined) skip();
      else walk(child, childKeyOffset);
    };
    if (event?.type === EVENT_ID.SEQUENCE) {
      next++;
      for (let index = 0; events[next]?.type !== EVENT_ID.POP; index++) visit(index, startOf(events[next]));
      next++;
    } else if (event?.type === EVENT_ID.MAPPING) {
      next++;
      while (events[next]?.type !== EVENT_ID.POP) {
        const key = events[next];
        const keyStart = startOf(key);
        skip();
        visit(key?.type === EVENT_ID.SCALAR ? getScalarValue(text, key) : '?', keyStart);
      }
      next++;
    } else next++;
    for (const child of left.values()) placeAll(child, wanted === root ? 0 : keyOffset);
  };
  if (root.children.size > 0 || root.problems.length > 0) walk(root, 0);
  return located;
}
