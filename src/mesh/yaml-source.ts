import {
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import { errorAt, type Path, type Problem, quoted } from '../problem';
import { locate } from './yaml-locate';
import { lineIndex, startOf } from './yaml-position';
import { syntaxMessage } from './yaml-syntax';

/**
 * Decides what a plain number with a fraction or an exponent means at a path: `1.30` is a release, not 1.3.
 * @param source the number as it was written
 */
export type FractionReader = (path: Path, source: string) => unknown;

/** A parsed YAML document that still knows where each value came from. */
export interface YamlSource {
  /** Maps, lists, strings, numbers, booleans and null. Aliases share the value they name. */
  readonly value: unknown;
  /** Syntax errors and duplicate keys, located. The value is undefined after a syntax error. */
  readonly problems: readonly Problem[];
  /** Places whose value could not be read, as one of the problems says. */
  readonly unread: readonly Path[];
  /** Gives each problem its line and column; one pass over the document, however many there are. */
  locate(problems: readonly Problem[]): Problem[];
}

/** Maps and lists within each other: four times what a mesh needs. */
const DEEPEST = 40;

/** Nodes that aliases may add in all: far beyond any mesh, far below what hurts. */
const ALIAS_BUDGET = 20_000;

/**
 * Reads one YAML 1.2 document (core schema, without tags and merge keys).
 * @param file name for the messages
 * @param fraction what fractions mean. @default the number
 */
export function readYaml(
  source: string,
  file: string,
  fraction: FractionReader = (_, written) => Number(written),
): YamlSource {
  const text = source.startsWith('\ufeff') ? source.slice(1) : source;
  const lines = lineIndex(text);
  const syntaxError = (offset: number, message: string, fix?: string): YamlSource => ({
    value: undefined,
    problems: [{ ...errorAt([], message, fix), file, position: lines(offset) }],
    unread: [[]],
    locate: (problems) => problems.map((problem) => ({ ...problem, file })),
  });
  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth: DEEPEST });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return syntaxError(error.mark?.position ?? 0, ...syntaxMessage(text, error));
  }
  const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT).length;
  if (documents === 0 || events[1]?.type === EVENT_ID.POP)
    return syntaxError(
      0,
      'the file is empty',
      'Run `istio-remote init` in an empty folder to see what belongs in it',
    );
  if (documents > 1)
    return syntaxError(0, `expected one YAML document, got ${documents}`, 'Describe one mesh per file');
  const composer = new Composer(text, events, fraction);
  const value = composer.compose();
  const problems = composer.faults.map(({ offset, path, message, fix }) => ({
    ...errorAt(path, message, fix),
    file,
    position: lines(offset),
  }));
  const { unread } = composer;
  // The events of a large mesh take more memory than all else, so they are made again for the few who ask.
  const again = (wanted: readonly Problem[]): Problem[] =>
    wanted.length === 0 ? [] : locate(wanted, text, parseEvents(text, { maxDepth: DEEPEST }), lines, file);
  return { value, problems, unread, locate: again };
}

interface Fault {
  readonly offset: number;
  readonly path: Path;
  readonly message: string;
  readonly fix?: string;
}

/** Builds the value of a document from js-yaml's events. */
class Composer {
  readonly faults: Fault[] = [];
  readonly unread: Path[] = [];
  private readonly anchors = new Map<string, { value: unknown; size: number } | 'open'>();
  private readonly path: (string | number)[] = [];
  private next = 1;
  private nodes = 0;
  private aliased = 0;

  constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
    private readonly fraction: FractionReader,
  ) {}

  compose(): unknown {
    const event = this.events[this.next++];
    const before = this.nodes++;
    if (event === undefined) return undefined;
    if (event.type === EVENT_ID.ALIAS) return this.alias(event.anchorStart, event.anchorEnd);
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return undefined;
    const anchor = event.anchorStart < 0 ? undefined : this.text.slice(event.anchorStart, event.anchorEnd);
    if (anchor !== undefined) this.anchors.set(anchor, 'open');
    const tag = event.tagStart < 0 ? '!' : this.text.slice(event.tagStart, event.tagEnd);
    if (tag !== '!' && !(tag === '!!str' && event.type === EVENT_ID.SCALAR)) {
      this.unreadable(event.tagStart, `YAML tags are not read, got ${quoted(tag)}`, 'Remove the tag');
    }
    const value =
      event.type === EVENT_ID.SCALAR
        ? this.scalar(event)
        : event.type === EVENT_ID.SEQUENCE
          ? this.sequence()
          : this.mapping();
    if (anchor !== undefined) this.anchors.set(anchor, { value, size: this.nodes - before });
    return value;
  }

  /** YAML 1.2 core schema, section 10.3.2. */
  private scalar(event: ScalarEvent): unknown {
    const source = getScalarValue(this.text, event);
    if (event.style !== SCALAR_STYLE.PLAIN || event.tagStart >= 0) return source;
    if (/^(?:~|null|Null|NULL|)$/.test(source)) return null;
    if (/^(?:true|True|TRUE)$/.test(source)) return true;
    if (/^(?:false|False|FALSE)$/.test(source)) return false;
    if (/^[-+]?\d+$|^0x[\da-fA-F]+$|^0o[0-7]+$/.test(source)) return finite(Number(source), source);
    const isFraction = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(source);
    return isFraction ? finite(this.fraction(this.path, source), source) : source;
  }

  private sequence(): unknown[] {
    const items: unknown[] = [];
    while (!this.atEnd()) {
      this.path.push(items.length);
      items.push(this.compose());
      this.path.pop();
    }
    return items;
  }

  private mapping(): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    while (!this.atEnd()) {
      const event = this.events[this.next];
      const offset = startOf(event);
      const key = this.key(event, offset);
      this.path.push(key ?? '');
      if (key !== undefined && Object.hasOwn(map, key))
        this.fault(offset, 'the key stands here a second time', 'Keep one of the two');
      const value = this.compose();
      // Assigning __proto__ would change the object instead of adding a key, so nobody may use it.
      if (key === '__proto__') this.fault(offset, 'unknown key', 'Remove it');
      else if (key !== undefined) map[key] = value;
      this.path.pop();
    }
    return map;
  }

  private key(event: Event | undefined, offset: number): string | undefined {
    const { length } = this.unread;
    this.compose();
    // What is wrong with a key leaves the values of its map as they are.
    this.unread.length = length;
    if (event?.type === EVENT_ID.SCALAR) return getScalarValue(this.text, event);
    const found = event?.type === EVENT_ID.ALIAS ? 'an alias' : 'a map or a list';
    this.fault(
      offset,
      `expected a plain key, got ${found}`,
      'Write `key: value`, with quotes around text that begins with { [ or *',
    );
    return undefined;
  }

  private alias(start: number, end: number): unknown {
    const name = this.text.slice(start, end);
    const anchor = this.anchors.get(name);
    if (anchor === undefined || anchor === 'open') {
      const message =
        anchor === 'open'
          ? `the alias ${quoted(`*${name}`)} stands within what it repeats`
          : `no anchor ${quoted(`&${name}`)} stands before this alias`;
      this.unreadable(start - 1, message, 'Write the values out, or use `defaults:` for what remotes share');
      return undefined;
    }
    this.aliased += anchor.size;
    this.nodes += anchor.size;
    if (this.aliased <= ALIAS_BUDGET) return anchor.value;
    if (this.aliased - anchor.size > ALIAS_BUDGET) this.unread.push([...this.path]);
    else {
      this.unreadable(
        start - 1,
        `aliases repeat more than ${ALIAS_BUDGET} values`,
        'Use `defaults:` for what remotes share',
      );
    }
    return undefined;
  }

  private atEnd(): boolean {
    if (this.events[this.next]?.type !== EVENT_ID.POP) return false;
    this.next++;
    return true;
  }

  private unreadable(offset: number, message: string, fix: string): void {
    this.fault(offset, message, fix);
    this.unread.push([...this.path]);
  }

  private fault(offset: number, message: string, fix: string): void {
    this.faults.push({ offset, path: [...this.path], message, fix });
  }
}

/** A number too large to be one stays the text that it is: js-yaml prints the text `1e400` without quotes. */
function finite(value: unknown, source: string): unknown {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY ? source : value;
}
