import { loadAll, YAML11_SCHEMA } from 'js-yaml';

/** A Kubernetes object as data. */
export type KubeObject = { [key: string]: unknown };

/** Objects by `Kind namespace/name`. */
export type KubeObjects = Map<string, KubeObject>;

/** The objects of a manifest, read as YAML 1.1 as kubectl and Helm do. */
export function readObjects(text: string): KubeObject[] {
  return loadAll(text, { schema: YAML11_SCHEMA }).flatMap((value) =>
    value === null || value === undefined ? [] : [asMap(value)],
  );
}

/** Indexes objects. The same object twice is an error. */
export function byName(objects: readonly KubeObject[]): KubeObjects {
  const index: KubeObjects = new Map();
  for (const object of objects) {
    const { name, namespace } = asMap(object.metadata);
    const key = `${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
    if (index.has(key)) throw new Error(`${key} is there twice`);
    index.set(key, object);
  }
  return index;
}

/** Returns a map. Throws an error with the value if it is none. */
export function asMap(value: unknown): KubeObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as KubeObject;
  throw new Error(`expected a map, got ${JSON.stringify(value)}`);
}

/** Returns a list of maps. */
export function asMaps(value: unknown): KubeObject[] {
  if (!Array.isArray(value)) throw new Error(`expected a list, got ${JSON.stringify(value)}`);
  return value.map(asMap);
}

/** Compares text in YAML by its values; of the injection config only the policy. */
export function parsedData(data: KubeObject): KubeObject {
  const { mesh, config, ...rest } = data;
  const parsed: KubeObject = { ...rest };
  if (mesh !== undefined) parsed.mesh = readObjects(String(mesh))[0];
  if (config !== undefined) {
    const { template, ...others } = asMap(readObjects(String(config))[0]);
    if (typeof template !== 'string' || !template.includes('istio-proxy'))
      throw new Error('no sidecar template');
    parsed.config = others;
  }
  return parsed;
}

/** Returns every path where two values differ, as text. */
export function differencesBetween(chart: unknown, ours: unknown, path: string): string[] {
  if (Array.isArray(chart) && Array.isArray(ours) && chart.length === ours.length) {
    return chart.flatMap((item, index) => differencesBetween(item, ours[index], `${path}[${index}]`));
  }
  if (isMap(chart) && isMap(ours)) {
    return [...new Set([...Object.keys(chart), ...Object.keys(ours)])].flatMap((key) =>
      differencesBetween(chart[key], ours[key], `${path}.${key}`),
    );
  }
  if (Object.is(chart, ours)) return [];
  return [`${path}: the chart has ${JSON.stringify(chart)}, synth ${JSON.stringify(ours)}`];
}

function isMap(value: unknown): value is KubeObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
