/** A value and its place in the text; `end` leaves out comments behind it. */
interface Placed {
  readonly start: number;
  readonly end: number;
  readonly anchor: string | undefined;
}

export interface MapNode extends Placed {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly entries: readonly Entry[];
}

export interface Entry {
  /** Undefined when it is no scalar. */
  readonly key: string | undefined;
  readonly keyStart: number;
  readonly value: YamlNode;
}

export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly items: readonly ListItem[];
}

export interface ListItem {
  /** Where its dash stands; in a flow list where the item begins. */
  readonly start: number;
  readonly node: YamlNode;
}

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly text: string;
  /** Neither quoted, nor a block, nor tagged: YAML decides what it means. */
  readonly plain: boolean;
}

export interface AliasNode extends Placed {
  readonly kind: 'alias';
  readonly name: string;
  /** Undefined when no such anchor stands before it. */
  readonly target: YamlNode | undefined;
}

/** A node of one YAML document. */
export type YamlNode = MapNode | ListNode | ScalarNode | AliasNode;
