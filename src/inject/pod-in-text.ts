import { errorAt, type Problem } from '../problem';
import type { FoundPod } from './find-pods';
import { type PodView, SIDECAR_LISTS } from './injector';
import { lastEntry } from './insert';
import { SIDECAR_ANNOTATIONS } from './sidecar-annotations';
import type { MapNode, YamlNode } from './yaml-node';
import { entriesOf, isNull, plainValue, resolved, textsOf } from './yaml-value';

/** A pod read from a document, with the maps in which its sidecar goes. */
export interface PodInText {
  readonly template: MapNode;
  readonly spec: MapNode;
  readonly metadata: MapNode | undefined;
  readonly view: PodView;
  /** Of an earlier injection. */
  readonly status: string | undefined;
}

/** Reads a pod. @returns what stands in the way, with paths from the pod */
export function readPod(found: FoundPod, aliased: ReadonlySet<string>): PodInText | Problem[] {
  const template = resolved(found.node);
  if (template === undefined || isNull(template)) return [];
  if (template.kind !== 'map')
    return [errorAt([], 'expected a pod template, got something else', 'Correct it')];
  const values = entriesOf(template);
  const spec = resolved(values.get('spec'));
  if (spec?.kind !== 'map')
    return [errorAt(['spec'], 'expected the spec of a pod, got something else', 'Write its containers')];
  const problems = obstacles(found, template, aliased);
  if (problems.length > 0) return problems;
  const metadata = resolved(values.get('metadata'));
  const inner = metadata?.kind === 'map' ? entriesOf(metadata) : new Map<string, YamlNode>();
  const annotations = textsOf(inner.get('annotations'));
  const outer = found.job === undefined ? {} : annotationsOf(found.job);
  const name = resolved(inner.get('name'));
  return {
    template,
    spec,
    metadata: metadata?.kind === 'map' ? metadata : undefined,
    view: {
      metadata: {
        name: name?.kind === 'scalar' ? name.text : '',
        namespace: found.namespace,
        labels: textsOf(inner.get('labels')),
        annotations,
      },
      spec: plainValue(spec) as Record<string, unknown>,
    },
    status: annotations[SIDECAR_ANNOTATIONS.status] ?? outer[SIDECAR_ANNOTATIONS.status],
  };
}

/** The annotations of an object with metadata. */
function annotationsOf(object: MapNode): Record<string, string> {
  const metadata = resolved(entriesOf(object).get('metadata'));
  return metadata?.kind === 'map' ? textsOf(entriesOf(metadata).get('annotations')) : {};
}

const ALIAS_FIX = 'Write the values out where the pod stands';

/** The sidecar is written into the text, so its place has to be a place of this pod alone. */
function obstacles(found: FoundPod, template: MapNode, aliased: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  const shared = (path: readonly string[], map: string): void => {
    problems.push(
      errorAt(path, `the sidecar would go into a ${map} that other values share by a YAML alias`, ALIAS_FIX),
    );
  };
  const check = (node: YamlNode | undefined, path: readonly string[], want: 'map' | 'list'): void => {
    if (node === undefined || isNull(node)) return;
    if (node.kind === 'alias' || (node.anchor !== undefined && aliased.has(node.anchor))) shared(path, want);
    else if (node.kind !== want)
      problems.push(errorAt(path, `expected a ${want}, got something else`, 'Correct it'));
  };
  const child = (map: YamlNode | undefined, key: string, path: readonly string[], want: 'map' | 'list') => {
    if (map?.kind !== 'map') return undefined;
    const own = map.entries.filter((entry) => entry.key === key);
    if (own.length > 1) problems.push(errorAt(path, `${key} stands there twice`, 'Keep one of the two'));
    if (own.length === 0 && entriesOf(map).has(key)) shared(path, want);
    const node = lastEntry(map, key)?.value;
    check(node, path, want);
    return node;
  };
  if (found.shared || found.node.kind === 'alias') shared([], 'map');
  else check(template, [], 'map');
  const spec = child(template, 'spec', ['spec'], 'map');
  for (const list of SIDECAR_LISTS) child(spec, list, ['spec', list], 'list');
  const metadata = child(template, 'metadata', ['metadata'], 'map');
  child(metadata, 'annotations', ['metadata', 'annotations'], 'map');
  return problems;
}
