import { fieldAt } from '../../kubernetes/fields';
import { code } from '../markdown/code';
import { type ConsequenceRule, differs } from './consequence';

/** Fields that the API server never changes. */
const FIXED: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  Object.entries({
    Deployment: [['spec', 'selector']],
    ClusterRoleBinding: [['roleRef']],
    RoleBinding: [['roleRef']],
    Secret: [['type']],
    EndpointSlice: [['addressType']],
  }),
);

/** A Service keeps its address, unless it becomes a name. */
const CLUSTER_IP = ['spec', 'clusterIP'];

/** An object whose fixed field changes has to go before it can come back. */
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
