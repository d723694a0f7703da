import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import type { Entry, ListItem, ListNode, MapNode, ScalarNode, YamlNode } from './yaml-node';

/** Maps and lists within each other: beyond any manifest. */
const DEEPEST = 100;

/**
 * Reads one YAML or JSON document with the place of every value.
 * @returns undefined for a document that says nothing
 * @throws YAMLException where the text is not YAML
 */
export function readTree(text: string): YamlNode | undefined {
  const events = parseEvents(text, { maxDepth: DEEPEST });
  if (events.length < 3) return undefined;
  return new Builder(text, events).build();
}

/** Builds the tree from js-yaml's events. */
class Builder {
  private next = 1;
  /** End of what has been read so far. */
  private end = 0;
  private readonly anchors = new Map<string, YamlNode>();

  constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
  ) {}

  build(): YamlNode {
    return this.node(0);
  }

  /** @param from where the node's parent indicates it: behind the colon, behind the dash */
  private node(from: number): YamlNode {
    const event = this.events[this.next++];
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return this.known(this.scalar(event, from));
      case EVENT_ID.SEQUENCE:
        return this.known(this.list(event));
      case EVENT_ID.MAPPING:
        return this.known(this.map(event));
      case EVENT_ID.ALIAS: {
        const name = this.text.slice(event.anchorStart, event.anchorEnd);
        const target = this.anchors.get(name);
        this.end = event.anchorEnd;
        const anchor = undefined;
        return { kind: 'alias', name, target, anchor, start: event.anchorStart - 1, end: event.anchorEnd };
      }
      default:
        throw new Error('js-yaml gave an event that is no node');
    }
  }

  private known<N extends YamlNode>(node: N): N {
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    return node;
  }

  private scalar(event: ScalarEvent, from: number): ScalarNode {
    const { style, valueStart, valueEnd } = event;
    const quoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
    const bare = Math.max(from, event.anchorEnd, event.tagEnd);
    const start = valueStart < 0 ? bare : quoted ? valueStart - 1 : valueStart;
    const end = valueStart < 0 ? bare : quoted ? valueEnd + 1 : valueEnd;
    this.end = end;
    return {
      kind: 'scalar',
      text: valueStart < 0 ? '' : getScalarValue(this.text, event),
      plain: style === SCALAR_STYLE.PLAIN && event.tagStart < 0,
      start: outerStart(event, start),
      end,
      anchor: this.anchorOf(event),
    };
  }

  private list(event: SequenceEvent): ListNode {
    const flow = event.style === COLLECTION_STYLE.FLOW;
    const items: ListItem[] = [];
    this.end = flow ? event.start + 1 : event.start;
    while (!this.atPop()) {
      if (flow) {
        const node = this.node(this.end);
        items.push({ start: node.start, node });
      } else {
        const dash = this.skip(this.end, /-/y);
        this.end = dash + 1;
        items.push({ start: dash, node: this.node(dash + 1) });
      }
    }
    const end = this.closed(flow);
    return {
      kind: 'list',
      flow,
      items,
      start: outerStart(event, event.start),
      end,
      anchor: this.anchorOf(event),
    };
  }

  private map(event: MappingEvent): MapNode {
    const flow = event.style === COLLECTION_STYLE.FLOW;
    // The one pair of `[key: value]` has no braces of its own.
    const braced = flow && this.text[event.start] === '{';
    const entries: Entry[] = [];
    this.end = braced ? event.start + 1 : event.start;
    while (!this.atPop()) {
      const key = this.node(this.end);
      const colon = this.skip(this.end, /[:,}\]]/y);
      this.end = this.text[colon] === ':' ? colon + 1 : this.end;
      const value = this.node(this.end);
      entries.push({ key: key.kind === 'scalar' ? key.text : undefined, keyStart: key.start, value });
    }
    const end = this.closed(braced);
    return {
      kind: 'map',
      flow,
      entries,
      start: outerStart(event, event.start),
      end,
      anchor: this.anchorOf(event),
    };
  }

  /** Where the collection ends whose last child has been read. */
  private closed(flow: boolean): number {
    if (flow) this.end = this.skip(this.end, /[\]}]/y) + 1;
    return this.end;
  }

  /** Offset of the next `wanted` behind blanks, comments and punctuation that stands for nothing. */
  private skip(from: number, wanted: RegExp): number {
    let at = from;
    while (at < this.text.length) {
      wanted.lastIndex = at;
      if (wanted.test(this.text)) return at;
      if (this.text[at] === '#') {
        const rest = /[^\r\n]*/y;
        rest.lastIndex = at;
        rest.test(this.text);
        at = rest.lastIndex;
      } else at++;
    }
    return from;
  }

  private atPop(): boolean {
    if (this.events[this.next]?.type !== EVENT_ID.POP) return false;
    this.next++;
    return true;
  }

  private anchorOf({
    anchorStart,
    anchorEnd,
  }: MappingEvent | SequenceEvent | ScalarEvent): string | undefined {
    return anchorStart < 0 ? undefined : this.text.slice(anchorStart, anchorEnd);
  }
}

/** Where a node begins, its anchor and tag included. */
function outerStart(
  { anchorStart, tagStart }: MappingEvent | SequenceEvent | ScalarEvent,
  start: number,
): number {
  const starts = [start, anchorStart < 0 ? start : anchorStart - 1, tagStart < 0 ? start : tagStart];
  return Math.min(...starts);
}
