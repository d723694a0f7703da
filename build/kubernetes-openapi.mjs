// Reads the kinds and types of a version of Kubernetes from its OpenAPI document or from a client that was generated
// from it: `kinds` by `apiVersion Kind`, with a slash before the type of a cluster-scoped kind, and `types` by name
// and field. Codes of types: s text, i integer, n number, b boolean, d time, y base64, q quantity, x integer or text,
// * anything, [T list, {T map of names, a name for a named type.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The kinds that the project renders, and the kinds in users' manifests of workloads. */
const KINDS = new Set(
  `Namespace ServiceAccount Secret ConfigMap Service Endpoints EndpointSlice Role RoleBinding ClusterRole
  ClusterRoleBinding MutatingWebhookConfiguration ValidatingWebhookConfiguration HorizontalPodAutoscaler
  PodDisruptionBudget Pod PodTemplate ReplicationController ReplicaSet Deployment StatefulSet DaemonSet Job CronJob
  Ingress IngressClass NetworkPolicy PersistentVolume PersistentVolumeClaim StorageClass ResourceQuota LimitRange
  PriorityClass`.split(/\s+/),
);

/** Simple types of the packages, as one letter. A number is an integer unless another source says otherwise. */
const SCALARS = {
  string: 's',
  boolean: 'b',
  number: 'i',
  integer: 'i',
  Date: 'd',
  any: '*',
  object: '*',
  IntOrString: 'x',
};

/** Returns the kinds and types of an OpenAPI document (`swagger.json`). */
export function fromDocument({ paths, definitions }) {
  const names = new Map();
  const real = Object.keys(definitions).filter((name) => !name.startsWith('io.k8s.kubernetes.'));
  const short = (name) => {
    const [type, version] = name.split('.').reverse();
    return `${version[0].toUpperCase()}${version.slice(1)}${type}`;
  };
  for (const name of real) {
    const group = name.split('.').at(-3);
    const shared = real.some((other) => other !== name && short(other) === short(name));
    names.set(name, shared ? `${group[0].toUpperCase()}${group.slice(1)}${short(name)}` : short(name));
  }
  const typeOf = (schema) => {
    const reference = schema.$ref?.replace('#/definitions/', '');
    if (reference === undefined) {
      if (schema.type === 'array') return `[${typeOf(schema.items)}`;
      if (schema.additionalProperties !== undefined) return `{${typeOf(schema.additionalProperties)}`;
      if (schema.type === 'object') return '*';
      if (schema.format === 'byte') return 'y';
      return schema.type === 'number' ? 'n' : SCALARS[schema.type];
    }
    if (reference.endsWith('.Quantity')) return 'q';
    if (reference.endsWith('.IntOrString')) return 'x';
    if (/\.(?:Micro)?Time$/.test(reference)) return 'd';
    return definitions[reference].properties === undefined ? '*' : names.get(reference);
  };
  const types = {};
  for (const name of real) {
    const { properties, required = [] } = definitions[name];
    if (properties === undefined) continue;
    types[names.get(name)] = Object.fromEntries(
      Object.entries(properties).map(([field, schema]) => [
        field,
        { type: typeOf(schema), required: required.includes(field) },
      ]),
    );
  }
  const kinds = {};
  for (const [path, { post }] of Object.entries(paths)) {
    const reference = post?.parameters?.find(({ name }) => name === 'body')?.schema.$ref;
    const { kind } = post?.['x-kubernetes-group-version-kind'] ?? {};
    if (reference === undefined || kind === undefined) continue;
    addKind(kinds, path, kind, names.get(reference.replace('#/definitions/', '')));
  }
  return { kinds, types };
}

/** Returns the kinds and types of a generated client. */
export function fromClasses(generated) {
  const of = (name) => readdirSync(join(generated, name)).filter((file) => file.endsWith('.js'));
  const [api, model] = readdirSync(generated).includes('apis') ? ['apis', 'models'] : ['api', 'model'];
  const types = {};
  for (const file of of(model)) {
    const text = readFileSync(join(generated, model, file), 'utf8');
    const [, name, map] = /^(\w+)\.attributeTypeMap = (\[[\s\S]*?^\]);/m.exec(text) ?? [];
    if (name === undefined) continue;
    const declared = readFileSync(join(generated, model, file.replace(/\.js$/, '.d.ts')), 'utf8');
    types[name] = Object.fromEntries(
      JSON.parse(map).map(({ name: key, baseName, type, format }) => [
        baseName,
        { type: classType(type, format), required: new RegExp(`^\\s+'${key}': `, 'm').test(declared) },
      ]),
    );
  }
  const kinds = {};
  for (const file of of(api)) {
    const text = readFileSync(join(generated, api, file), 'utf8');
    const calls =
      /\bcreate(?:Namespaced)?(\w+)\((?:namespace, )?body,[\s\S]*?'(\/apis?\/[^']*)'[\s\S]*?serialize\(body, "(\w+)"/g;
    for (const [, kind, path, type] of text.matchAll(calls)) addKind(kinds, path, kind, type);
  }
  return { kinds, types };
}

function classType(type, format) {
  const list = /^Array<(.*)>$/.exec(type);
  if (list !== null) return `[${classType(list[1], format)}`;
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map !== null) return `{${classType(map[1], format)}`;
  if (format === 'byte') return 'y';
  if (format === 'double') return 'n';
  return SCALARS[type] ?? (/^(?:RuntimeRawExtension|V1MicroTime)$/.test(type) ? '*' : type);
}

/** @param path for example `/apis/apps/v1/namespaces/{namespace}/deployments` */
function addKind(kinds, path, kind, type) {
  const [, apiVersion, namespace, rest] =
    /^\/apis?\/((?:[^/]+\/)?v\d\w*)\/(namespaces\/\{namespace\}\/)?([^/]+)$/.exec(path) ?? [];
  if (rest === undefined || !KINDS.has(kind)) return;
  kinds[`${apiVersion} ${kind}`] = `${namespace === undefined ? '/' : ''}${type}`;
}
