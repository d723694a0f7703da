import type { MapNode, ScalarNode, YamlNode } from './yaml-node';

/** Values that aliases may add to one document: far beyond any manifest, far below what hurts. */
const LARGEST = 100_000;

/** The plain value of a node, aliases and merge keys followed, as Kubernetes' YAML 1.1 reads it. */
export function plainValue(node: YamlNode): unknown {
  let values = 0;
  const read = (each: YamlNode): unknown => {
    values += 1;
    if (values > LARGEST) return undefined;
    switch (each.kind) {
      case 'scalar':
        return scalarValue(each);
      case 'list':
        return each.items.map((item) => read(item.node));
      case 'map':
        return Object.fromEntries([...entriesOf(each)].map(([key, value]) => [key, read(value)]));
      case 'alias':
        return each.target === undefined ? undefined : read(each.target);
    }
  };
  return read(node);
}

/** The entries of a map with those that it merges; of equal keys the last one counts. */
export function entriesOf(map: MapNode): Map<string, YamlNode> {
  const merged = new Map<string, YamlNode>();
  for (const { key, value } of map.entries) {
    if (key !== '<<') continue;
    const sources = value.kind === 'list' ? value.items.map(({ node }) => node) : [value];
    for (const source of sources.map(resolved)) {
      if (source?.kind !== 'map') continue;
      for (const [name, inner] of entriesOf(source)) if (!merged.has(name)) merged.set(name, inner);
    }
  }
  for (const { key, value } of map.entries) if (key !== undefined && key !== '<<') merged.set(key, value);
  return merged;
}

/** What an alias stands for; any other node itself. */
export function resolved(node: YamlNode | undefined): YamlNode | undefined {
  return node?.kind === 'alias' ? node.target : node;
}

/** The texts of a map such as `labels`: as they were written, whoever forgot the quotes. */
export function textsOf(node: YamlNode | undefined): Record<string, string> {
  const map = resolved(node);
  if (map?.kind !== 'map') return {};
  const texts = [...entriesOf(map)].flatMap(([key, value]) => {
    const scalar = resolved(value);
    return scalar?.kind === 'scalar' ? [[key, scalar.text] as const] : [];
  });
  return Object.fromEntries(texts);
}

/** Whether a node is an empty or explicit null. */
export function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.plain && scalarValue(node) === null;
}

/** YAML 1.1 as Kubernetes reads it: `yes` is true, `010` is eight. */
export function scalarValue({ text, plain }: ScalarNode): string | number | boolean | null {
  return plain ? plainScalar(text) : text;
}

/** What a plain scalar means. Source: go-yaml v2, resolve.go. */
export function plainScalar(text: string): string | number | boolean | null {
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return null;
  if (/^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text)) return true;
  if (/^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) return false;
  if (!/^[-+.\d]/.test(text)) return text;
  const digits = text.replaceAll('_', '');
  const [, sign = '', size = ''] = /^([-+]?)(0x[\da-fA-F]+|0b[01]+|0o?[0-7]+|0|[1-9]\d*)$/.exec(digits) ?? [];
  if (size !== '') return (sign === '-' ? -1 : 1) * Number(size.replace(/^0(?=\d)/, '0o'));
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]\d+)?$/.test(digits) ? Number(digits) : text;
}
