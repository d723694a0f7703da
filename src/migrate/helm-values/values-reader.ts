import { resolvePlainScalar, resolveTaggedScalar, type YamlScalar } from '../../kubernetes/text/go-scalar';
import { isPlain, textOf } from '../../kubernetes/text/place';
import { isScalarNode, type ScalarNode, type YamlNode, type YamlTree } from '../../kubernetes/text/tree';
import { type DialectRules, TreeValues } from '../../kubernetes/text/tree-values';
import type { Path } from '../../problem';
import type { FileFault } from './values-error';
import { jsonKey } from './yaml-key';

const RULES: DialectRules = {
  mostAliased: 100_000,
  merges: true,
  noAnchor: (name) => [`there is no anchor &${name} above`, 'Put the anchor on what the alias repeats.'],
  endless: (name) => [`the anchor &${name} contains itself`, 'Remove the alias inside it.'],
  repeatsTooMuch: ['aliases repeat too much', 'Write the values out.'],
  repeatedKey: undefined,
};

/** Reads a values file as Helm does: YAML 1.1 in the dialect of Go's yaml.v2. What is wrong first is thrown. */
export class HelmValues extends TreeValues {
  /** @param error makes an error about the file */
  constructor(
    tree: YamlTree,
    private readonly error: FileFault,
  ) {
    super(tree, RULES);
  }

  override read(node: YamlNode, path: Path = []): unknown {
    const { anchor } = 'anchor' in node ? node : {};
    if (anchor !== undefined && !/^[\w-]+$/.test(anchor))
      throw this.error(
        node.range[0],
        `Helm cannot read the anchor name ${anchor}`,
        'Use letters, digits, "-" and "_".',
      );
    return super.read(node, path);
  }

  protected scalar(node: ScalarNode): unknown {
    const { type, value } = this.scalarOf(node);
    if (type !== 'float' || Number.isFinite(value)) return value;
    throw this.error(node.range[0], 'Helm cannot hold infinity and not-a-number', 'Put the value in quotes.');
  }

  /** The scalar as Helm types it. */
  scalarOf(node: ScalarNode): YamlScalar {
    const { tag, range } = node;
    const text = textOf(node) ?? '';
    if (/\p{Surrogate}/u.test(text))
      throw this.error(range[0], 'half a surrogate pair is no character', 'Write \\U and eight digits.');
    if (tag === undefined) return isPlain(node) ? resolvePlainScalar(text) : { type: 'str', value: text };
    const scalar = resolveTaggedScalar(tag, text);
    if (scalar !== undefined) return scalar;
    const name = tag.replace('tag:yaml.org,2002:', '!!');
    const message = `${JSON.stringify(text)} does not fit the tag ${name}`;
    throw this.error(range[0], message, 'Remove the tag, or change the value.');
  }

  protected keyOf(key: YamlNode): string {
    const named = this.namedBy(key);
    const text = isScalarNode(named) ? jsonKey(this.scalarOf(named)) : undefined;
    if (text !== undefined) return text;
    throw this.error(key.range[0], 'Helm cannot use this as a key', 'Put the key in quotes.');
  }

  protected override fault(offset: number, _: Path, message: string, fix: string): void {
    throw this.error(offset, message, fix);
  }

  protected override notMergeable(key: YamlNode): void {
    const message = 'expected a map, or a list of maps, after "<<"';
    throw this.error(key.range[0], message, 'Use an alias of a map, as in <<: *name.');
  }
}
