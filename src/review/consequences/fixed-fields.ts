import { fieldAt } from '../../kubernetes/fields';
import { code } from '../markdown/code';
import { type ConsequenceRule, differs } from './consequence';

/** Fields that cannot change in an existing object. */
const FIXED: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  Object.entries({
    Deployment: [['spec', 'selector']],
    ClusterRoleBinding: [['roleRef']],
    RoleBinding: [['roleRef']],
    Secret: [['type']],
    EndpointSlice: [['addressType']],
  }),
);

/** A Service keeps its address, unless it becomes an ExternalName. */
const CLUSTER_IP = ['spec', 'clusterIP'];

/** If a fixed field changes, the object has to be deleted and created again. */
export const fixedFieldsNeedANewObject: ConsequenceRule = (change) => {
  const { outcome, object, after } = change;
  if (outcome !== 'changed') return [];
  const keepsAddress = object.kind === 'Service' && fieldAt(after?.fields, 'spec', 'type') !== 'ExternalName';
  return [...(FIXED.get(object.kind) ?? []), ...(keepsAddress ? [CLUSTER_IP] : [])]
    .filter((path) => differs(change, ...path))
    .map(
      (path) =>
        `${code(path.join('.'))} of ${object.kind} ${code(object.name)} cannot change: the API server refuses it until the object is deleted.`,
    );
};
