import { releaseNumbers } from './releases';

/** A fault of istiod when the kubeconfig in a remote secret changes. */
interface Fault {
  readonly minor: string;
  /** First patch release without the fault. @default - not repaired in any */
  readonly fixedIn?: number;
  readonly what: string;
}

/**
 * Faults that require deleting and creating a changed remote secret, by release. The first matching entry counts.
 * Releases without an entry read the new kubeconfig before they drop the old one. Source:
 * pkg/kube/multicluster/{secretcontroller,component,cluster}.go and
 * pilot/pkg/serviceregistry/kube/controller/multicluster.go. 1.28.1 to 1.28.10 and 1.29.0 to 1.29.2 wait in
 * Client.Shutdown for informers that only the next step stops, for example those of the namespace controller and of
 * the webhook patcher of a remote (istio#59875). 1.29.3 and 1.29.4 close a registry twice (istio#60520). 1.29.5
 * closes the old registry before the new one starts, as after a deletion. 1.30.0 to 1.30.3 close it after the new one
 * has its endpoints, which share a shard with the old ones (istio#61043, repaired by #61159 in 1.30.4 and #61160
 * before 1.31.0). 1.30.0 to 1.30.2 may also ignore the change (istio#60612).
 */
const FAULTS: readonly Fault[] = [
  { minor: '1.28', what: 'can stop reading Secrets when one changes (istio#59875)' },
  { minor: '1.29', fixedIn: 3, what: 'can stop reading Secrets when one changes (istio#59875)' },
  { minor: '1.29', fixedIn: 5, what: 'crashes when a Secret changes (istio#60520)' },
  { minor: '1.29', what: 'drops a cluster whose Secret changes, and adds it again' },
  { minor: '1.30', fixedIn: 4, what: 'loses the endpoints of a cluster whose Secret changes (istio#61043)' },
];

/**
 * Returns why a changed Secret of a remote has to be deleted and created, as a sentence without an end.
 * @returns undefined for a release that accepts the change in place
 */
export function whyNoUpdateInPlace(release: string): string | undefined {
  const { minor, patch } = releaseNumbers(release) ?? {};
  const fault = FAULTS.find(
    (one) => one.minor === minor && (one.fixedIn === undefined || patch === undefined || patch < one.fixedIn),
  );
  if (fault === undefined) return undefined;
  const before =
    patch === undefined && fault.fixedIn !== undefined ? ` before ${minor}.${fault.fixedIn}` : '';
  return `istiod ${release}${before} ${fault.what}`;
}
