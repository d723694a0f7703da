import { type Part, part } from '../../../kubernetes/part';
import { SailIstio } from '../constructs/sail-istio';
import { DEFAULT_REVISION } from '../facts/names';
import type { Installation } from './installation';

/** The objects of one revision for the Sail operator. */
export function sailParts({ istio, namespace, revision, values }: Installation): Part[] {
  // The operator writes these by itself: the name of the object says the revision.
  const { revision: _, defaultRevision: __, profile: ___, ...others } = values;
  return [
    part(revision === DEFAULT_REVISION ? 'control-plane' : `control-plane-${revision}`, SailIstio, {
      istio,
      namespace,
      revision,
      values: others,
    }),
  ];
}
