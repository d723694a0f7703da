import { WORKLOADS_MARK } from '../istio-1.0/injected-workloads-mark';
import { MANAGED_BY, MANAGED_BY_LABEL } from '../kubernetes/labels';

/** Names of the files that the tool writes into a cluster's folder. */
const OWN_NAMES = /^(?:istio-remote|mutual-tls|exposure|(?:services|remote-secrets)(?:-\d+)?)\.k8s\.yaml$/;

/** Files with people's own objects: the first line tells that we wrote them. */
const WORKLOADS = /^workloads(?:-\d+)?\.k8s\.yaml$/;

/**
 * Whether a file of the output folder was made by this tool. Nothing but the file itself tells, so that it works on
 * any clone: one of our names, and an object with our label in it.
 */
export function isOwnFile(path: string, text: string): boolean {
  const [, name, ...rest] = path.split('/');
  if (name === undefined || rest.length > 0) return false;
  if (WORKLOADS.test(name)) return text.startsWith(`${WORKLOADS_MARK}\n`);
  if (!OWN_NAMES.test(name)) return false;
  return text.includes(`${MANAGED_BY_LABEL}: ${MANAGED_BY}`);
}
