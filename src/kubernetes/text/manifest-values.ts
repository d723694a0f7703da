import { quoted } from '../../problem';
import { resolvePlainScalar, resolveTaggedScalar } from './go-scalar';
import { isPlain, textOf } from './place';
import type { ScalarNode, YamlNode, YamlTree } from './tree';
import { type Rules, TreeValues } from './tree-values';

const FIX = 'Write the values out';
const noAnchor: Rules['noAnchor'] = (name) => [
  `no anchor ${quoted(`&${name}`)} stands before this alias`,
  FIX,
];

const RULES: Rules = {
  mostAliased: 100_000,
  merges: true,
  noAnchor,
  endless: noAnchor,
  repeatsTooMuch: ['aliases repeat more than 100000 values', FIX],
  repeatedKey: ['stands twice in this map', 'Keep one: only the last counts'],
};

/** What a plain scalar means to Kubernetes: `yes` is true, `010` is eight. */
export function manifestScalar(source: string): unknown {
  const { type, value } = resolvePlainScalar(source);
  // JSON has no infinity, so Kubernetes refuses it.
  return type === 'float' && !Number.isFinite(value) ? source : value;
}

/** Reads manifests as Kubernetes does: YAML 1.1 with merge keys. */
export class ManifestValues extends TreeValues {
  constructor(tree: YamlTree) {
    super(tree, RULES);
  }

  protected scalar(node: ScalarNode): unknown {
    const text = textOf(node) ?? '';
    if (node.tag !== undefined) return resolveTaggedScalar(node.tag, text)?.value ?? text;
    return isPlain(node) ? manifestScalar(text) : text;
  }

  protected keyOf(key: YamlNode): string | undefined {
    return textOf(this.namedBy(key));
  }
}
