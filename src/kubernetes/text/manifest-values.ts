import { type Path, quoted } from '../../problem';
import { resolvePlainScalar, resolveTaggedScalar } from './go-scalar';
import { isPlain, textOf } from './place';
import type { AliasNode, ScalarNode, YamlNode, YamlTree } from './tree';
import { TreeValues } from './tree-values';

const MOST_ALIASED = 100_000;

/** What a plain scalar means to Kubernetes: `yes` is true, `010` is eight. */
export function manifestScalar(source: string): unknown {
  const { type, value } = resolvePlainScalar(source);
  // JSON has no infinity, so Kubernetes refuses it.
  return type === 'float' && !Number.isFinite(value) ? source : value;
}

/** Reads manifests as Kubernetes does: YAML 1.1 with merge keys. */
export class ManifestValues extends TreeValues {
  constructor(tree: YamlTree) {
    super(tree, MOST_ALIASED, true);
  }

  protected scalar(node: ScalarNode): unknown {
    const text = textOf(node) ?? '';
    if (node.tag !== undefined) return resolveTaggedScalar(node.tag, text)?.value ?? text;
    return isPlain(node) ? manifestScalar(text) : text;
  }

  protected keyOf(key: YamlNode): string | undefined {
    return textOf(this.namedBy(key));
  }

  protected noTarget({ source, range: [start] }: AliasNode, path: Path): void {
    this.fault(
      start,
      path,
      `no anchor ${quoted(`&${source}`)} stands before this alias`,
      'Write the values out',
    );
  }

  protected tooMuch({ range: [start] }: AliasNode, path: Path): void {
    this.fault(start, path, `aliases repeat more than ${MOST_ALIASED} values`, 'Write the values out');
  }

  protected repeated({ range: [start] }: YamlNode, path: Path): void {
    this.fault(start, path, 'stands twice in this map', 'Keep one: only the last counts');
  }
}
