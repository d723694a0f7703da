import { resolvePlainScalar, resolveTaggedScalar, type YamlScalar } from '../../kubernetes/text/go-scalar';
import type { AliasNode, ScalarNode, YamlNode } from '../../kubernetes/text/tree';
import { TreeValues } from '../../kubernetes/text/tree-values';
import type { Path } from '../../problem';
import type { FileFault } from './values-error';
import { jsonKey } from './yaml-key';

/** Values that aliases may repeat in all: far beyond any values file, far below what hurts. */
const MOST_ALIASED = 100_000;

/** Reads a values file as Helm does: YAML 1.1 in the dialect of Go's yaml.v2, and the first mistake is the last. */
export class HelmValues extends TreeValues {
  /** @param error makes an error about the file */
  constructor(private readonly error: FileFault) {
    super(MOST_ALIASED, true);
  }

  override read(node: YamlNode, path: Path = []): unknown {
    if (node.anchor !== undefined && !/^[\w-]+$/.test(node.anchor))
      throw this.error(
        node.start,
        `Helm cannot read the anchor name ${node.anchor}`,
        'Use letters, digits, "-" and "_".',
      );
    return super.read(node, path);
  }

  protected scalar(node: ScalarNode): unknown {
    const { type, value } = this.scalarOf(node);
    if (type !== 'float' || Number.isFinite(value)) return value;
    throw this.error(node.start, 'Helm cannot hold infinity and not-a-number', 'Put the value in quotes.');
  }

  /** The scalar as Helm types it. */
  scalarOf({ text, style, tag, start }: ScalarNode): YamlScalar {
    if (/\p{Surrogate}/u.test(text))
      throw this.error(start, 'half a surrogate pair is no character', 'Write \\U and eight digits.');
    if (tag === undefined) return style === 'plain' ? resolvePlainScalar(text) : { type: 'str', value: text };
    const scalar = resolveTaggedScalar(tag.name, text);
    if (scalar !== undefined) return scalar;
    const name = tag.name.replace('tag:yaml.org,2002:', '!!');
    const message = `${JSON.stringify(text)} does not fit the tag ${name}`;
    throw this.error(start, message, 'Remove the tag, or change the value.');
  }

  protected keyOf(key: YamlNode): string {
    const named = key.kind === 'alias' ? key.target : key;
    const text = named?.kind === 'scalar' ? jsonKey(this.scalarOf(named)) : undefined;
    if (text !== undefined) return text;
    throw this.error(key.start, 'Helm cannot use this as a key', 'Put the key in quotes.');
  }

  protected noTarget({ name, start, isInsideTarget }: AliasNode): void {
    throw isInsideTarget
      ? this.error(start, `the anchor &${name} contains itself`, 'Remove the alias inside it.')
      : this.error(start, `there is no anchor &${name} above`, 'Put the anchor on what the alias repeats.');
  }

  protected tooMuch({ start }: AliasNode): void {
    throw this.error(start, 'aliases repeat too much', 'Write the values out.');
  }

  /** Of keys written twice the last one counts, without a word from Helm. */
  protected repeated(): void {}

  protected override notMergeable(key: YamlNode): void {
    const message = 'expected a map, or a list of maps, after "<<"';
    throw this.error(key.start, message, 'Use an alias of a map, as in <<: *name.');
  }
}
