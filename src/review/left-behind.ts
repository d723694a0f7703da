import { fieldAt } from '../kubernetes/fields';
import { HOLDING_KINDS } from '../kubernetes/kinds';
import { type KubectlAccess, kubectlDelete, kubectlUnlabel } from '../kubernetes/kubectl';
import { INJECTION_LABEL, REVISION_LABEL } from '../kubernetes/labels';
import { hideCredentials } from '../secret-scan/hide-credentials';
import type { ObjectChange } from './compare-objects';

/**
 * Returns the commands that delete the objects that left the output, because `kubectl apply` deletes nothing.
 * Webhooks go first, then the objects in reverse apply order. A namespace only loses the labels that ask for
 * sidecars, and a definition stays: deleting them would delete everything in them.
 */
export function commandsForLeftBehind(access: KubectlAccess, changes: readonly ObjectChange[]): string[] {
  const removed = changes.filter(({ outcome }) => outcome === 'removed').map(({ object }) => object);
  const objects = removed.filter(({ kind }) => !HOLDING_KINDS.has(kind)).reverse();
  const isWebhook = ({ kind }: { readonly kind: string }) => kind.endsWith('WebhookConfiguration');
  const ordered = [...objects.filter(isWebhook), ...objects.filter((object) => !isWebhook(object))];
  const unlabelled = removed.flatMap((object) => {
    const labels = [INJECTION_LABEL, REVISION_LABEL].filter(
      (label) => fieldAt(object.fields, 'metadata', 'labels', label) !== undefined,
    );
    const isNamespace = object.kind === 'Namespace' && object.group === '';
    return isNamespace && labels.length > 0 ? [kubectlUnlabel(access, object.name, labels)] : [];
  });
  return [...kubectlDelete(access, ordered), ...unlabelled].map(hideCredentials);
}
