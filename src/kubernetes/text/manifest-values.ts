import { type Path, quoted } from '../../problem';
import { resolvePlainScalar, resolveTaggedScalar } from './go-scalar';
import type { AliasNode, MapNode, ScalarNode, YamlNode } from './tree';
import { TreeValues } from './tree-values';

const MOST_ALIASED = 100_000;

/** What a plain scalar means to Kubernetes: `yes` is true, `010` is eight. */
export function manifestScalar(source: string): unknown {
  // Most scalars are texts that begin like nothing else.
  if (/^[^-+.\d~nNyYtTfFoO]/.test(source)) return source;
  const { type, value } = resolvePlainScalar(source);
  // JSON has no infinity, so Kubernetes refuses it.
  return type === 'float' && !Number.isFinite(value) ? source : value;
}

/** Reads manifests as Kubernetes does: YAML 1.1 with merge keys. */
export class ManifestValues extends TreeValues {
  constructor() {
    super(MOST_ALIASED, true);
  }

  protected scalar({ text, style, tag }: ScalarNode): unknown {
    if (tag !== undefined) return resolveTaggedScalar(tag.name, text)?.value ?? text;
    return style === 'plain' ? manifestScalar(text) : text;
  }

  protected keyOf(key: YamlNode, _map: MapNode, _path: Path): string | undefined {
    const named = key.kind === 'alias' ? key.target : key;
    return named?.kind === 'scalar' ? named.text : undefined;
  }

  protected noTarget({ name, start }: AliasNode, path: Path): void {
    this.fault(start, path, `no anchor ${quoted(`&${name}`)} is above this alias`, 'Write the values out');
  }

  protected tooMuch({ start }: AliasNode, path: Path): void {
    this.fault(start, path, `aliases repeat more than ${MOST_ALIASED} values`, 'Write the values out');
  }

  protected repeated(key: YamlNode, path: Path): void {
    this.fault(key.start, path, 'stands twice in this map', 'Keep one: only the last counts');
  }
}
