import { OPERATIONS } from '../../kubernetes/json-operation';
import { anyMap, anything, flag, group, list, noted, oneOf, optional, text } from './fields';

/** A Kubernetes name with wildcards. No kind, name or namespace contains blanks or slashes. */
const pattern = (expected: string) =>
  text(expected, (value) => /^[^\s/\p{Cc}]+$/u.test(value), undefined, 253);

const objectFields = {
  kind: noted(pattern('a kind such as Deployment, or a pattern such as *WebhookConfiguration'), {
    description:
      'Kind of the objects. In every field of a target, `*` matches any characters, and `?` matches one.',
    fix: 'Write the kind of the objects, such as kind: Deployment',
  }),
  name: optional(pattern('a name such as istiod, or a pattern such as istio-*'), {
    description: 'Name of the objects.',
    default: 'any name',
  }),
  namespace: optional(pattern('a namespace such as istio-system, or a pattern'), {
    description: 'Namespace of the objects.',
    default: 'any namespace, and objects without one',
  }),
};

const pointer = text(
  'a JSON pointer such as /spec/template/spec/tolerations/-',
  (value) => value === '' || /^\/(?:[^~]|~[01])*$/su.test(value),
  (value) => (/^[\w~-]/.test(value) ? `Write /${value}` : undefined),
);

/** One step of `json:`. */
export const jsonOperation = group({
  op: noted(oneOf(OPERATIONS), {
    description: 'Operation of the step.',
    fix: 'Write op: add, or another one',
  }),
  path: noted(pointer, {
    description:
      'Field that the step changes, as a JSON pointer. In a key, write `~1` for a slash and `~0` for a tilde.',
  }),
  from: optional(pointer, {
    description: 'Field that the value comes from, as a JSON pointer. For `move` and `copy`.',
  }),
  value: optional(anything(), {
    description: 'Value that the step writes or compares. For `add`, `replace` and `test`.',
  }),
});

/** The kinds of change in a patch. */
const changeFields = {
  merge: optional(anyMap('a map with fields of the objects'), {
    description:
      'Fields to set, as a JSON merge patch (RFC 7396). Maps merge, lists and single values replace, and `null` removes a field.',
  }),
  json: optional(
    list(jsonOperation, 'a list of steps, such as { op: add, path: /metadata/labels/team, value: mesh }'),
    {
      description: 'Steps of a JSON patch (RFC 6902). Use it in place of `merge`.',
    },
  ),
  force: optional(flag(), {
    description:
      'Whether the patch may change fields that the mesh depends on. The summary of synth lists such patches first.',
    default: 'false',
  }),
};

/** A patch of the objects of some clusters. */
export const patch = group({
  target: noted(
    group({
      ...objectFields,
      clusters: optional(
        list(pattern('a cluster id such as eu-west-1, or a pattern such as eu-*'), 'a list of cluster ids'),
        {
          description: 'Cluster ids of the clusters that have the objects.',
          default: 'every cluster, including the primary',
        },
      ),
    }),
    {
      description: 'Objects that the patch changes.',
      fix: 'Write which objects it changes, such as target: { kind: Deployment }',
    },
  ),
  ...changeFields,
});

/** A patch of the objects of one cluster. */
export const clusterPatch = group({
  target: noted(group(objectFields), {
    description: 'Objects of this cluster that the patch changes.',
    fix: 'Write which objects it changes, such as target: { kind: Deployment }',
  }),
  ...changeFields,
});
