import { isSame } from '../compare-fields';
import { code } from '../markdown/code';
import { valueAt } from '../review-object';
import type { ConsequenceRule } from './consequence';

/** Fields that the API server never lets anyone change. */
const FIXED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Deployment: [['spec', 'selector']],
  ClusterRoleBinding: [['roleRef']],
  RoleBinding: [['roleRef']],
  Secret: [['type']],
  EndpointSlice: [['addressType']],
};

/** An object whose fixed field changes has to go before it can come back. */
export const fixedFieldsNeedANewObject: ConsequenceRule = ({ outcome, object, before, after }) => {
  if (outcome !== 'changed') return [];
  const paths = [...(FIXED[object.kind] ?? []), ...(object.kind === 'Service' ? clusterIpOf(after) : [])];
  return paths
    .filter((path) => !isSame(valueAt(before?.fields, ...path), valueAt(after?.fields, ...path)))
    .map(
      (path) =>
        `${code(path.join('.'))} of ${object.kind} ${code(object.name)} cannot change: the API server refuses it until the object is deleted.`,
    );
};

/** A Service that becomes a name gives its address up. */
function clusterIpOf(after: Parameters<ConsequenceRule>[0]['after']): string[][] {
  return valueAt(after?.fields, 'spec', 'type') === 'ExternalName' ? [] : [['spec', 'clusterIP']];
}
